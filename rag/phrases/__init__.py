"""What sentences of one language lean on and how copies of them differ: one file a language, read once and compiled."""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.phrases import either
from index.tables import table

Lists = Mapping[str, Iterable[str]]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The patterns and words of a language.

    ``leans`` and ``stands`` match at the beginning of a sentence, ``speaker`` where its quotation ends, ``last`` up to
    the end of the sentence. Of ``copies`` of a sentence, ``free`` words may differ, ``turning`` ones never. ``voice``
    matches a question after somebody's words; whose, is the one of its groups that matched. ``figure`` matches one
    after a number, ``time`` one after a date, ``name`` one after somebody or some place.
    """

    skipped: re.Pattern[str]
    leans: Mapping[str, re.Pattern[str]]
    stands: re.Pattern[str]
    speaker: re.Pattern[str]
    last: re.Pattern[str]
    free: frozenset[str]
    turning: frozenset[str]
    turning_ends: tuple[str, ...]
    same: Mapping[str, str]
    voice: re.Pattern[str]
    figure: re.Pattern[str]
    time: re.Pattern[str]
    name: re.Pattern[str]


@functools.cache
def phrases(language: str = "en") -> Phrases:
    """The phrases of ``language``, from the file of that name beside this one."""
    held = table(__name__, language)
    lists, copies = held["lists"], held["copies"]
    return Phrases(
        skipped=re.compile(rf"(?:(?:{either(lists['connectives'])})\b,?\s+)*", re.IGNORECASE),
        leans={trigger: pattern(several, lists) for trigger, several in held["leans"].items()},
        stands=pattern([one for several in held["stands"].values() for one in several], lists),
        speaker=pattern(held["speaker"]["pronoun"], lists),
        last=pattern(held["speaker"]["last"], lists),
        free=frozenset(copies["free"]),
        turning=frozenset(copies["turning"]),
        turning_ends=tuple(copies["turning_ends"]),
        same=copies["same"],
        voice=voice_pattern(held["voice"]["asked"], lists),
        **{kind: re.compile("|".join(held[kind]["asked"]), re.IGNORECASE) for kind in ("figure", "time", "name")},
    )


def pattern(alternatives: Iterable[str], lists: Lists) -> re.Pattern[str]:
    """A pattern for any of them, with the words of ``lists`` put in where ``{name}`` of one stands."""
    return re.compile("|".join(f"(?:{_filled(one, lists)})" for one in alternatives))


def voice_pattern(alternatives: Iterable[str], lists: Lists) -> re.Pattern[str]:
    """A pattern for any of them, {who} in each standing for a few words."""
    whole = [
        _filled(one.replace("{who}", f"(?P<who{at}>[^?,;]{{2,80}}?)"), lists) for at, one in enumerate(alternatives)
    ]
    return re.compile("|".join(f"(?:{one})" for one in whole), re.IGNORECASE)


def _filled(one: str, lists: Lists) -> str:
    return re.sub(r"\{([a-z]+)\}", lambda name: either(lists[name[1]]), one)
