"""Hold what a system quoted against the gold, and against the article that it says it quotes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from eval.gold import is_right
from eval.peers.protocol import Quoted, Reply
from eval.questions import Question
from index.articles import Article, Span


class Found(NamedTuple):
    """Where a quoted text stands in its article; ``altered`` if only its white space differs from what stands there."""

    span: Span
    altered: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A quote: where it was found, None for nowhere, whether it was altered, and whether it answers."""

    article_id: str
    span: Span | None
    characters: int
    altered: bool
    right: bool
    score: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a system did with one question."""

    question: Question
    quotes: tuple[Judged, ...]
    ms: float
    cpu_ms: float
    error: str | None = None

    @property
    def first_right(self) -> bool:
        """Whether the first quote answers."""
        return bool(self.quotes) and self.quotes[0].right

    @property
    def any_right(self) -> bool:
        """Whether one of the quotes answers."""
        return any(quote.right for quote in self.quotes)

    @property
    def refused(self) -> bool:
        """Whether it said nothing, and not for an error."""
        return not self.quotes and self.error is None

    @property
    def characters(self) -> int:
        """How much there is to read."""
        return sum(quote.characters for quote in self.quotes)


def located(text: str, quoted: str) -> Found | None:
    """The first place where ``text`` has what was quoted: to the letter, or else but for white space.

    This search is for judging only: peers give no offsets that count in the article as it is stored.
    """
    words = quoted.split()
    if not words:
        return None
    start = text.find(quoted)
    if start >= 0:
        return Found(Span(start, start + len(quoted)), altered=False)
    match = re.search(r"\s+".join(map(re.escape, words)), text)
    return Found(Span(*match.span()), altered=True) if match else None


def judge(question: Question, reply: Reply, articles: Mapping[str, Article]) -> Outcome:
    """The reply with each quote judged; whoever quotes what a gold article says to the letter too is right."""
    quotes = tuple(_judged(question, quote, articles) for quote in reply.quotes)
    return Outcome(question, quotes, reply.ms, reply.cpu_ms, reply.error)


def _judged(question: Question, quote: Quoted, articles: Mapping[str, Article]) -> Judged:
    article = articles.get(quote.article)
    found = located(article.text, quote.text) if article else None
    if article is None or found is None:
        return Judged(quote.article, None, len(quote.text), altered=True, right=False, score=quote.score)
    also_in = [other.id for other in articles.values() if quote.text in other.text]
    right = is_right(question, article.passage(*found.span), also_in)
    return Judged(article.id, found.span, len(quote.text), found.altered, right, quote.score)
