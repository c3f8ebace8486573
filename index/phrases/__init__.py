"""What pages of one language say around their articles: one file a language, read once and compiled."""

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from index.tables import table

# Signs at the end of a link or a heading, which do not change what it says.
SIGNS = " \t\u00a0.:…>»›→|*+-–—"


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of a language, each with the reason for dropping the line that has it."""

    line: Mapping[str, str]
    start: Mapping[str, tuple[tuple[str, str], ...]]  # by first word
    tail: tuple[tuple[re.Pattern[str], str], ...]
    credits: tuple[str, ...]
    within: tuple[tuple[re.Pattern[str], str], ...]
    signs: tuple[str, ...]  # no line is tried against ``within`` that has none of them
    cluster: Mapping[str, str]
    block: Mapping[str, str]
    end: Mapping[str, str]
    date: re.Pattern[str]
    beside_dates: re.Pattern[str]
    byline: re.Pattern[str]
    roles: frozenset[str]


@functools.cache
def phrases(language: str = "en") -> Phrases:
    """The phrases of ``language``, from the file of that name beside this one."""
    held = table(__name__, language)
    return Phrases(
        line=exact(held["line"]),
        start=by_first_word(held["start"]),
        tail=patterns(held["tail"]),
        credits=tuple(held["credits"]["signs"]),
        within=patterns({reason: several for reason, several in held["within"].items() if reason != "signs"}),
        signs=tuple(held["within"]["signs"]),
        cluster=exact(held["cluster"]),
        block=exact(held["block"]),
        end=exact(held["end"]),
        date=date_pattern(held["dates"]),
        beside_dates=beside_dates(held["dates"]),
        byline=byline_pattern(held["bylines"], held["dates"]),
        roles=frozenset(held["roles"]["words"]),
    )


def patterns(table: Mapping[str, Iterable[str]]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """One pattern a reason, for any of its expressions."""
    return tuple((re.compile("|".join(several)), reason) for reason, several in table.items())


def plain(text: str) -> str:
    """``text`` for comparison: no capitals, one space between words, no signs at its end, straight apostrophes."""
    return " ".join(text.replace("’", "'").casefold().split()).strip(SIGNS)


def pairs(table: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Every phrase of ``table`` with its reason."""
    for reason, several in table.items():
        for phrase in several:
            yield phrase, reason


def exact(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """From a whole line, made plain, to the reason it goes."""
    return {plain(phrase): reason for phrase, reason in pairs(table)}


def by_first_word(table: Mapping[str, Iterable[str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    """From a first word to the beginnings that have it, so that most lines cost one look."""
    found: dict[str, list[tuple[str, str]]] = {}
    for phrase, reason in pairs(table):
        beginning = phrase.replace("’", "'").casefold()
        found.setdefault(beginning.split()[0], []).append((beginning, reason))
    return {word: tuple(several) for word, several in found.items()}


def either(alternatives: Iterable[str]) -> str:
    """A pattern for any of them, the longest first."""
    return "|".join(sorted(alternatives, key=len, reverse=True))


def full_date(dates: Mapping[str, Any]) -> str:
    """A pattern for a date with day, month and a year of four figures, whatever the capitals; group ``mark``."""
    month = rf"(?:{either(itertools.chain(*dates['months']))})\.?"
    day, year = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?", r"(?:1[89]|20)\d\d"
    shapes = (
        rf"{year}-\d\d-\d\d",
        rf"{year}/\d\d?/\d\d?",
        rf"{day}[\s\-]+(?:{dates['of']}\s+)?{month},?[\s\-]+{year}",
        rf"{month}\s+{day},?\s+{year}",
        rf"\d\d?(?P<mark>[/.\-])\d\d?(?P=mark){year}",
    )
    return "|".join(shapes)


def date_pattern(dates: Mapping[str, Any]) -> re.Pattern[str]:
    """A date, and the time that programs write behind it."""
    clock = r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
    return re.compile(rf"(?<![\w/.\-])(?:{full_date(dates)}){clock}(?![\w/])", re.IGNORECASE)


def beside_dates(dates: Mapping[str, Any]) -> re.Pattern[str]:
    """What else a date line holds: times, weekdays, labels."""
    words = either([*itertools.chain(*dates["weekdays"]), *dates["published"], *dates["updated"], *dates["fillers"]])
    return re.compile(
        rf"\b\d\d?[:.]\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?m\b\.?)?|\b\d\d?\s?[ap]m\b|\b(?:{words})(?!\w)", re.IGNORECASE
    )


def byline_pattern(bylines: Mapping[str, Any], dates: Mapping[str, Any]) -> re.Pattern[str]:
    """A line that names its writers: group ``names``, then perhaps a role, a date or nothing."""
    stop = either([*dates["published"], *dates["updated"], *itertools.chain(*dates["months"], *dates["weekdays"])])
    name = rf"(?!(?i:{stop})\b)[A-ZÀ-ÖØ-Þ][\w.'’\-]*"
    joint = rf"(?:\s+(?:{either(bylines['particles'])}))*\s+|,\s+|,?\s+(?i:{either(bylines['and'])})\s+"
    by = rf"(?i:{either(bylines['by'])}):?\s+"
    return re.compile(
        rf"{by}(?P<names>{name}(?:(?:{joint}){name}){{0,11}})(?P<role>\s*(?:[,|•·(–—-]|$).{{0,80}}|\s+(?=\d).{{0,60}}|$)"
    )
