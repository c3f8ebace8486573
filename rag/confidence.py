"""From scores to a probability that the first quote answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from index.articles import Hit
from rag.answers import Quote
from rag.reader import Weights, trained


class Signs(NamedTuple):
    """What the confidence is judged by; each about 0 to 1."""

    best: float  # the reader's score of the first quote
    lead: float  # over the best quote of another passage's sentence
    agreement: float  # share of the five best quotes that are of the first quote's article
    retrieved: float  # how far the best hit stands out: its fused score over that of the tenth


@dataclass(frozen=True, slots=True)
class Confidence:
    """A logistic regression over a few signs, fitted on questions whose answers are known."""

    weights: Weights = field(default_factory=lambda: trained("confidence"))

    def of(self, quotes: Sequence[Quote], hits: Sequence[Hit]) -> float:
        """The probability, 0 to 1, that the first quote answers; 0 where there is none."""
        return self.weights.probability(signs(quotes, hits)) if quotes else 0.0


def signs(quotes: Sequence[Quote], hits: Sequence[Hit]) -> Signs:
    """What is seen of candidate quotes (best first, at least one) and their hits."""
    best = quotes[0]
    others = [quote.score for quote in quotes[1:]]
    top = quotes[:5]
    tenth = hits[min(9, len(hits) - 1)].score if hits else 0.0
    return Signs(
        best=best.score,
        lead=best.score - (others[0] if others else 0.0),
        agreement=sum(quote.passage.article.id == best.passage.article.id for quote in top) / len(top),
        retrieved=1 - tenth / hits[0].score if hits and hits[0].score else 0.0,
    )
