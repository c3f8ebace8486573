"""Dates as pages write them: only those with day, month and year, and never a guess which is which."""

import datetime
import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from index.phrases import either
from index.phrases.particulars import ParticularsWords, particulars_words

Order = Literal["DMY", "MDY"]
EARLIEST = datetime.date(1900, 1, 1)
AHEAD = datetime.timedelta(days=2)  # it may be tomorrow already where the publisher is
# Other regions put the day first; in these two, people write either.
BY_REGION: Mapping[str, Order | None] = {"US": "MDY", "CA": None, "PH": None}
EDGE = 3_000  # characters, in which date lines are
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")
SLASHED = re.compile(r"(\d{4})/(\d\d?)/(\d\d?)")
AMBIGUOUS = re.compile(r"(?<!\d)(?:0?[1-9]|1[0-2])([/.\-])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d(?!\d)")
NUMBERS = re.compile(r"(\d\d?)([/.\-])(\d\d?)\2(\d{4})")
CLOCK = re.compile(r"(\d\d?)(?:[:.](\d\d))?(?:[:.](\d\d))?(?:\.\d+)?\s?(?:([ap])\.?m\b\.?)?", re.IGNORECASE)
OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
SIGN = re.compile(r"[£$]|\bU\.S\.|\b\w+(?: (?:Ireland|York)\b)?")


class Moment(NamedTuple):
    """A day, and the time of day where it is told; ``at`` is without a zone where none is told."""

    day: datetime.date
    at: datetime.datetime | None = None


class Dating(NamedTuple):
    """A date in a text with its label and time: ``text[start:end]``, half-open."""

    start: int
    end: int
    moment: Moment
    label: Literal["published", "updated", ""]


@dataclass(frozen=True, slots=True)
class Shapes:
    """How one language writes a date line."""

    dating: re.Pattern[str]
    beside: re.Pattern[str]
    zones: Mapping[str, int]


def datings(text: str, start: int, end: int, order: Order | None, language: str = "en") -> Iterator[Dating]:
    """The dates of ``text[start:end]`` that are certain, in order and disjoint."""
    known = shapes(language)
    for found in known.dating.finditer(text, start, end):
        day = day_of(" ".join(found["date"].split()), order, language)
        if day is None:
            continue
        label: Literal["published", "updated", ""] = ""
        label = "updated" if found["updated"] else "published" if found["published"] else label
        clock, zone = (found["after"], found["zone"]) if found["after"] else (found["first"], found["its"])
        at = time_of(clock or "", day, zone or "", known.zones)
        yield Dating(found.start(), found.end(), Moment(day, at), label)


def moment_of(written: str, order: Order | None, language: str = "en") -> Moment | None:
    """The first date of a declared value, with its time if it has one."""
    return next((found.moment for found in datings(written, 0, len(written), order, language)), None)


@functools.lru_cache(maxsize=4096)
def day_of(written: str, order: Order | None = "DMY", language: str = "en") -> datetime.date | None:
    """The day that ``written`` names in full; None where ``order`` would have to tell the month and is not known."""
    if numbers := ISO.match(written) or SLASHED.fullmatch(written):
        return on(*map(int, numbers.groups()))
    if numbers := NUMBERS.fullmatch(written):
        return of_numbers(int(numbers[1]), int(numbers[3]), int(numbers[4]), order)
    import dateparser  # type: ignore[import-untyped]

    settings = {"DATE_ORDER": "DMY", "STRICT_PARSING": True, "PREFER_LOCALE_DATE_ORDER": False}
    moment = dateparser.parse(written, languages=[language], settings=settings)
    return on(moment.year, moment.month, moment.day) if moment else None


def of_numbers(first: int, second: int, year: int, order: Order | None) -> datetime.date | None:
    """The day that the two numbers can only be, else the one that ``order`` says."""
    if first == second or second > 12:
        return on(year, first, second)
    if first > 12 or order == "DMY":
        return on(year, second, first)
    return on(year, first, second) if order == "MDY" else None


def on(year: int, month: int, day: int) -> datetime.date | None:
    """That day, if there is one from 1900 to the day after tomorrow."""
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return None
    return date if EARLIEST <= date <= datetime.date.today() + AHEAD else None


