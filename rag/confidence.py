"""From what was retrieved and read to a probability that the first quote answers."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import NamedTuple

from index.articles import Hit
from rag.answers import Quote
from rag.coverage import names_covered, words_covered

#: Beyond these odds a reader's probability says no more.
_MOST_ODDS = 12.0


class Signs(NamedTuple):
    """What the confidence is judged by, of the first quote."""

    odds: float  # the reader's log-odds that it answers
    lead: float  # by how much they exceed those of the best other sentence; at most 12
    cosine: float  # of the question to the passage that holds it
    passage_words: float  # share of the question's content words in that passage, its headline and date
    passage_names: float  # share of the question's names and numbers there
    quote_words: float  # share of the content words in the quote itself, or its headline and date
    quote_names: float  # share of the names and numbers there
    seconded: float  # how probable the reader finds the best sentence of another article


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression: one weight a sign, and a bias."""

    signs: tuple[float, ...]
    bias: float

    def probability(self, signs: Signs) -> float:
        """The modelled probability for these signs."""
        return 1 / (1 + math.exp(-self.bias - sum(w * s for w, s in zip(self.signs, signs, strict=True))))


@cache
def fitted() -> Weights:
    """The weights that ``python -m rag.training confidence`` fitted and wrote beside the code."""
    content = json.loads(resources.files("rag").joinpath("weights/confidence.json").read_text("utf-8"))
    return Weights(tuple(content["weights"][name] for name in Signs._fields), content["bias"])


@dataclass(frozen=True, slots=True)
class Confidence:
    """A logistic regression over a few signs, fitted on questions whose answers are known."""

    weights: Weights = field(default_factory=fitted)

    def of(self, question: str, quotes: Sequence[Quote], hits: Sequence[Hit]) -> float:
        """The probability, 0 to 1, that the first quote answers; 0 where there is none."""
        return self.weights.probability(signs(question, quotes, hits)) if quotes else 0.0


def signs(question: str, quotes: Sequence[Quote], hits: Sequence[Hit]) -> Signs:
    """What is seen of candidate quotes (best first, at least one) and of the hits they were read in."""
    best = quotes[0].passage
    home = next((hit for hit in hits if _holds(hit, quotes[0])), None)
    held = home.passage if home else best
    elsewhere = [quote.score for quote in quotes if quote.passage.article.id != best.article.id]
    odds = log_odds(quotes[0].score)
    return Signs(
        odds=odds,
        lead=min(odds - log_odds(quotes[1].score), _MOST_ODDS) if len(quotes) > 1 else _MOST_ODDS,
        cosine=home.cosine if home else 0.0,
        passage_words=words_covered(question, held),
        passage_names=names_covered(question, held),
        quote_words=words_covered(question, best),
        quote_names=names_covered(question, best),
        seconded=max(elsewhere, default=0.0),
    )


def log_odds(probability: float) -> float:
    """``log(p / (1 - p))``, between -12 and 12."""
    if not 0 < probability < 1:
        return math.copysign(_MOST_ODDS, probability - 0.5)
    return max(-_MOST_ODDS, min(math.log(probability / (1 - probability)), _MOST_ODDS))


def _holds(hit: Hit, quote: Quote) -> bool:
    passage, sentence = hit.passage, quote.passage
    return passage.article.id == sentence.article.id and passage.start <= sentence.start < passage.end
