"""Which of the dates on a page are the article's: those at its head that nothing but a date line holds."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.articles import Span
from index.furniture.lines import Line
from index.particulars.bylines import parts, people
from index.particulars.dates import Dating, Moment, Order, datings, shapes
from index.phrases import phrases

HEAD, FOOT = 30, 12  # lines
CLOSE = 8  # lines between the first and the third paragraph
LONGEST = 160
SEPARATORS = " \t\xa0,|•·–—-:/()[]"
PLACE = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*[ ,]*){1,4}")


class Moments(NamedTuple):
    """When an article was published and when it was changed."""

    published: Moment | None
    updated: Moment | None


def head_of(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines around where the prose begins, where a page names headline, writers and dates."""
    begin = body_at(lines)
    found, prose = list(lines[max(0, begin - HEAD) : begin]), 0
    for line in lines[begin : begin + HEAD]:
        prose += line.prose
        if prose > 2:
            break
        found.append(line)
    return tuple(found)


def body_at(lines: Sequence[Line]) -> int:
    """The number of the first line of prose that has more of it close by; 0 where there is none."""
    numbers = [number for number, line in enumerate(lines) if line.prose]
    close = (first for first, third in zip(numbers, numbers[2:], strict=False) if third - first <= CLOSE)
    return next(close, numbers[0] if numbers else 0)


def foot_of(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines after the last of prose, the head apart."""
    found: list[Line] = []
    for line in reversed(lines[max(HEAD, len(lines) - FOOT) :]):
        if line.prose:
            break
        found.insert(0, line)
    return tuple(found)


def datings_of(text: str, lines: Sequence[Line], order: Order | None) -> Iterator[Dating]:
    """The dates on lines that are not prose; one may end on the line after that on which it begins."""
    for number, line in enumerate(lines):
        if line.prose or len(line.text) > LONGEST:
            continue
        below = lines[number + 1] if number + 1 < len(lines) else line
        for found in datings(text, line.start, below.start + len(below.text), order):
            if found.start < line.start + len(line.text):
                yield found


def moments(text: str, lines: Sequence[Line], order: Order | None, title: Span | None, byline: str | None) -> Moments:
    """The labelled dates at the head, else a plain one under the headline, above it, or a labelled one at the foot."""
    head = head_of(lines)
    first = list(datings_of(text, head, order))
    last = list(datings_of(text, foot_of(lines), order))
    plain = [one for one in first if not one.label and is_dateline(text, one, first, byline)]
    under = [one for one in plain if title is None or one.start >= title.end]
    labelled = [[one for one in places if one.label == "published"][:1] for places in (first, last)]
    published = next(filter(None, (labelled[0], agreed(under), agreed(plain), labelled[1])), [])
    updated = [one for one in [*first, *last] if one.label == "updated"]
    return Moments(published[0].moment if published else None, updated[-1].moment if updated else None)


def agreed(dated: Sequence[Dating]) -> Sequence[Dating]:
    """The dates, if all are of one day: of two without a label, either may be another story's."""
    return dated if len({one.moment.day for one in dated}) == 1 else ()


def is_dateline(text: str, dated: Dating, others: Sequence[Dating], byline: str | None) -> bool:
    """Whether the line of ``dated`` holds nothing but dates, writers, a place before the date, or is signed."""
    start = text.rfind("\n", 0, dated.start) + 1
    end = text.find("\n", dated.end)
    end = len(text) if end < 0 else end
    before, after = text[start : dated.start], text[dated.end : end]
    if byline and before.startswith(byline) and not after.strip(SEPARATORS):
        return True
    for other in others:  # the dates beside it on its line
        if start <= other.start < dated.start:
            before = text[other.end : dated.start]
        if dated.end <= other.start < end:
            after = text[dated.end : other.start]
            break
    place = PLACE.fullmatch(before) and before.rstrip(" ")[-1:] in tuple(",|–—-")
    return bool((is_beside(before) or place) and is_beside(after))


def is_beside(text: str) -> bool:
    """Whether ``text`` is nothing, a byline, or what else stands beside a date."""
    text = text.strip(SEPARATORS)
    if not text or phrases().byline.fullmatch(text):
        return True
    if (label := parts().by.search(text)) and people(text[label.end() :]):
        text = text[: label.start()]
    return not any(map(str.isalnum, shapes().beside.sub(" ", text)))
