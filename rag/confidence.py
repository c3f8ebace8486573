"""From what was retrieved and read to a probability: of each quote, and then of the first.

Two logistic regressions, fitted one after the other by ``python -m rag.training`` on questions whose answers are known.
The first sees one candidate at a time and so decides their order; the second sees how the best one stands among them.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import NamedTuple

from index.articles import Hit, sha256_of
from index.periods import Period
from rag.answers import Quote
from rag.candidates import probability
from rag.coverage import names_covered, words_covered
from rag.times import tells_of

#: Beyond these odds a probability says no more.
_MOST_ODDS = 12.0
#: Of a reader's candidates so many are weighed; the rest could not come first.
MOST = 15


class Signs(NamedTuple):
    """What speaks for one candidate."""

    odds: float  # the reader's log-odds that it answers
    cosine: float  # of the question to the passage that holds it
    retrieved: float  # the retriever's score of that passage, 0 to 1
    passage_words: float  # share of the question's content words in that passage, its headline and date
    passage_names: float  # share of the question's names and numbers there
    quote_words: float  # share of the content words in the quote itself, its headline and date
    quote_names: float  # share of the names and numbers there
    period: float  # 1 where it tells of the period asked about, -1 where of another, 0 where neither can be told


class Standing(NamedTuple):
    """How the first of the ordered candidates stands among them."""

    odds: float  # log-odds of its probability
    lead: float  # by how much they exceed those of the best other sentence; at most 12
    reader_odds: float  # the reader's own
    seconded: float  # the probability of the best sentence of another article


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression: one weight a sign, and a bias."""

    signs: tuple[float, ...]
    bias: float

    def probability(self, signs: Sequence[float]) -> float:
        """The modelled probability for these signs."""
        return probability(self.bias + sum(w * s for w, s in zip(self.signs, signs, strict=True)))


@cache
def fitted(part: str) -> Weights:
    """The weights of one of the two regressions, ``quote`` or ``first``, as they lie beside the code."""
    content = json.loads(resources.files("rag").joinpath("weights/confidence.json").read_text("utf-8"))[part]
    names = (Signs if part == "quote" else Standing)._fields
    return Weights(tuple(content["weights"][name] for name in names), content["bias"])


@dataclass(frozen=True, slots=True)
class Confidence:
    """Orders what a reader proposes, and says how likely the first answers."""

    quote: Weights = field(default_factory=lambda: fitted("quote"))
    first: Weights = field(default_factory=lambda: fitted("first"))

    @property
    def name(self) -> str:
        """The first letters of a checksum over all weights: another fit has another name."""
        return sha256_of(repr((self.quote, self.first)))[:8]

    def ordered(
        self, question: str, quotes: Sequence[Quote], hits: Sequence[Hit], asked: Period | None = None
    ) -> list[Quote]:
        """The best candidates in their new order, each with its probability as score; ``asked`` is a period."""
        weighed = [
            replace(quote, score=self.quote.probability(signs(question, quote, hits, asked))) for quote in quotes[:MOST]
        ]
        return sorted(weighed, key=lambda quote: -quote.score)

    def of(self, ordered: Sequence[Quote], read: Sequence[Quote]) -> float:
        """The probability, 0 to 1, that the first of ``ordered`` answers; ``read`` is what the reader gave."""
        return self.first.probability(standing(ordered, read)) if ordered else 0.0


def signs(question: str, quote: Quote, hits: Sequence[Hit], asked: Period | None = None) -> Signs:
    """What is seen of one candidate, as the reader scored it, and of the first hit that holds it."""
    told = tells_of(asked, quote.passage) if asked else None
    home = next((hit for hit in hits if _holds(hit, quote)), None)
    held = home.passage if home else quote.passage
    return Signs(
        odds=log_odds(quote.score),
        cosine=home.cosine if home else 0.0,
        retrieved=home.score if home else 0.0,
        passage_words=words_covered(question, held),
        passage_names=names_covered(question, held),
        quote_words=words_covered(question, quote.passage),
        quote_names=names_covered(question, quote.passage),
        period=0.0 if told is None else 1.0 if told else -1.0,
    )


def standing(ordered: Sequence[Quote], read: Sequence[Quote]) -> Standing:
    """Of the first of ``ordered``, at least one, which are some of ``read``, weighed."""
    best = ordered[0]
    odds = log_odds(best.score)
    elsewhere = [quote.score for quote in ordered if quote.passage.article.id != best.passage.article.id]
    return Standing(
        odds=odds,
        lead=min(odds - log_odds(ordered[1].score), _MOST_ODDS) if len(ordered) > 1 else _MOST_ODDS,
        reader_odds=next(log_odds(quote.score) for quote in read if quote.passage == best.passage),
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
