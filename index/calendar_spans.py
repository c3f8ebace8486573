"""From the words of a time to its first and last day."""

import calendar
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from index.phrases.periods import PeriodPhrases

DAY = timedelta(days=1)
DAYS = {"day": 1, "week": 7, "fortnight": 14}
MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


class Bounds(NamedTuple):
    """The first and the last day of a period; None where it is open or not told."""

    first: date | None = None
    last: date | None = None


class Point(NamedTuple):
    """One time as it is told: its days if its year is told, and what else is known of it."""

    first: date | None = None
    last: date | None = None
    month: int | None = None
    day: int | None = None


def point_of(written: str, phrases: PeriodPhrases) -> Point | None:
    """The time that ``written`` names; None where there is no such day or no such pair of years."""
    found = phrases.point.fullmatch(written)
    if not found:
        return None
    try:
        if found["month"]:
            return _of_month(found, phrases)
        if found["day_alone"]:
            return Point(day=int(found["day_alone"]))
        bounds = _of_years(found, phrases)
    except ValueError:
        return None
    return Point(bounds.first, bounds.last) if bounds else None


def _of_month(found: re.Match[str], phrases: PeriodPhrases) -> Point:
    month = phrases.months[found["month"].casefold()]
    day = int(found["day"] or found["day_after"] or 0) or None
    if not found["year_of_month"]:
        date(2020, month, day or 1)  # raises for 31 June
        return Point(month=month, day=day)
    bounds = days_of(int(found["year_of_month"]), month, day)
    return Point(bounds.first, bounds.last, month, day)


def _of_years(found: re.Match[str], phrases: PeriodPhrases) -> Bounds | None:
    if found["iso"]:
        day = date.fromisoformat(found["iso"])
        return Bounds(day, day)
    if found["part"]:
        first, last = phrases.parts[" ".join(found["part"].casefold().split())]
        return months_of(int(found["year_of_part"]), first, last)
    if found["span"]:
        return _of_span(int(found["span"][:4]), int(found["span"][5:]))
    if found["decade"]:
        year = int(found["decade"])
        return None if year % 10 else months_of(year, 1, 120)
    return months_of(int(found["year"]), 1, 12)


def _of_span(year: int, second: int) -> Bounds | None:
    """2023-24 as the financial year that begins in April, 2014-18 as the years from the first to the last."""
    if (year + 1) % 100 == second:
        return months_of(year, 4, 15)
    return months_of(year, 1, 12 * (second - year % 100 + 1)) if second > year % 100 else None


def days_of(year: int, month: int, day: int | None) -> Bounds:
    """That day, or all of the month."""
    if day:
        return Bounds(date(year, month, day), date(year, month, day))
    return months_of(year, month, month)


def months_of(year: int, first: int, last: int) -> Bounds:
    """From the first day of one month to the last of another, both counted from January of ``year``."""
    end, month = year + (last - 1) // 12, (last - 1) % 12 + 1
    return Bounds(date(year, first, 1), date(end, month, calendar.monthrange(end, month)[1]))


def told(point: Point, kind: str) -> Bounds:
    """The days of a single time after a preposition of that kind."""
    if kind == "since":
        return Bounds(point.first, None)
    if kind == "after":
        return Bounds(point.last + DAY if point.last else None, None)
    if kind == "until":
        return Bounds(None, point.last)
    if kind == "before":
        return Bounds(None, point.first - DAY if point.first else None)
    return Bounds(point.first, point.last)


def joined(first: Point, second: Point) -> Bounds:
    """From one time to the other; a year or month that is told once holds for both."""
    try:
        if first.first and second.last:
            return Bounds(first.first, second.last)
        if second.last:
            month = first.month or second.month or 1
            crosses = bool(second.month) and month > (second.month or 12)  # December to March 2020
            return Bounds(days_of(second.last.year - crosses, month, first.day).first, second.last)
        if first.first and second.month:
            crosses = second.month < (first.month or 1)
            return Bounds(first.first, days_of(first.first.year + crosses, second.month, second.day).last)
    except ValueError:  # 31 April
        pass
    return Bounds()


def shifted(day: date, months: int) -> date:
    """The day after the one so many months away; the last of a month stays the last."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = whole // 12, whole % 12 + 1
    length = calendar.monthrange(year, month)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month, length if is_last else min(day.day, length)) + DAY


def relative_bounds(found: Mapping[str, str | None], today: date, phrases: PeriodPhrases) -> Bounds:
    """The days that a relative time means on ``today``; none for "recently" and its like."""
    if (fixed := (found["fixed"] or "").casefold()) in phrases.days:
        day = today + timedelta(days=phrases.days[fixed])
        return Bounds(day, day)
    count = _number(found["count"] or found["number"], phrases)
    if step := phrases.units.get(_plain(found["step"])):
        return _ago(step, count, today) if count else Bounds()
    unit, which = phrases.units.get(_plain(found["unit"]), ""), phrases.which.get(_plain(found["which"]), "")
    rolling = bool(found["count"] or found["the"]) and which == "last" and unit != "financial year"
    if rolling and (found["count"] is None or count):
        return _back(unit, count or 1, today)
    steps = {"last": -1, "this": 0, "next": 1}
    return whole_unit(unit, steps[which], today) if which in steps and not found["count"] else Bounds()


def _plain(written: str | None) -> str:
    return " ".join((written or "").casefold().split())


def _number(written: str | None, phrases: PeriodPhrases) -> int:
    return int(written) if written and written.isdecimal() else phrases.numbers.get(_plain(written), 0)


def _back(unit: str, count: int, today: date) -> Bounds:
    """The time up to ``today`` that is so long."""
    try:
        if unit in DAYS:
            return Bounds(today - timedelta(days=DAYS[unit] * count), today)
        return Bounds(shifted(today, -MONTHS[unit] * count), today) if unit in MONTHS else Bounds()
    except (ValueError, OverflowError, calendar.IllegalMonthError):
        return Bounds()


def _ago(unit: str, count: int, today: date) -> Bounds:
    """The whole year or month, or the day, that was so long ago."""
    return whole_unit(unit, -count, today) if unit in {"year", "month", "week", "day"} else Bounds()


def whole_unit(unit: str, steps: int, today: date) -> Bounds:
    """The calendar unit that is so many units from the one ``today`` lies in."""
    try:
        if unit == "day":
            return Bounds(today + timedelta(days=steps), today + timedelta(days=steps))
        if unit == "week":
            monday = today - timedelta(days=today.weekday()) + timedelta(weeks=steps)
            return Bounds(monday, monday + timedelta(days=6))
        if unit in {"month", "quarter"}:
            size = MONTHS[unit]
            whole = (today.year * 12 + today.month - 1) // size * size + steps * size
            return months_of(whole // 12, whole % 12 + 1, whole % 12 + size)
        if unit == "year":
            return months_of(today.year + steps, 1, 12)
        if unit == "financial year":
            began = today.year if today >= date(today.year, 4, 6) else today.year - 1
            return months_of(began + steps, 4, 15)
    except (ValueError, OverflowError):
        return Bounds()
    return Bounds()
