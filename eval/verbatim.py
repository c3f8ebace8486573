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


def holds(claim: Claim, article_of: Callable[[str], Article | None]) -> bool:
    """Whether the stored article has that SHA-256 and, to the letter, that text there."""
    try:
        article = article_of(claim.article_id)
    except QuotedeskError:
        return False
    if article is None or not 0 <= claim.start < claim.end <= len(article.text):
        return False
    return sha256_of(article.text) == claim.sha256 and article.text[claim.start : claim.end] == claim.text
