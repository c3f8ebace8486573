"""An answer as the page draws it: text already cut at every mark.

Offsets count code points here and UTF-16 units in a browser, where one emoji would shift every mark after
it. So the page receives pieces of text instead, which joined give the stretch again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from index.articles import Article, Passage
from rag.answers import Answer, Json, Quote
from rag.citations import Citation, cite
from rag.figures import figures
from ui.references import csl

#: The words for a confidence and where each begins: those of the IPCC's likelihood scale, and the rest.
CERTAINTIES = ((0.9, "very_likely"), (0.66, "probable"), (0.0, "possible"))


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch to set apart: as a quote (by its number in the answer), an answer, a period, or left out (and why)."""

    start: int
    end: int
    kind: Literal["quote", "answer", "period", "dropped"]
    label: str | int = ""


def answer_view(answer: Answer) -> Json:
    """All that the page shows of an answer, the quoted articles in full, so that opening one asks nobody."""
    stretches = [quote.passage for quote in answer.quotes] or list(answer.closest)
    citations = cite(stretches)
    numbers = {citation.article.id: citation.number for citation in citations}
    return {
        "question": answer.question,
        "understood": answer.understood,
        "reason": answer.reason,
        "confidence": answer.confidence,
        "certainty": None if answer.abstains else certainty(answer.confidence),
        "missing": list(answer.missing),
        "timeline": list(answer.timeline),
        "quotes": [_quote_view(quote, numbers[quote.passage.article.id]) for quote in answer.quotes],
        "closest": [_stretch_view(passage, numbers[passage.article.id]) for passage in answer.closest],
        "articles": [_article_view(citation, stretches, answer.quotes) for citation in citations],
    }


def certainty(confidence: float) -> str:
    """Which of the words of ``CERTAINTIES`` a probability, 0 to 1, is put in."""
    return next((words for least, words in CERTAINTIES if confidence >= least), CERTAINTIES[-1][1])


def pieces(article: Article, start: int, end: int, marks: Iterable[Mark]) -> list[Json]:
    """``article.text[start:end]`` cut at the edges of ``marks``, each piece with what covers it."""
    within = [mark for mark in marks if mark.start < mark.end and mark.start < end and start < mark.end]
    edges = {start, end, *(edge for mark in within for edge in (mark.start, mark.end) if start < edge < end)}
    return [
        {"text": article.text[left:right], **_covering(within, left, right)} for left, right in pairwise(sorted(edges))
    ]


def _covering(marks: Sequence[Mark], start: int, end: int) -> Json:
    covering = [mark for mark in marks if mark.start <= start and end <= mark.end]
    return {
        "quotes": [mark.label for mark in covering if mark.kind == "quote"],
        "answer": any(mark.kind == "answer" for mark in covering),
        "period": any(mark.kind == "period" for mark in covering),
        "dropped": next((mark.label for mark in covering if mark.kind == "dropped"), None),
    }


def _quote_view(quote: Quote, number: int) -> Json:
    return {
        **_stretch_view(quote.passage, number, _marks(quote)),
        "speech": quote.speech or ("named" if quote.speaker else None),
        "speaker": quote.speaker.text if quote.speaker else None,
        "also_in": len(quote.also_in),
        "link": quote.link,
        "csl": csl(quote),
        "value": _value(quote.answer.text) if quote.answer else None,
    }


def _value(answer: str) -> Json | None:
    """The number that a short answer gives, to place it on a plot, and whether it is a share; None for a date."""
    longest = max(figures(answer), key=lambda figure: figure.end - figure.start, default=None)
    form = next((form for form in sorted(longest.asks) if form.startswith("#")), None) if longest else None
    return {"number": float(form.strip("#%")), "percent": form.endswith("%")} if form else None


def _stretch_view(passage: Passage, number: int, marks: Sequence[Mark] = ()) -> Json:
    return {"number": number, "pieces": pieces(passage.article, passage.start, passage.end, marks)}


def _article_view(citation: Citation, stretches: Sequence[Passage], quotes: Sequence[Quote]) -> Json:
    article = citation.article
    marks = [Mark(gap.start, gap.end, "dropped", gap.reason) for gap in article.dropped]
    for number, passage in enumerate(stretches):
        if passage.article.id == article.id:
            marks.append(Mark(passage.start, passage.end, "quote", number))
    marks += [mark for quote in quotes if quote.passage.article.id == article.id for mark in _marks(quote)]
    return {**citation.as_json(), "pieces": pieces(article, 0, len(article.text), marks)}


def _marks(quote: Quote) -> list[Mark]:
    """The short answer in a quote, and the periods it names."""
    periods = [Mark(period.start, period.end, "period") for period in quote.periods]
    return [*([Mark(quote.answer.start, quote.answer.end, "answer")] if quote.answer else []), *periods]
