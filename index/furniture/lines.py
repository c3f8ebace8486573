"""The lines of a scraped page, as furniture judges them."""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.phrases import plain

LINE = re.compile(r"\S[^\n\r\f]*")
SENTENCE_END = re.compile(r"[.!?…。！？।؟][\"'”’»)\]」』]*$")
# Scripts that put no space between words; two signs are about a word.
UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
# One scraper's way of putting a picture's words on the line of a date or at the end of a paragraph.
PICTURE = re.compile(r"(?:(?<=\d )|(?<=[.!?”\"’'] ))Image (?:copyright|source) ")
PROSE_WORDS = 6
PHRASE_WORDS = 13  # no phrase of index.phrases is longer


class Line(NamedTuple):
    """A line of the text without the white space around it, and where it begins."""

    start: int
    text: str
    key: str  # the line made plain, for looking it up; none where no phrase is so long

    @property
    def prose(self) -> bool:
        """Whether it ends as sentences do and is long enough for one."""
        return bool(SENTENCE_END.search(self.text[-6:])) and self.words >= PROSE_WORDS

    @property
    def words(self) -> int:
        """How many words it has, about, in any script."""
        spaced = self.text.count(" ") + 1
        return spaced if self.text.isascii() else spaced + len(UNSPACED.findall(self.text)) // 2


def lines_of(text: str, begin: int) -> Iterator[Line]:
    """The lines that are not blank, cut where a picture's words begin inside one."""
    for found in LINE.finditer(text, begin):
        at, whole = found.start(), found[0].rstrip()
        if "Image " in whole:
            cuts = [0, *(cut.start() for cut in PICTURE.finditer(whole)), len(whole)]
            for left, right in itertools.pairwise(cuts):
                yield line_at(at + left, whole[left:right].rstrip())
        else:
            yield line_at(at, whole)


def line_at(start: int, text: str) -> Line:
    """The line ``text``, with its key if a phrase could be of its length."""
    return Line(start, text, plain(text) if len(text) < 120 and text.count(" ") < PHRASE_WORDS else "")


def words(lines: Sequence[Line]) -> int:
    """How many words ``lines`` have."""
    return sum(line.words for line in lines)


def sentences(text: str) -> int:
    """About how many sentences ``text`` has."""
    return len(re.findall(r"[.!?…][\"'”’»)\]]*(?:\s|$)", text))
