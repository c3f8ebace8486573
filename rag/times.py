"""When it was true: the periods that a quote names, and the one that a question asks about."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from index.articles import Article, Hit, Passage
from index.periods import Period, compared, matches, periods
from rag.answers import Quote


def dated(quote: Quote) -> Quote:
    """The quote with the stretches of it that say when: "in 2023-24", "last month"."""
    article = quote.passage.article
    return replace(quote, periods=tuple(article.passage(one.start, one.end) for one in periods_in(quote.passage)))


def periods_in(passage: Passage) -> tuple[Period, ...]:
    """The periods that the passage names, counted from the article's first character."""
    return _periods(passage.article.text, passage.start, passage.end)


@lru_cache(maxsize=4096)
def _periods(text: str, start: int, end: int) -> tuple[Period, ...]:
    return periods(text, start, end)


def tells_of(asked: Period, passage: Passage) -> bool | None:
    """Whether the passage tells of the asked period; None where that cannot be told.

    A period it names decides if it is the asked one. If it is another, then the date of publication may still speak
    for it; and those it only compares with, "82 % more than in 2017-18", say nothing of when the rest was true.
    """
    published = _published(passage.article)
    if matches(asked, periods_in(passage), published):
        return True
    named = matches(asked, _own(passage), published)
    by_date = matches(asked, (), published)
    if named or by_date is False:
        return named
    return by_date if named is None else None if by_date else named


def of_another(asked: Period, passage: Passage) -> bool:
    """Whether the passage tells only of other periods: it names some, and not to compare with them.

    Other than for ``tells_of`` the date of publication does not speak against what a sentence says of itself: in an
    annual report of 2019 "105,047 pages in 2018" tells of 2018.
    """
    told = any(one.first or one.last for one in _own(passage))
    return told and not matches(asked, periods_in(passage), _published(passage.article))


def _own(passage: Passage) -> list[Period]:
    """The periods that the passage names and not only compares with."""
    return [one for one in periods_in(passage) if not compared(passage.article.text, one)]


def in_time_first(asked: Period | None, hits: Sequence[Hit]) -> list[Hit]:
    """The hits in their order, but those that tell of other periods than the asked one last."""
    return sorted(hits, key=lambda hit: asked is not None and tells_of(asked, hit.passage) is False)


def period_told(asked: Period | None, passages: Iterable[Passage]) -> bool:
    """Whether one of the passages tells of the asked period."""
    return asked is not None and any(tells_of(asked, passage) for passage in passages)


def none_tells(asked: Period | None, passages: Sequence[Passage]) -> bool:
    """Whether all the passages tell of other periods than the asked one."""
    return asked is not None and bool(passages) and all(tells_of(asked, passage) is False for passage in passages)


def _published(article: Article) -> date | None:
    return article.updated or article.published