def time_of(clock: str, day: datetime.date, zone: str, zones: Mapping[str, int]) -> datetime.datetime | None:
    """That time of ``day``; None for midnight sharp, which is how programs write a day without a time."""
    found = CLOCK.match(clock.strip())
    if not found or not (found[2] or found[4]):
        return None
    hour, minute, second = (int(found[group] or 0) for group in (1, 2, 3))
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4] in "pP" else 0)
    if hour > 23 or minute > 59 or second > 59 or not (hour or minute or second):
        return None
    return datetime.datetime.combine(day, datetime.time(hour, minute, second, tzinfo=zone_of(zone, zones)))


def zone_of(zone: str, zones: Mapping[str, int]) -> datetime.timezone | None:
    """The offset that ``zone`` states or names; None where it could be several."""
    if found := OFFSET.fullmatch(zone):
        minutes = int(found[2]) * 60 + int(found[3])
        minutes = -minutes if found[1] == "-" else minutes
    elif (named := zones.get(zone.lower())) is not None:
        minutes = named
    else:
        return None
    return datetime.timezone(datetime.timedelta(minutes=minutes)) if abs(minutes) < 1440 else None


def order_of(
    text: str, url: str | None = None, locale: str | None = None, declared: str = "", language: str = "en"
) -> Order | None:
    """Which of 03/09 is the month, by the declared locale (``en-GB``), the web address, else what the text speaks of.

    The text is asked only where one of its ends or a ``declared`` date leaves the question open.

    Only a declared American source puts the month first: a text about America may be British, and stays unknown.
    """
    words = particulars_words(language)
    tongue, _, region = (locale or "").replace("_", "-").partition("-")
    ending = _ending(url)
    abroad = bool(tongue) and tongue.casefold() != language
    if ending in words.day_first or abroad or (region and region.upper()[:2] not in BY_REGION):
        return "DMY"
    british = bool(AMBIGUOUS.search(f"{declared} {text[:EDGE]} {text[-EDGE:]}")) and is_british(text, words)
    if ending in words.month_first or BY_REGION.get(region.upper()[:2]):
        return None if british else "MDY"  # many a British page is declared en-US by the program that made it
    return "DMY" if british and not region else None


def is_british(text: str, words: ParticularsWords) -> bool:
    """Whether ``text`` speaks more of Britain, and as Britain does, than of America."""
    signs = Counter(SIGN.findall(text[:20_000]))
    return sum(signs[word] for word in words.british) > sum(signs[word] for word in words.american)


def _ending(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    return host.rpartition(".")[2] or None


@functools.cache
def shapes(language: str = "en") -> Shapes:
    """The patterns of ``language``; a date may run on into the next line, a time may stand on either side."""
    words = particulars_words(language)
    weekday = rf"(?:{either(words.weekdays)})\.?,?\s+"
    labels = rf"(?:(?P<updated>{either(words.updated)})|(?P<published>{either(words.published)}))(?:\s+on)?\s*:?\s*"
    clock = r"\d\d?[:.]\d\d(?:[:.]\d\d)?(?:\.\d+)?(?:\s?[ap]\.?m\b\.?)?|\d\d?\s?[ap]m\b"
    zone = rf"[+-]\d\d:?\d\d|(?:{either(words.zones)})\b"
    dating = rf"""
        (?<![\w/.\-]) (?: {_spaced(labels)} )?
        (?: (?:at\s+)? (?P<first>{_spaced(clock)}) \s*(?P<its>{zone})?[\s,]+(?:on\s+)? )?
        (?: {_spaced(weekday)} )?
        (?P<date>{_spaced(words.full_date)}) (?! [/\-]?\d | (?!T\d)\w )
        (?: (?: T | [ \xa0\t,|·•–—-]*(?:at\s+)? ) (?P<after>{_spaced(clock)}) (?!\w*\d) (?:\s?(?P<zone>{zone}))? )?
    """
    beside = (
        rf"\b(?:{either([*words.fillers, *words.weekdays, *words.published, *words.updated, *words.beside])})(?!\w)"
    )
    return Shapes(re.compile(dating, re.I | re.X), re.compile(beside, re.I), words.zones)


def _spaced(pattern: str) -> str:
    """The pattern for use where white space in it does not count."""
    return pattern.replace(" ", r"\ ").replace("#", r"\#")
