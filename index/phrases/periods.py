"""How one language names times: one file a language, read once and compiled."""

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from index.tables import table

YEAR = r"(?:1[89]|20)\d\d"
PARTS_OF_DECADES = ("early", "late", "mid")
NOT_IN_A_NUMBER = r"(?<![\d£$€#])(?<!\d[.,/:\-–])"


@dataclass(frozen=True, slots=True)
class PeriodPhrases:
    """The patterns of a language, and what their words mean.

    ``absolute`` has the groups ``before, ending, open, vague, the, first, join, second``; ``point`` takes one of two
    such times apart; ``relative`` has ``the, which, count, unit``, ``number, step``, ``fixed`` and ``never``.
    ``absolute`` and ``relative`` begin with one of the ``openers``, in any case, or with a digit.
    """

    anchor: re.Pattern[str]
    absolute: re.Pattern[str]
    point: re.Pattern[str]
    relative: re.Pattern[str]
    compared: re.Pattern[str]  # ends where a period begins that is only compared with
    openers: frozenset[str]
    months: Mapping[str, int]
    parts: Mapping[str, tuple[int, int]]
    before: Mapping[str, str]  # to within, since, after, until, before
    weak: frozenset[str]
    both: frozenset[str]  # what joins two times that are not one
    which: Mapping[str, str]  # to last, this, next, vague
    units: Mapping[str, str]
    numbers: Mapping[str, int]
    days: Mapping[str, int]


@functools.cache
def period_phrases(language: str = "en") -> PeriodPhrases:
    """The phrases of ``language``, from its two files beside this one."""
    dates = table("index.phrases", language)["dates"]
    weekdays = [names[0] for names in dates["weekdays"]]
    held = table("index.phrases", f"periods.{language}") | {"months": dates["months"], "weekdays": weekdays}
    units = _meanings(held["units"])
    which = _meanings({kind: held["relative"][kind] for kind in ("last", "this", "next", "vague")})
    return PeriodPhrases(
        anchor=re.compile(rf"{YEAR}|\b{_capitals(itertools.chain(*held['months']))}\b"),
        absolute=_absolute(held),
        point=re.compile(_point(held, named=True), re.IGNORECASE),
        relative=_relative(held, which, units),
        compared=_compared(held["compared"]),
        openers=frozenset(re.findall(r"\w+", phrase)[0].casefold() for phrase in _beginnings(held, which)),
        months=_months(held),
        parts={name.casefold(): (span[0], span[1]) for name, span in held["parts"].items()},
        before=_meanings({kind: words for kind, words in held["before"].items() if kind != "weak"}),
        weak=frozenset(held["before"]["weak"]),
        both=frozenset(held["both"]),
        which=which,
        units=units,
        numbers=held["numbers"],
        days=held["relative"]["days"],
    )


