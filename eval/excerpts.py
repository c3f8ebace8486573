"""Stretches of a stored article with what lies around them, cut into pieces that can be marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from index.articles import Article, Span

#: How much of the article is shown before and after, in characters.
AROUND = 160


class Mark(NamedTuple):
    """A stretch of the article, and what it is: "quote", "answer", "speaker" or "gold"."""

    kind: str
    span: Span


class Piece(NamedTuple):
    """A stretch that lies in all of its marks as a whole."""

    start: int
    end: int
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Pieces that follow each other without a gap; ``place`` is the stretch they were cut for."""

    article: Article
    place: Span
    pieces: tuple[Piece, ...]

    @property
    def begins(self) -> bool:
        """Whether it shows the article from its first character."""
        return not self.pieces or self.pieces[0].start == 0

    @property
    def ends(self) -> bool:
        """Whether it shows the article to its last character."""
        return not self.pieces or self.pieces[-1].end == len(self.article.text)


def excerpt(article: Article, place: Span, marks: Sequence[Mark], around: int = AROUND) -> Excerpt:
    """``place`` with whole words around it; marks count where they lie in what is shown."""
    shown = _widened(article.text, place, around)
    return Excerpt(article, place, tuple(pieces(shown, marks)))


def pieces(shown: Span, marks: Sequence[Mark]) -> Iterator[Piece]:
    """``shown`` cut wherever a mark begins or ends."""
    inside = [mark for mark in marks if mark.span.start < shown.end and shown.start < mark.span.end]
    cuts = {min(max(at, shown.start), shown.end) for mark in inside for at in mark.span} | set(shown)
    ordered = sorted(cuts)
    for start, end in pairwise(ordered):
        kinds = [mark.kind for mark in inside if mark.span.start <= start and end <= mark.span.end]
        yield Piece(start, end, tuple(dict.fromkeys(kinds)))


def _widened(text: str, place: Span, around: int) -> Span:
    """Within the article, though ``place`` may not be; it begins and ends between words."""
    first, last = (min(max(at, 0), len(text)) for at in place)
    start, end = max(0, first - around), min(len(text), last + around)
    while 0 < start < first and not text[start - 1].isspace():
        start += 1
    while last < end < len(text) and not text[end].isspace():
        end -= 1
    return Span(start, end)
