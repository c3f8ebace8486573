"""Readers: from hits to candidate quotes."""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import NamedTuple, Protocol

import numpy as np

from index.articles import Hit, Passage
from index.embedders import Embedder
from index.sentences import sentences
from index.words import content_words
from rag.answers import Quote
from rag.coverage import context, forms, forms_in, key_words
from rag.cues import Cue, cue_of


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
    names_absent: float  # share of the question's names and numbers that the sentence itself lacks
    names_missing: float  # share of the question's names and numbers that passage, headline and date lack
    cue_met: float  # it holds what the question asks for (a number, a person, …)
    cue_unmet: float
    is_question: float
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

    Reads the first ``passages`` hits. Of their sentences it embeds the ``most`` that share most words with
    the question or have the shape of what it asks for: embedding is nearly all the time that reading takes.
    """

    embedder: Embedder
    passages: int = 8
    most: int = 8
    weights: Weights = field(default_factory=lambda: trained("sentence"))
    name: str = "sentences-1"

    def read(self, question: str, hits: Sequence[Hit]) -> list[Quote]:
        """One candidate a sentence, best first."""
        seen = self.features(question, hits)
        quotes = [Quote(sentence, self.weights.probability(values)) for sentence, values in seen]
        return sorted(quotes, key=lambda quote: -quote.score)

    def features(self, question: str, hits: Sequence[Hit]) -> list[tuple[Passage, Features]]:
        """The candidate sentences, each with what the regression sees of it."""
        asked = Asked.of(question)
        candidates = sorted(_candidates(asked, hits[: self.passages]), key=_promise)[: self.most]
        if not candidates:
            return []
        rows = self.embedder.embed_passages([candidate.sentence.text for candidate in candidates])
        cosines = (rows @ self.embedder.embed_question(question)).tolist()
        mean = float(np.mean(cosines))
        return [
            (one.sentence, one.features._replace(cosine=cosine, above_mean=cosine - mean))
            for one, cosine in zip(candidates, cosines, strict=True)
        ]


class Candidate(NamedTuple):
    """A sentence and what is seen of it without embedding it."""

    sentence: Passage
    features: Features


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks, taken apart once for all its candidates."""

    words: tuple[str, ...]
    names: tuple[str, ...]
    cue: Cue | None

    @classmethod
    def of(cls, question: str) -> "Asked":
        """Take ``question`` apart."""
        return cls(tuple(content_words(question)), key_words(question), cue_of(question))


def _candidates(asked: Asked, hits: Sequence[Hit]) -> Iterator[Candidate]:
    """The sentences of the hits, each once, with the best passage that holds it."""
    taken: set[tuple[str, int]] = set()
    for rank, hit in enumerate(hits, start=1):
        passage = hit.passage
        around = forms_in(context(passage))
        for span in sentences(passage.article.text, passage.start, passage.end):
            sentence = passage.article.passage(span.start, span.end)
            if (passage.article.id, span.start) not in taken and not _is_headline(sentence):
                taken.add((passage.article.id, span.start))
                yield Candidate(sentence, _features(asked, sentence.text, around, rank))


def _features(asked: Asked, text: str, around: set[str], rank: int) -> Features:
    met = bool(asked.cue and asked.cue.answers.search(text))
    held = forms_in(text)
    return Features(
        cosine=0.0,
        above_mean=0.0,
        words=_share(asked.words, held),
        context_words=_share(asked.words, around),
        names_absent=1 - _share(asked.names, held),
        names_missing=1 - _share(asked.names, around),
        cue_met=float(met),
        cue_unmet=float(asked.cue is not None and not met),
        is_question=float(text.rstrip("”’\"'").endswith("?")),
        retrieved=1 / rank,
        shortness=1 / (1 + len(text) / 40),
    )


def _is_headline(sentence: Passage) -> bool:
    """The headline says less than the sentence it was made from, and stands in the citation anyway."""
    return sentence.text.lstrip("# ") == sentence.article.title


def _promise(candidate: Candidate) -> float:
    """What to embed first: lower is sooner."""
    features = candidate.features
    return -(features.words - 0.3 * features.names_absent + 0.3 * features.cue_met + 0.3 * features.retrieved)


def _share(words: Sequence[str], held: set[str]) -> float:
    """The share of ``words`` that are among ``held``; 1 if there are none."""
    return sum(1 for word in words if forms(word) & held) / len(words) if words else 1.0


READERS: dict[str, type[SentenceReader]] = {"sentences": SentenceReader}