def _meanings(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {word: meaning for meaning, words in table.items() for word in words}


def _months(held: Mapping[str, Any]) -> dict[str, int]:
    return {name.casefold(): number for number, names in enumerate(held["months"], 1) for name in names}


def _capitals(names: Iterable[str]) -> str:
    """The names as they are or all in capitals: "may" is no month."""
    names = list(names)
    return f"(?-i:{_either([*names, *map(str.upper, names)])})"


def _either(words: Iterable[str]) -> str:
    """Any of the words, the longest first, with any white space between their parts."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


def _point(held: Mapping[str, Any], *, named: bool) -> str:
    """A time: a day, a month, a part of a year, a financial year, a decade or a year, the year perhaps left out."""

    def group(name: str, pattern: str) -> str:
        return f"(?P<{name}>{pattern})" if named else f"(?:{pattern})"

    month = group("month", _capitals(itertools.chain(*held["months"]))) + r"\b(?:\.(?=\s*\d))?"
    day = group("day", r"[12]\d|3[01]|0?[1-9]") + rf"(?:{_either(held['ordinals'])})?"
    day_after = group("day_after", r"[12]\d|3[01]|0?[1-9]") + rf"(?:{_either(held['ordinals'])})?"
    years = [group(name, YEAR) for name in ("year_of_month", "year_of_part", "decade", "year")]
    the, of = held["the"], held["of"]
    part = group("part", _either(held["parts"]))
    iso = group("iso", rf"{YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])") + r"(?![\d-])"
    season = group("span", rf"{YEAR}[-–/](?:\d\d)") + r"(?![\d/-])"
    weekday = rf"(?:(?:{_either(held['weekdays'])}),?\s+)?"
    next_one = "" if named else r"(?=\s+(?:and|to|-|–)\s+\d)"
    shapes = (
        iso,
        rf"{weekday}(?:{day}\s+(?:{of}\s+)?)?{month}(?:\s+{day_after}(?!\d))?(?:,?\s+(?:{of}\s+)?{years[0]})?",
        group("day_alone", r"[12]\d|3[01]|0?[1-9]") + rf"(?:{_either(held['ordinals'])})?{next_one}",
        rf"(?:{the}\s+)?{part}\s+(?:{of}\s+)?{years[1]}(?!\d)",
        season,
        rf"(?:{the}\s+)?(?:(?:{'|'.join(PARTS_OF_DECADES)})[\s-]+)?{years[2]}s\b",
        rf"{years[3]}(?!\d)",
    )
    return "|".join(shapes)


def _absolute(held: Mapping[str, Any]) -> re.Pattern[str]:
    """One time or two, with what stands before."""
    before = _either(word for kind, words in held["before"].items() if kind != "weak" for word in words)
    between = held["between"]
    point = _point(held, named=False)
    vague = rf"(?:(?:{_either(held['vague']['words'])})[\s-]+)*"
    dashes = _either(between["dash"])
    words = _either(word for word in between["join"] if word not in between["dash"])
    return re.compile(
        rf"{NOT_IN_A_NUMBER}\b(?:(?:(?P<ending>{_either(held['ending']['words'])})|(?P<open>{_either(between['open'])})"
        rf"|(?P<before>{before}))\s+)?(?P<vague>{vague})(?P<the>{held['the']}\s+)?(?P<first>{point})"
        rf"(?:(?P<join>\s+(?:{words})\s+|\s*(?:{dashes})\s*){vague}(?P<second>{point}))?"
        rf"(?![\w%])(?![.,]\d)(?P<counted>\s+(?:{_either(held['counted']['nouns'])})\b)?"
        rf"(?P<financial>\s+(?:{_either(held['years']['financial'])})\b)?",
        re.IGNORECASE,
    )


def _compared(held: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """What stands before a period that is only compared with, to its first character."""
    figures = rf"(?:{_either(held['figures'])})\s(?=[£$€]?\d)"
    return re.compile(rf"\b(?:(?:{_either(held['words'])})\s|{figures})(?:[^\s;:]*[^\s;:.!?]\s){{0,4}}$", re.IGNORECASE)


def _relative(held: Mapping[str, Any], which: Iterable[str], units: Iterable[str]) -> re.Pattern[str]:
    """A time told from now, which only the day of writing would tell."""
    table = held["relative"]
    days = _either(held["weekdays"])
    number = rf"\d+|{_either(held['numbers'])}"
    seasons = [part for part in held["parts"] if part.isalpha() and part.islower()]
    names = _capitals([*itertools.chain(*held["months"]), *held["weekdays"]])
    unit = rf"(?P<unit>{_either(units)})|(?:{_either(seasons)})|{names}"
    shapes = (
        rf"(?:(?:{_either(table['before'])})\s+)?(?P<the>{held['the']}\s+)?(?P<which>{_either(which)})\s+"
        rf"(?:(?P<count>{number})\s+)?(?:{unit})(?:\s+(?:{_either(table['dayparts'])}))?",
        rf"(?P<number>{number})\s+(?P<step>{_either(units)})\s+(?:{_either(table['away'])})",
        rf"(?P<fixed>{_either(table['fixed'])})",
        rf"(?:{_either(table['final'])})(?=\s*(?:[.,;:!?)”’\"'–—]|$))",
        rf"{table['on']}\s+(?:{days})(?:\s+(?:{_either(table['dayparts'])}))?",
    )
    never = _either(table["never"])
    return re.compile(rf"\b(?:(?P<never>{never})|{'|'.join(shapes)})\b", re.IGNORECASE)


def _beginnings(held: Mapping[str, Any], which: Iterable[str]) -> Iterator[str]:
    """Every phrase that ``_absolute`` or ``_relative`` may begin with."""
    table, between = held["relative"], held["between"]
    yield from (held["the"], table["on"], *PARTS_OF_DECADES, *which, *held["numbers"])
    yield from itertools.chain(*(table[kind] for kind in ("before", "fixed", "final", "never")))
    yield from itertools.chain(*(words for kind, words in held["before"].items() if kind != "weak"))
    yield from (*held["ending"]["words"], *between["open"], *held["vague"]["words"])
    yield from (*held["weekdays"], *itertools.chain(*held["months"]), *held["parts"])
