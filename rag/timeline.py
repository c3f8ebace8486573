"""Figures that several articles give, in order of time, so that a reader sees that they differ."""

from collections.abc import Sequence
from datetime import date

from rag.answers import Quote
from rag.phrases import phrases


def timeline(question: str, quotes: Sequence[Quote], language: str = "en") -> tuple[int, ...]:
    """The places in ``quotes`` of those that give a figure, newest article first; empty where nothing is to be ordered.

    Something is where the question asks for a figure, and at least two articles of known dates give one.
    """
    if not phrases(language).figure.search(question):
        return ()
    dated = [(_day(quote), at) for at, quote in enumerate(quotes) if _has_figure(quote)]
    known = sorted(((day, at) for day, at in dated if day), key=lambda one: (-one[0].toordinal(), one[1]))
    articles = {quotes[at].passage.article.id for _, at in known}
    return tuple(at for _, at in known) if len(articles) > 1 else ()


def _day(quote: Quote) -> date | None:
    article = quote.passage.article
    return article.published or article.updated


def _has_figure(quote: Quote) -> bool:
    return any(letter.isdigit() for letter in quote.passage.text)
