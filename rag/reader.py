"""Readers: from hits to candidate quotes."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from index.articles import Hit, Passage, Span
from index.embedders import bundled_tokenizer
from rag.answers import Quote
from rag.candidates import best_first, best_pair, probability, whole
from rag.networks import END, NONE, SENTENCE, START, Network, OpenVinoNetwork, Scores
from rag.windows import Window, Windows


class Reader(Protocol):
    """Picks, from the hits, the sentences that answer the question."""

    @property
    def name(self) -> str:
        """What an answer says it was read by."""

    def read(self, question: str, hits: Sequence[Hit]) -> list[Quote]:
        """Candidate quotes, best first; a score is the probability, 0 to 1, that the quote answers."""


class Evidence(NamedTuple):
    """What a window says of one of its sentences.

    Both scores are log-odds against "no sentence of this window answers".
    """

    sentence: Span
    score: float
    answer: Span | None
    answer_score: float


@dataclass(frozen=True, slots=True)
class TrainedReader:
    """Reads question and passage together, with a network that was trained for it.

    Reads the first ``passages`` hits: with twelve no more quotes were right on any set of data/dev than with six
    (docs/notes/reader.md). A sentence that several of them hold counts with its best score.
    """

    network: Network
    windows: Windows
    passages: int = 6

    @property
    def name(self) -> str:
        """The name on the model card."""
        return self.network.name

    def read(self, question: str, hits: Sequence[Hit]) -> list[Quote]:
        """One candidate a sentence, best first; none that is its article's headline."""
        passages = [hit.passage for hit in hits[: self.passages]]
        return best_first(_quote(passage, evidence) for passage, evidence in self.evidence(question, passages))

    def evidence(self, question: str, passages: Sequence[Passage]) -> Iterator[tuple[Passage, Evidence]]:
        """Every sentence of every passage, with what the network makes of it."""
        asked = self.windows.ids(question)
        titles = {passage.article.id: self.windows.ids(passage.article.title) for passage in passages}
        read = [
            (passage, window)
            for passage in passages
            for window in self.windows.cut(asked, titles[passage.article.id], self.windows.sentences(passage))
        ]
        scored = self.network.scores([window.ids for _, window in read])
        for (passage, window), scores in zip(read, scored, strict=True):
            for evidence in evidence_of(window, scores):
                yield passage, evidence


def trained_reader() -> TrainedReader:
    """The reader that comes with the project, which begins to load."""
    network = OpenVinoNetwork()
    network.begin_loading()
    return TrainedReader(network, Windows(bundled_tokenizer()))


def evidence_of(window: Window, scores: Scores) -> Iterator[Evidence]:
    """The sentences of a window, in order, with their log-odds and best short answers."""
    none = float(scores[0, NONE])
    null = float(scores[0, START] + scores[0, END])
    for sentence, marker in zip(window.sentences, window.markers, strict=True):
        tokens = slice(marker + 1, marker + 1 + len(sentence.ids))
        score = float(scores[marker, SENTENCE]) - none
        if len(sentence.ids):
            first, last, both = best_pair(scores[tokens, START], scores[tokens, END])
            found = Span(int(sentence.offsets[first, 0]), int(sentence.offsets[last, 1]))
            yield Evidence(sentence.span, score, found, both - null)
        else:
            yield Evidence(sentence.span, score, None, -math.inf)


def _quote(passage: Passage, evidence: Evidence) -> Quote:
    article = passage.article
    answer = whole(article, *evidence.answer, evidence.sentence) if evidence.answer else None
    return Quote(
        article.passage(*evidence.sentence),
        probability(evidence.score),
        article.passage(*answer) if answer else None,
        answer_score=probability(evidence.answer_score) if answer else None,
    )
