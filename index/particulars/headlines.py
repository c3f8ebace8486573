"""Which line of an article says what it is about."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from index.articles import Dropped, Span
from index.furniture.lines import SENTENCE_END, Line
from index.phrases import phrases
from index.words import content_words, words_of

HEADING = re.compile(r"#{1,2}[ \t]+(\S.*?)[ \t]*#*$")
MENU = re.compile(r"\s{2}|[|»›·•→©]|^\[")
FIRST_SENTENCE = re.compile(r".{30,250}?[^\s.][a-z)\d][.!?][\"'”’)]*(?=\s+[\"'“‘(]?[A-Z])")
LONGEST = 250
HEADINGS, NEAR = 6, 4  # lines


def headline_at(
    text: str, head: Sequence[Line], begin: int, dropped: Sequence[Dropped], publisher: str | None = None
) -> Span | None:
    """The line of the head that says what the article is about, else its first sentence: never a part of either.

    Above a headline there may stand the name of the paper, its sections and a slogan. They have little to do with
    the article, whose prose begins at ``text[begin]``; the headline has its words.
    """
    name = (publisher or "").casefold()
    lines = [line for line in kept(head, dropped) if line.text.casefold() != name]
    maybe = [line for line in kept(head, shaped_unlike(dropped)) if line.text.casefold() != name and not is_known(line)]
    for line in lines[:HEADINGS]:
        if heading := HEADING.match(line.text):
            return Span(line.start + heading.start(1), line.start + heading.end(1))
    if not maybe or not lines:
        return _whole(maybe[0]) if maybe else None
    above = [line for line in _no_sentences(maybe, begin) if line.text.count(" ") >= 2 and not MENU.search(line.text)]
    if not above:
        far = (
            [line for line in lines[NEAR:] if line.start >= begin]
            if lines[min(NEAR, len(lines)) - 1].start < begin
            else []
        )
        return _whole((far or lines)[0])
    told = Counter(word.lower() for word in words_of(text[lines[0].start :]))
    shared = [_told_again(line.text, told) for line in above]
    return _whole(next(line for line, count in zip(above, shared, strict=True) if count >= 0.7 * max(shared)))


def shaped_unlike(dropped: Sequence[Dropped]) -> list[Dropped]:
    """The dropped stretches but for those that only their shape made navigation, which may hold the headline."""
    return [stretch for stretch in dropped if stretch.reason not in {"navigation", "other"}]


def is_known(line: Line) -> bool:
    """Whether ``line`` is a phrase that pages have around articles."""
    table = phrases()
    return line.key in table.line or line.key in table.cluster or line.key in table.block


def kept(lines: Sequence[Line], dropped: Sequence[Dropped]) -> Iterator[Line]:
    """The lines that are the article's; both are in order."""
    rest = iter(dropped)
    stretch = next(rest, None)
    for line in lines:
        while stretch and stretch.end <= line.start:
            stretch = next(rest, None)
        if not stretch or line.start < stretch.start:
            yield line


def _no_sentences(lines: Sequence[Line], begin: int) -> Iterator[Line]:
    """The lines that do not end as a sentence does, up to the second that does so in the article's prose."""
    sentences = 0
    for line in lines:
        ends = bool(SENTENCE_END.search(line.text)) and not line.text.endswith("?")
        sentences += ends and line.start >= begin
        if sentences > 1 or (sentences and line is lines[0]):
            return
        if not ends:
            yield line


def _told_again(line: str, body: Counter[str]) -> int:
    """How many content words of ``line`` stand elsewhere in the text too."""
    return sum(body[word] > 1 for word in content_words(line))


def _whole(line: Line) -> Span | None:
    """The line if it is no longer than a headline may be, else its first sentence."""
    if len(line.text) <= LONGEST:
        return Span(line.start, line.start + len(line.text))
    sentence = FIRST_SENTENCE.match(line.text)
    return Span(line.start, line.start + sentence.end()) if sentence else None
