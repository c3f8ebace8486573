"""From what was retrieved and read to a probability: of each quote, and then of the first.

Two small models, fitted one after the other by ``python -m eval.bench.confidence`` on questions with known answers.
The first decides the order of the candidates: a conditional logit (McFadden, "Conditional logit analysis of qualitative
choice behavior", 1974), which learns from the candidates of one question beside each other and so is not misled by what
only tells easy questions from hard ones. The second, a logistic regression, sees the best candidate, whether another
article competes, and how far its passage stands out from the rest of the collection: in a collection about one thing
every passage is near. How far the sentence leads the next is left out: a near-miss has one sentence that leads by far.
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
from rag.kinds import is_of_kind, kind_asked
from rag.times import tells_of

#: Beyond these odds a probability says no more.
_MOST_ODDS = 12.0
#: Of a reader's candidates so many are weighed; the rest could not come first.
MOST = 15


class Signs(NamedTuple):
    """What speaks for one candidate."""

    odds: float  # the reader's log-odds that it answers
    answer_odds: float  # the reader's log-odds that it holds the short answer; as ``odds`` where a reader marks none
    cosine: float  # of the question to the passage that holds it
    retrieved: float  # the retriever's score of that passage, 0 to 1
    passage_words: float  # share of the question's content words in that passage, its headline and date
    passage_names: float  # share of the question's names and numbers there
    quote_words: float  # share of the content words in the quote itself, its headline and date
    quote_names: float  # share of the names and numbers there
    period: float  # 1 where it tells of the period asked about, -1 where of another, 0 where neither can be told
    kind: float  # 1 where its short answer is of the kind asked for, -1 where not, 0 where the question does not say


class FirstSigns(NamedTuple):
    """What else the second model sees, of the candidate that comes first."""

    seconded: float  # the probability of the best sentence of another article; 0 where there is none
    lead: float  # the cosine of its passage, less the mean cosine of the five nearest others
    length: float  # the logarithm of its characters


#: All that the second model sees, in order.
FIRST = (*FirstSigns._fields, *Signs._fields)
#: With so many other passages the first one's is compared; where fewer were found, with the cosine that such have on
#: data/dev (.39 to .62, the mean of each set).
_OTHERS, _TYPICAL = 5, 0.45


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
    """The weights of one of the two models, ``quote`` or ``first``, as they lie beside the code."""
    content = json.loads(resources.files("rag").joinpath("weights/confidence.json").read_text("utf-8"))[part]
    names = Signs._fields if part == "quote" else FIRST
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

    def of(
        self,
        question: str,
        ordered: Sequence[Quote],
        read: Sequence[Quote],
        hits: Sequence[Hit],
        asked: Period | None = None,
    ) -> float:
        """The probability, 0 to 1, that the first of ``ordered`` answers; ``read`` is what the reader gave."""
        if not ordered:
            return 0.0
        as_read = next(quote for quote in read if quote.passage == ordered[0].passage)
        return self.first.probability((*first_signs(ordered, hits), *signs(question, as_read, hits, asked)))


def signs(question: str, quote: Quote, hits: Sequence[Hit], asked: Period | None = None) -> Signs:
    """What is seen of one candidate, as the reader scored it, and of the first hit that holds it."""
    told = tells_of(asked, quote.passage) if asked else None
    kind = kind_asked(question) if quote.answer else None
    fits = is_of_kind(kind, quote.answer.text, question) if kind and quote.answer else None
    home = _home(quote, hits)
    held = home.passage if home else quote.passage
    return Signs(
        odds=log_odds(quote.score),
        answer_odds=log_odds(quote.score if quote.answer_score is None else quote.answer_score),
        cosine=home.cosine if home else 0.0,
        retrieved=home.score if home else 0.0,
        passage_words=words_covered(question, held),
        passage_names=names_covered(question, held),
        quote_words=words_covered(question, quote.passage),
        quote_names=names_covered(question, quote.passage),
        period=_signed(told),
        kind=_signed(fits),
    )


def first_signs(ordered: Sequence[Quote], hits: Sequence[Hit]) -> FirstSigns:
    """What is seen of the first of ``ordered`` beside the others, and of its passage beside the other hits."""
    first, *others = ordered
    elsewhere = (one.score for one in others if one.passage.article.id != first.passage.article.id)
    return FirstSigns(
        seconded=max(elsewhere, default=0.0),
        lead=_lead(_home(first, hits), hits),
        length=math.log(1 + first.passage.end - first.passage.start),
    )


def _lead(home: Hit | None, hits: Sequence[Hit]) -> float:
    """Hits that only their words brought have no cosine, and do not count."""
    if not home or not home.cosine:
        return 0.0
    others = sorted((hit.cosine for hit in hits if hit is not home and hit.cosine), reverse=True)[:_OTHERS]
    return home.cosine - (sum(others) + _TYPICAL * (_OTHERS - len(others))) / _OTHERS


def _home(quote: Quote, hits: Sequence[Hit]) -> Hit | None:
    """The first hit that holds the quote."""
    return next((hit for hit in hits if holds(hit, quote)), None)


def _signed(value: bool | None) -> float:
    return 0.0 if value is None else 1.0 if value else -1.0


def log_odds(probability: float) -> float:
    """``log(p / (1 - p))``, between -12 and 12."""
    if not 0 < probability < 1:
        return math.copysign(_MOST_ODDS, probability - 0.5)
    return max(-_MOST_ODDS, min(math.log(probability / (1 - probability)), _MOST_ODDS))


def holds(hit: Hit, quote: Quote) -> bool:
    """Whether the quote begins in the hit's passage."""
    passage, sentence = hit.passage, quote.passage
    return passage.article.id == sentence.article.id and passage.start <= sentence.start < passage.end
