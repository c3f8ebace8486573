"""Which periods a text names, and which one a question asks about.

A British financial year, "2023-24" or "2023/24", is 1 April 2023 to 31 March 2024, and so touches both calendar years.
Periods told from the day of writing ("last year") are marked as relative and never resolved, but for questions.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from index.calendar_spans import Bounds, joined, point_of, relative_bounds, shifted, told
from index.phrases.periods import PeriodPhrases, period_phrases

PARAGRAPH = re.compile(r"\n\s*\n")
YEAR = re.compile(r"\d{4}")
WORD = re.compile(r"\w\w*")  # faster than \w+, which has no first character to look for
NEAR = 60  # characters before a period in which a comparison is looked for
AFTERWARDS = timedelta(days=400)  # an annual report comes out within this time of its year


class Period(NamedTuple):
    """A period that ``text[start:end]`` names, preposition included; without days where they are not told."""

    start: int
    end: int
    first: date | None
    last: date | None
    relative: bool


def periods(text: str, start: int = 0, end: int | None = None, language: str = "en") -> tuple[Period, ...]:
    """The periods that ``text[start:end]`` names, in order and disjoint; of two that overlap, the longer."""
    phrases = period_phrases(language)
    end = len(text) if end is None else end
    openers = _openers(text, start, end, phrases)
    found = [*_absolute(text, start, end, openers, phrases), *_relative(text, end, openers, phrases)]
    taken: list[Period] = []
    for one in sorted(found, key=lambda one: one.start - one.end):
        if all(one.end <= other.start or other.end <= one.start for other in taken):
            taken.append(one)
    return tuple(sorted(taken))


def asked_period(question: str, today: date, language: str = "en") -> Period | None:
    """The first period with days that ``question`` asks about; here "last year" is resolved, against ``today``."""
    phrases = period_phrases(language)
    for one in periods(question, language=language):
        bounds = Bounds(one.first, one.last)
        found = phrases.relative.fullmatch(question, one.start, one.end) if one.relative else None
        if found:
            bounds = relative_bounds(found.groupdict(), today, phrases)
        if bounds.first or bounds.last:
            return one._replace(first=bounds.first, last=bounds.last)
    return None


def compared(text: str, period: Period, language: str = "en") -> bool:
    """Whether ``text`` names the period only to compare with it: "82 % more than in 2017-18"."""
    return period_phrases(language).compared.search(text, max(0, period.start - NEAR), period.start) is not None


def matches(asked: Period, named: Sequence[Period], published: date | None) -> bool | None:
    """Whether a text that names these periods tells of the ``asked`` one; None where that cannot be told.

    The periods of the text decide; where it names none with days, the day of publication: one within the period
    speaks for it, one before it or long after it against it, and soon after it a text may tell of either.
    """
    known = [one for one in named if one.first or one.last]
    if known:
        return any(_overlap(asked, one, published) for one in known)
    if published is None:
        return None
    if (asked.first or date.min) <= published <= (asked.last or date.max):
        return True
    soon = asked.last is not None and asked.last < published <= asked.last + AFTERWARDS
    return None if soon else False


def _overlap(asked: Period, named: Period, published: date | None) -> bool:
    """Whether they share a day; what began and has no end lasts until it was published."""
    last = named.last or published or date.max
    return (asked.first or date.min) <= last and (named.first or date.min) <= (asked.last or date.max)


def _openers(text: str, start: int, end: int, phrases: PeriodPhrases) -> list[int]:
    """Where the patterns may match, which are too slow to be tried at every character.

    A word with other than ASCII letters may be one of ours to a pattern that ignores case.
    """
    return [
        word.start()
        for word in WORD.finditer(text, start, end)
        if (written := word[0]).casefold() in phrases.openers or written[0].isdecimal() or not written.isascii()
    ]


def _search(pattern: re.Pattern[str], text: str, start: int, end: int, openers: Sequence[int]) -> re.Match[str] | None:
    """As ``pattern.search``, where a match begins with one of the ``openers``."""
    for at in range(bisect_left(openers, start), bisect_left(openers, end)):
        if found := pattern.match(text, openers[at], end):
            return found
    return None


def _relative(text: str, end: int, openers: Sequence[int], phrases: PeriodPhrases) -> Iterator[Period]:
    at = 0
    while found := _search(phrases.relative, text, at, end, openers):
        at = found.end()
        if not found["never"] and not PARAGRAPH.search(found[0]):
            yield Period(found.start(), at, None, None, relative=True)


def _absolute(text: str, start: int, end: int, openers: Sequence[int], phrases: PeriodPhrases) -> Iterator[Period]:
    """The periods that are told without regard to now."""
    at = start
    if not phrases.anchor.search(text, start, end):
        return
    while found := _search(phrases.absolute, text, at, end, openers):
        if gap := PARAGRAPH.search(found[0]):  # only what is before it
            at = found.start() + gap.start()
            found = _search(phrases.absolute, text, found.start(), at, openers)
            if not found:
                continue
        named = list(_read(found, phrases))
        at = found.end() if named else found.start("first") + 1
        yield from named


def _read(found: re.Match[str], phrases: PeriodPhrases) -> Iterator[Period]:
    """The period of a match of ``absolute``, or the two that an "and" joins; none where it has no evidence."""
    first = point_of(found["first"], phrases)
    second = point_of(found["second"], phrases) if found["second"] else None
    if first is None or (found["second"] and second is None) or not _is_time(found, phrases):
        return
    stop = found.start("counted") if found["counted"] else found.end()
    kind = phrases.before.get(" ".join((found["before"] or "").casefold().split()), "within")
    if found["the"] and YEAR.fullmatch(found["first"]):  # "after the 2020 election" may be in 2020
        kind = {"after": "since", "before": "until"}.get(kind, kind)
    two = second is not None and found["join"].strip() in phrases.both and not found["open"]
    if second and two and first.first:
        yield Period(found.start(), found.end("first"), first.first, first.last, relative=False)
        yield Period(found.start("second"), stop, second.first, second.last, relative=False)
        return
    bounds = joined(first, second) if second else told(first, "since" if found["open"] else kind)
    if found["ending"]:
        bounds = Bounds(shifted(bounds.last, -12), bounds.last) if bounds.last else bounds
    if bounds.first and bounds.last and bounds.first > bounds.last:
        return
    yield Period(found.start(), stop, bounds.first, bounds.last, relative=False)


def _is_time(found: re.Match[str], phrases: PeriodPhrases) -> bool:
    """Whether there is evidence for a time: a number of four figures may count things, and a word may be a name."""
    points = [phrases.point.fullmatch(found[name]) for name in ("first", "second") if found[name]]
    bare = [point for point in points if point and (point["year"] or point["day_after"] or _alone(point))]
    if not bare:
        return True
    if found["counted"] and any(point["year"] or not point["year_of_month"] for point in bare):
        return False
    if all(point["day_after"] for point in bare):
        return True
    before = " ".join((found["before"] or "").casefold().split())
    if len(points) == 2 and YEAR.search(found["second"]):  # "2017 to 2019", "March to May 2020"
        return True
    return bool((before and before not in phrases.weak) or found["open"] or found["ending"] or found["vague"])


def _alone(point: re.Match[str]) -> bool:
    """Whether a month stands without day and year."""
    return bool(point["month"] and not (point["day"] or point["day_after"] or point["year_of_month"]))
