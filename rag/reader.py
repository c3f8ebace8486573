"""Readers: from hits to candidate quotes."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import islice
from typing import NamedTuple, Protocol

import numpy as np

from index.articles import Hit, Passage
from index.embedders import Embedder
from index.sentences import sentences
from index.words import content_words
from rag.answers import Quote
from rag.coverage import context, forms, forms_in, key_words
from rag.cues import cue_of


class Reader(Protocol):
    """Picks, from the hits, the sentences that answer the question."""

    @property
    def name(self) -> str:
        """What an answer says it was read by."""

    def read(self, question: str, hits: Sequence[Hit]) -> list[Quote]:
        """Candidate quotes, best first; a score is the probability, 0 to 1, that the quote answers."""


class Features(NamedTuple):
    """What the sentence reader sees of one sentence; each about 0 to 1."""

    cosine: float
    above_mean: float  # of its cosine over the mean of all candidates
    words: float  # share of the question's content words in the sentence
    context_words: float  # the same in its passage, headline and date
    names_missing: float  # share of the question's names and numbers that passage, headline and date lack
    cue_met: float  # it holds what the question asks for (a number, a person, …)
    cue_unmet: float
    is_question: float
    is_heading: float
    retrieved: float  # 1 / rank of its passage
    shortness: float


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression: one weight a feature, and a bias."""

    features: tuple[float, ...]
    bias: float

    def probability(self, values: Sequence[float]) -> float:
        """The modelled probability for these features."""
        return 1 / (1 + math.exp(-self.bias - sum(w * v for w, v in zip(self.features, values, strict=True))))


@cache
def trained(part: str) -> Weights:
    """Weights that ``python -m rag.training`` fitted and wrote beside the code."""
    content = json.loads(resources.files("rag").joinpath("weights/sentences.json").read_text("utf-8"))[part]
    return Weights(tuple(content["weights"]), content["bias"])


@dataclass(frozen=True, slots=True)
class SentenceReader:
    """Scores single sentences by vectors, shared words and answer cues, with a logistic regression.

    Reads the first ``passages`` hits and of them at most ``most`` sentences, nearest passages first.
    """

    embedder: Embedder
    passages: int = 8
    most: int = 48
    weights: Weights = field(default_factory=lambda: trained("sentence"))
    name: str = "sentences-1"

    def read(self, question: str, hits: Sequence[Hit]) -> list[Quote]:
        """One candidate a sentence, best first."""
        candidates = candidate_sentences(hits[: self.passages], self.most)
        seen = self.features(question, candidates)
        quotes = [
            Quote(sentence, self.weights.probability(values))
            for (sentence, _, _), values in zip(candidates, seen, strict=True)
        ]
        return sorted(quotes, key=lambda quote: -quote.score)

    def features(self, question: str, candidates: Sequence["Candidate"]) -> list[Features]:
        """What the regression sees of each candidate."""
        if not candidates:
            return []
        rows = self.embedder.embed_passages([candidate.sentence.text for candidate in candidates])
        cosines = (rows @ self.embedder.embed_question(question)).tolist()
        asked = Asked.of(question)
        mean = float(np.mean(cosines))
        return [_features(asked, one, cosine, mean) for one, cosine in zip(candidates, cosines, strict=True)]


class Candidate(NamedTuple):
    """A sentence, the passage it was found in, and that passage's rank (from 1)."""

    sentence: Passage
    passage: Passage
    rank: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks, taken apart once for all its candidates."""

    text: str
    words: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, question: str) -> "Asked":
        """Take ``question`` apart."""
        return cls(question, tuple(content_words(question)), key_words(question))

    def share(self, held: set[str]) -> float:
        """The share of its content words that are among ``held``; 1 if it has none."""
        return _share(self.words, held)

    def names_missing(self, held: set[str]) -> float:
        """The share of its names and numbers that are not among ``held``; 0 if it has none."""
        return 1 - _share(self.names, held)


def candidate_sentences(hits: Sequence[Hit], most: int) -> list[Candidate]:
    """The sentences of the hits, each once, those of the best hit first; at most ``most``."""
    found: dict[tuple[str, int], Candidate] = {}
    for rank, hit in enumerate(hits, start=1):
        passage = hit.passage
        for span in sentences(passage.article.text, passage.start, passage.end):
            sentence = passage.article.passage(span.start, span.end)
            found.setdefault((passage.article.id, span.start), Candidate(sentence, passage, rank))
    return list(islice(found.values(), most))


def _features(asked: Asked, candidate: Candidate, cosine: float, mean: float) -> Features:
    text = candidate.sentence.text
    around = forms_in(context(candidate.passage))
    cue = cue_of(asked.text)
    met = bool(cue and cue.answers.search(text))
    return Features(
        cosine=cosine,
        above_mean=cosine - mean,
        words=asked.share(forms_in(text)),
        context_words=asked.share(around),
        names_missing=asked.names_missing(around),
        cue_met=float(met),
        cue_unmet=float(cue is not None and not met),
        is_question=float(text.rstrip("”’\"'").endswith("?")),
        is_heading=float(text[-1:].isalnum()),
        retrieved=1 / candidate.rank,
        shortness=1 / (1 + len(text) / 40),
    )


def _share(words: Sequence[str], held: set[str]) -> float:
    return sum(1 for word in words if forms(word) & held) / len(words) if words else 1.0


READERS: dict[str, type[SentenceReader]] = {"sentences": SentenceReader}
