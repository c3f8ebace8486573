"""The article and its stretches: everything that is ever quoted is one of these."""

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

#: Why a stretch of a page is not the article.
REASONS = (
    "navigation", "teaser", "caption", "advertisement", "related story", "promotion", "legal", "sharing",
    "comment box", "byline", "date line", "front matter", "other",
)  # fmt: skip


class Span(NamedTuple):
    """A half-open stretch ``[start, end)``, in Unicode code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dropped:
    """A stretch of an article's text that is page furniture, and why."""

    start: int
    end: int
    reason: str


def sha256_of(text: str) -> str:
    """The SHA-256 of ``text`` in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Article:
    """What a file held, unchanged, with its particulars.

    ``text`` is never normalised. ``dropped`` are the stretches that are not the article itself, in order
    and disjoint; what is not dropped is kept, so no word can be in neither. ``all_kept`` says that most of it
    looked like furniture, and was kept for that reason: an article is never lost. ``groups`` are those who may see it,
    in order and each once; none is everyone.
    """

    id: str
    title: str
    text: str = field(repr=False)
    sha256: str = field(repr=False)
    url: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published: datetime.date | None = None
    updated: datetime.date | None = None
    dropped: tuple[Dropped, ...] = field(default=(), repr=False)
    all_kept: bool = False
    groups: tuple[str, ...] = ()

    def is_for(self, groups: frozenset[str] | None) -> bool:
        """Whether somebody in these groups may see it; None is the operator, who may see all."""
        return groups is None or not self.groups or not groups.isdisjoint(self.groups)

    @property
    def kept(self) -> tuple[Span, ...]:
        """The stretches that are the article itself: everything between the dropped ones."""
        return tuple(gaps(self.dropped, len(self.text)))

    def as_json(self) -> dict[str, object]:
        """The article for machines: particulars, text, and its kept and dropped stretches."""
        return {
            "id": self.id,
            "title": self.title,
            "byline": self.byline,
            "publisher": self.publisher,
            "published": self.published.isoformat() if self.published else None,
            "updated": self.updated.isoformat() if self.updated else None,
            "url": self.url,
            "groups": list(self.groups),
            "sha256": self.sha256,
            "text": self.text,
            "all_kept": self.all_kept,
            "kept": [{"start": span.start, "end": span.end} for span in self.kept],
            "dropped": [{"start": one.start, "end": one.end, "reason": one.reason} for one in self.dropped],
        }

    def passage(self, start: int, end: int) -> "Passage":
        """The stretch ``text[start:end]``."""
        return Passage(self, start, end)


@dataclass(frozen=True, slots=True)
class Passage:
    """A contiguous stretch of an article, known only by where it lies."""

    article: Article
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end <= len(self.article.text):
            message = f"[{self.start}, {self.end}) does not lie in article {self.article.id}"
            raise ValueError(message)

    @property
    def text(self) -> str:
        """The words of the article, unchanged."""
        return self.article.text[self.start : self.end]

    @property
    def is_headline(self) -> bool:
        """Whether it is its article's headline: that says less than a sentence does, and stands in the citation."""
        return self.text.lstrip("# ") == self.article.title

    def within(self, start: int, end: int) -> "Passage":
        """Narrow to ``text[start:end]``, still counted from the article's first character."""
        return Passage(self.article, self.start + start, self.start + end)


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage; a higher score is nearer, everywhere.

    ``cosine`` is that of the question's vector to the passage's; 0 where only its words were found.
    """

    passage: Passage
    score: float
    cosine: float = 0.0


def gaps(taken: Iterable[Dropped], length: int) -> Iterator[Span]:
    """What ``taken`` leaves of ``[0, length)``; ``taken`` is in order and disjoint."""
    at = 0
    for stretch in taken:
        if stretch.start > at:
            yield Span(at, stretch.start)
        at = stretch.end
    if at < length:
        yield Span(at, length)
