"""Paragraphs as speech runs through them: their quotations, their sentences, and the words outside the marks."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.articles import Span
from index.phrases.speech import CAPITAL, QUOTE, Speech
from index.sentences import ABBREVIATIONS, blocks
from index.speech.cues import says
from index.speech.quotations import quotations
from index.words import with_whole_words

_MARK = re.compile(r"[“”„«»\"‘’']")
_END = re.compile(rf"[.!?…{QUOTE}][\"'”’)\]*_]*(?=\s)")
_BEGIN = re.compile(rf"\s+[(\[*_]*[{CAPITAL}\d{QUOTE}]")
_CLOCK = re.compile(r"[ap]\.m\.\s+(?:[A-Z]{2,4}\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)")  # "at 10 a.m. ET"
_NUMBER = re.compile(r"No\.\s+\d")  # "No. 2 in the table"
_WORD = re.compile(r"[^\W_]+$")
_LETTER = re.compile(rf"[^\W\d_{QUOTE}]")
_STOPS = ".!?…"
_CLOSING = "”’\"'»“"
_INDENT = " \t>*_#-–—•"


class Sentence(NamedTuple):
    """A sentence, no quotation cut, with the quotations in it."""

    start: int
    end: int
    marks: tuple[Span, ...]
    only_marks: bool  # nothing is written outside them, or only what joins them to the speech before


class Paragraph(NamedTuple):
    """A paragraph's sentences, and whether its last quotation runs on into the next paragraph."""

    sentences: tuple[Sentence, ...]
    runs_on: bool


class Page(NamedTuple):
    """The kept paragraphs of a text; ``masked`` is the text with ``QUOTE`` for each character within marks."""

    masked: str
    paragraphs: tuple[Paragraph, ...]


def page_of(text: str, kept: Sequence[Span], table: Speech) -> Page:
    """The paragraphs of the ``kept`` stretches of ``text``."""
    stretches = [Span(*trimmed(text, block)) for span in kept for block in blocks(text, span.start, span.end)]
    marks = [quotations(text, *block) if _MARK.search(text, *block) else ([], False) for block in stretches]
    masked = with_whole_words(mask(text, [mark for several, _ in marks for mark in several]))
    found = []
    for at, (block, (several, still_open)) in enumerate(zip(stretches, marks, strict=True)):
        on = still_open and any(text[several[-1].start] == text[block.start] for block in stretches[at + 1 : at + 2])
        found.append(Paragraph(tuple(sentences(text, masked, block, several, table)), on))
    return Page(masked, tuple(found))


def trimmed(text: str, block: Span) -> tuple[int, int]:
    """``block`` without the signs that stand before a paragraph."""
    inside = text[block.start : block.end]
    return block.start + len(inside) - len(inside.lstrip(_INDENT)), block.end


def mask(text: str, marks: Sequence[Span]) -> str:
    """``text`` with every character of ``marks`` replaced, so that offsets stay."""
    parts, at = [], 0
    for start, end in marks:
        parts += [text[at:start], QUOTE * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def sentences(text: str, masked: str, block: Span, marks: Sequence[Span], table: Speech) -> Iterator[Sentence]:
    """The sentences of ``block``; one that only asks or exclaims in marks goes with "she said" after it."""
    begin = block.start
    ends = [*cuts(text, masked, block), block.end]
    for at, end in enumerate(ends):
        if at + 1 < len(ends) and goes_with_next(text, masked, begin, end, ends[at + 1], table):
            continue
        inside = tuple(mark for mark in marks if begin <= mark.start < end)
        only = bool(inside) and only_marks(masked, begin, end, inside, table)
        if end > begin:
            yield Sentence(begin, end, inside, only)
        begin = end


def only_marks(masked: str, begin: int, end: int, marks: Sequence[Span], table: Speech) -> bool:
    """Whether nothing is written outside ``marks``, or only what joins them to the speech before: "But “…”"."""
    if not _LETTER.search(masked, begin, end):
        return True
    before = masked[begin : marks[0].start]
    return table.going_on.match(before) is not None and not _LETTER.search(masked, marks[0].start, end)


def goes_with_next(text: str, masked: str, begin: int, end: int, until: int, table: Speech) -> bool:
    """Whether the sentence up to ``until`` only says who said the marked words before: "“…?” she asked."."""
    if _LETTER.search(masked, begin, end):
        return False
    if asks(text, masked, begin, end) and tells(masked, end, until, table):
        return True
    return QUOTE in masked[begin:end] and table.closing.match(masked, end, until) is not None


def tells(masked: str, start: int, end: int, table: Speech) -> bool:
    """Whether a sentence without marks has a verb of saying."""
    return masked.find(QUOTE, start, end) < 0 and says(masked, start, end, table)


def cuts(text: str, masked: str, block: Span) -> Iterator[int]:
    """Where a sentence of ``block`` ends and another begins."""
    for found in _END.finditer(masked, *block):
        at = found.end()
        if not _BEGIN.match(masked, at, block.end):
            continue
        if masked[found.start()] == QUOTE:
            if text[max(block.start, at - 4) : at].rstrip(_CLOSING)[-1:] in tuple(_STOPS):
                yield at
        elif found[0][0] != "." or not (
            abbreviated(masked, found.start())
            or _CLOCK.match(masked, found.start() - 3)
            or _NUMBER.match(masked, found.start() - 2)
        ):
            yield at


def abbreviated(masked: str, stop: int) -> bool:
    """Whether the full stop at ``stop`` shortens a word or a name."""
    word = _WORD.search(masked[max(0, stop - 12) : stop])
    return word is not None and (word[0].lower() in ABBREVIATIONS or (len(word[0]) == 1 and word[0].isupper()))


def asks(text: str, masked: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is marked words that end in a question or exclamation mark."""
    return not _LETTER.search(masked, start, end) and text[start:end].rstrip(_CLOSING + " ")[-1:] in ("?", "!", "…")
