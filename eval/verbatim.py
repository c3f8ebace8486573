"""The promise, checked from outside: every string an answer serves is a slice of a stored article."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from index.articles import Article, sha256_of
from index.errors import QuotedeskError
from rag.answers import Answer


@dataclass(frozen=True, slots=True)
class Claim:
    """A served string that says it is ``[start, end)`` of the article with this id and SHA-256."""

    article_id: str
    sha256: str
    start: int
    end: int
    text: str


def claims(answer: Answer) -> Iterator[Claim]:
    """Every quote, answer and speaker of an answer, taken from its JSON: that is what users get."""
    for quote in cast("list[Mapping[str, Any]]", answer.as_json()["quotes"]):
        for part in (quote, quote["answer"], quote["speaker"]):
            if part is not None:
                yield Claim(quote["article_id"], quote["article_sha256"], part["start"], part["end"], part["text"])


def cited(answer: Answer, article_of: Callable[[str], Article | None]) -> tuple[bool, ...]:
    """For each quote of an answer, taken from its JSON, whether its number leads to the article that holds it.

    Citations are numbered from 1 in the order of first quotation, each has an article of its own and its stored title,
    and the stretch that the quote names in that article has the quote's words.
    """
    said = answer.as_json()
    quotes = cast("list[Mapping[str, Any]]", said["quotes"])
    citations = cast("list[Mapping[str, Any]]", said["citations"])
    order = list(dict.fromkeys(quote["article_id"] for quote in quotes))
    numbered = {one["number"]: one for one in citations}
    in_order = [one["number"] for one in citations] == list(range(1, len(citations) + 1))

    def leads(quote: Mapping[str, Any]) -> bool:
        citation = numbered.get(quote["citation"])
        if citation is None or not in_order or citation["article_id"] != quote["article_id"]:
            return False
        article = _stored(quote["article_id"], article_of)
        if article is None or citation["title"] != article.title:
            return False
        return quote["citation"] == order.index(article.id) + 1 and _has(article, quote)

    return tuple(leads(quote) for quote in quotes)


def _has(article: Article, part: Mapping[str, Any]) -> bool:
    start, end = part["start"], part["end"]
    return bool(0 <= start < end <= len(article.text) and article.text[start:end] == part["text"])


def _stored(article_id: str, article_of: Callable[[str], Article | None]) -> Article | None:
    try:
        return article_of(article_id)
    except QuotedeskError:
        return None


def holds(claim: Claim, article_of: Callable[[str], Article | None]) -> bool:
    """Whether the stored article has that SHA-256 and, to the letter, that text there."""
    article = _stored(claim.article_id, article_of)
    if article is None or not 0 <= claim.start < claim.end <= len(article.text):
        return False
    return sha256_of(article.text) == claim.sha256 and article.text[claim.start : claim.end] == claim.text
