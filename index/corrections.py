"""What a person said about a stretch of an article, against what furniture decided: it is kept, or dropped.

A correction is bound to the words it was made for: it holds while the article's text has the same SHA-256, however
often its file is indexed again, and sleeps as soon as the text is another.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.articles import Article, Dropped
from index.catalog import Catalog
from index.errors import QuotedeskError


@dataclass(frozen=True, slots=True)
class Correction:
    """``[start, end)`` of an article's text is dropped for ``reason``, or kept where there is none."""

    article: str
    sha256: str
    start: int
    end: int
    reason: str | None

    def as_json(self) -> dict[str, object]:
        """The correction for machines."""
        return {
            "article": self.article, "sha256": self.sha256, "start": self.start, "end": self.end,
            "kept": self.reason is None, "reason": self.reason,
        }  # fmt: skip


def correction(article: Article, start: int, end: int, reason: str | None) -> Correction:
    """A correction of ``article``; an error if the stretch does not lie in its text."""
    if not 0 <= start < end <= len(article.text):
        raise QuotedeskError(
            f"[{start}:{end}] is no stretch of {article.id}, which has {len(article.text)} characters",
            fix=f"take START and END from: quotedesk show {article.id}",
        )
    return Correction(article.id, article.sha256, start, end, reason)


def corrected(article: Article, corrections: Iterable[Correction]) -> Article:
    """The article with those of ``corrections`` that were made for its text, in order: the later has the last word."""
    dropped = article.dropped
    for one in corrections:
        if one.sha256 == article.sha256:
            dropped = tuple(_with(dropped, one))
    return article if dropped == article.dropped else replace(article, dropped=dropped)


def _with(dropped: Sequence[Dropped], made: Correction) -> Iterator[Dropped]:
    """``dropped`` with one correction, in order and disjoint."""
    outside = [
        Dropped(start, end, one.reason)
        for one in dropped
        for start, end in ((one.start, min(one.end, made.start)), (max(one.start, made.end), one.end))
        if start < end
    ]
    inside = [Dropped(made.start, made.end, made.reason)] if made.reason else []
    yield from sorted(outside + inside, key=lambda one: one.start)


def remember(catalog: Catalog, made: Correction) -> None:
    """Store a correction; within a transaction."""
    catalog.connection.execute(
        "INSERT INTO corrections (article, sha256, start, end, reason) VALUES (?, ?, ?, ?, ?)",
        (made.article, made.sha256, made.start, made.end, made.reason),
    )


def corrections(catalog: Catalog, article_id: str | None = None) -> list[Correction]:
    """Those of one article, or all, in the order they were made."""
    where, values = ("WHERE article = ?", [article_id]) if article_id is not None else ("", [])
    found = catalog.connection.execute(
        f"SELECT article, sha256, start, end, reason FROM corrections {where} ORDER BY row",  # noqa: S608 - fixed words
        values,
    ).fetchall()
    return [Correction(*row) for row in found]


def holds(catalog: Catalog, made: Correction) -> bool:
    """Whether its article still has the text that it was made for."""
    row = catalog.connection.execute("SELECT sha256 FROM articles WHERE id = ?", (made.article,)).fetchone()
    return row is not None and row[0] == made.sha256
