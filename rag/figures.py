"""Numbers, years and dates, however they are written."""

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from rag.names import tables

_TABLES = tables()
_MONTH = "|".join(sorted((form for form in _TABLES.months if form), key=len, reverse=True))
_NUMBERS = {**_TABLES.numbers, **_TABLES.ordinals}
_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_SCALES = "|".join(sorted(_TABLES.scales, key=len, reverse=True))
_DIGITS = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_ROMAN = {"II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11, "XII": 12}
_YEAR = r"(?:1\d|20)\d\d"
_YEAR_IN_PROSE = re.compile(
    r"(?i)\b(?:in|since|by|of|for|until|till|from|during|to|before|after|and|year|late|early|mid)[ -]$"
)


class Figure(NamedTuple):
    """A number, year or date in a text, ``text[start:end]``.

    ``says`` are the forms that it lends a text; a question that asks for it finds it where a text says any
    of ``asks``: "12%" says 12 and 12%, but who asks for 12% is not content with 12.
    """

    start: int
    end: int
    asks: frozenset[str]
    says: frozenset[str]


def figures(text: str, published: datetime.date | None = None) -> Iterator[Figure]:
    """Every figure of ``text``, those inside others too; ``published`` is the day that "last year" counts from."""
    words = [word for word in _LETTERS.finditer(text) if _begins_one(word.group())]
    digits = [digit.start() for digit in _DIGITS_ALONE.finditer(text)]
    months = [word.start() for word in words] if digits else []
    for (pattern, read), starts in ((reading, months if reading in _AFTER_LETTERS else digits) for reading in _READERS):
        for match in _matches(pattern, text, starts):
            found = read(match)
            if found:
                yield Figure(match.start(), match.end(), *found)
    yield from _written_out(text, words)
    if published and " year" in text:
        for match in _RELATIVE.finditer(text):
            year = published.year + {"last": -1, "this": 0, "next": 1}[match.group(1).lower()]
            yield Figure(match.start(), match.end(), frozenset(), _year(year))


def _matches(pattern: re.Pattern[str], text: str, starts: Sequence[int]) -> Iterator[re.Match[str]]:
    """As ``finditer``, for a pattern that matches nowhere but at ``starts``: several times as fast."""
    end = 0
    for start in starts:
        match = pattern.match(text, start) if start >= end else None
        if match:
            end = match.end()
            yield match


@lru_cache(maxsize=65_536)
def _begins_one(word: str) -> bool:
    """Whether a figure may begin with ``word``."""
    return word in _FIRST_WORDS or word.lower() in _FIRST_WORDS


def _written_out(text: str, words: Sequence[re.Match[str]]) -> Iterator[Figure]:
    """The figures that begin with a word of letters."""
    end = 0
    for word in words:
        read = _OF_LETTERS.get(word.group()) or _OF_LETTERS.get(word.group().lower())
        match = read and read[0].match(text, word.start())
        found = read[1](match) if read and match and match.start() >= end else None
        if match and found:
            end = match.end() if read and read[1] is _spelled else end
            yield Figure(match.start(), match.end(), *found)


Forms = tuple[frozenset[str], frozenset[str]]


def _period(match: re.Match[str]) -> Forms | None:
    """``2023-24``, ``2023/24`` and ``2023 to 2024`` are one period, which a year in it is not."""
    first, last = int(match.group(1)), match.group(2)
    second = int(match.group(1)[: 4 - len(last)] + last)
    if second != first + 1:
        return None
    form = frozenset([f"{first}-{second}"])
    return form, form | _year(first) | _year(second)


def _year_to_march(match: re.Match[str]) -> Forms:
    """The British year 2023-24: "in the year to the end of March 2024", "April 2023 to March 2024"."""
    form = frozenset([f"{int(match.group(1)) - 1}-{match.group(1)}"])
    return form, form


def _day_first(match: re.Match[str]) -> Forms:
    return _day(int(match.group(1)), match.group(2))


def _month_first(match: re.Match[str]) -> Forms:
    return _day(int(match.group(2)), match.group(1))


def _day(day: int, month: str) -> Forms:
    name = _TABLES.months[month.lower()]
    return frozenset([f"{day} {name}"]), frozenset([f"{day} {name}", f"@{name}", f"#{day}"])


def _digital_date(match: re.Match[str]) -> Forms | None:
    """``2024-11-01`` and ``01/11/2024``, the day before the month."""
    year, month, day = match.group(1, 2, 3) if match.group(1) else match.group(6, 5, 4)
    try:
        date = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
    name = list(dict.fromkeys(_TABLES.months.values()))[date.month - 1]
    form = frozenset([f"{date.day} {name}"])
    return form, form | _year(date.year) | {f"@{name}"}


def _month(match: re.Match[str]) -> Forms:
    form = frozenset([f"@{_TABLES.months[match.group(1).lower()]}"])
    return form, form


def _decade(match: re.Match[str]) -> Forms:
    form = frozenset([f"{match.group(1)}s"])
    return form, form | ({f"{match.group(1)[:2]}00s"} if match.group(1)[2] != "0" else set())


def _century(match: re.Match[str]) -> Forms:
    number = int(match.group(1))
    form = frozenset([f"{number}th century"])
    return form, form | {f"{number - 1}00s"}


def _ordinal(match: re.Match[str]) -> Forms:
    form = f"{int(match.group(1))}th"
    return frozenset([form]), frozenset([form, f"#{int(match.group(1))}"])


def _number(match: re.Match[str]) -> Forms | None:
    digits, scale, cent = match.group(1, 2, 3)
    value = Decimal(digits.replace(",", "")) * _TABLES.scales.get((scale or "").lower(), 1)
    form = f"#{value.normalize():f}"
    if cent:
        return frozenset([form + "%"]), frozenset([form, form + "%"])
    if not _YEAR_ALONE.fullmatch(digits) or scale:
        return frozenset([form]), frozenset([form])
    before = match.string[max(0, match.start() - 8) : match.start()]
    in_prose = _YEAR_IN_PROSE.search(before) or _AT_THE_END.match(match.string, match.end())
    return frozenset([f"y{digits}"] if in_prose else [form, f"y{digits}"]), _year(int(digits)) | {form}


def _spelled(match: re.Match[str]) -> Forms | None:
    """Numbers in words: "five", "twenty-five", "two hundred", "a million"; an ordinal is itself and its number."""
    value, seen = 0, 1
    words = re.findall(r"[a-z]+", match.group().lower())
    for word in words:
        if word in _TABLES.scales:
            value = max(value, seen) * _TABLES.scales[word]
        elif word in _NUMBERS:
            value += _NUMBERS[word]
    if _CENTURY.match(match.string, match.end()):
        century = frozenset([f"{value}th century"])
        return century, century | {f"{value - 1}00s"}
    form = f"#{value}"
    says = {form, f"{value}th", *([f"#{value}%"] if match.group(1) else [])}
    return frozenset([form + "%"] if match.group(1) else [form]), frozenset(says)


def _roman(match: re.Match[str]) -> Forms:
    value = _ROMAN[match.group()]
    return frozenset(), frozenset([f"#{value}", f"{value}th"])


def _year(year: int) -> frozenset[str]:
    """A year and the decade and century that it lies in."""
    return frozenset([f"y{year}", f"{year // 10 * 10}s", f"{year // 100 * 100}s", f"{year // 100 + 1}th century"])


_CENTURY = re.compile(r"[ -]centur(?:y|ies)\b")
_DIGITS_ALONE = re.compile(r"\d\d*")  # faster than \d+, which has no first character to look for
_YEAR_ALONE = re.compile(_YEAR)
_AT_THE_END = re.compile(r"[ ?.!]*\Z")
_LETTERS = re.compile(r"[^\W\d_]+")
_RELATIVE = re.compile(r"\b([Ll]ast|[Tt]his|[Nn]ext) year\b")
_CENT = r"\s?(%|per\s?cent\b|percent\b)"
_NUMBER_SCALE = rf"(?:\s?(?:-\s?)?({_SCALES})\b)?"
Reading = tuple[re.Pattern[str], Callable[[re.Match[str]], Forms | None]]
#: Of texts with digits.
_READERS: tuple[Reading, ...] = (
    (re.compile(rf"\b({_YEAR})\s?(?:[-–—/]|to)\s?(\d\d|{_YEAR})\b(?![-/]\d)"), _period),
    (re.compile(rf"\b(?:years?|months?|April {_YEAR})\b[^.]{{0,40}}?\bMarch ({_YEAR})"), _year_to_march),
    (re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ((?ai:{_MONTH}))\b"), _day_first),
    (re.compile(rf"\b((?ai:{_MONTH}))\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?![,.:]?\d)"), _month_first),
    (re.compile(rf"\b({_YEAR})-(\d\d)-(\d\d)\b|\b(\d{{1,2}})[/.](\d{{1,2}})[/.]({_YEAR})\b"), _digital_date),
    (re.compile(r"\b((?:1\d|20)\d0)[’']?s\b"), _decade),
    (re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)[ -](?i:centur(?:y|ies))\b"), _century),
    (re.compile(r"\b(\d+)(?:st|nd|rd|th)\b"), _ordinal),
    (re.compile(rf"(?<![\w.,])({_DIGITS})(?i:{_NUMBER_SCALE}(?:{_CENT}|s?(?<!\d\d\ds)p?(?![\w])))"), _number),
)
#: Those of them that begin with a word.
_AFTER_LETTERS = frozenset(reading for reading in _READERS if reading[1] in {_year_to_march, _month_first})
_SPELLED: Reading = (
    re.compile(
        rf"(?i)(?:{_WORDS}|an?(?= (?:{_SCALES}))|{_SCALES})\b(?:[ -](?:and )?(?:{_WORDS}|{_SCALES})\b)*(?:{_CENT})?"
    ),
    _spelled,
)
_MONTH_ALONE: Reading = (re.compile(rf"({_MONTH.title()})\b"), _month)
#: Of words, by the first; months only with their capital.
_OF_LETTERS: dict[str, Reading] = {
    **dict.fromkeys([*_NUMBERS, *(scale for scale in _TABLES.scales if len(scale) > 2), "a", "an"], _SPELLED),
    **dict.fromkeys([form.title() for form in _TABLES.months], _MONTH_ALONE),
    **dict.fromkeys(_ROMAN, (re.compile(r"[IVX]+\b"), _roman)),
}
_FIRST_WORDS = frozenset([*_OF_LETTERS, *_TABLES.months, "year", "years", "month", "months"])
