"""Who and what a text names: capitalised words with titles and roles, and which of them name the same person."""

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from index.phrases.speech import QUOTE, Speech

_POSSESSIVE = re.compile(r"[’']s?(?![^\W_])")

_INITIALS = re.compile(r"(?:[A-Z]J|J[A-Z]|K[CDG]) [^\W\d]")  # "KG Poole"
# "Joining Ada Poole"
_PARTICIPLE = re.compile(r"(?!Boeing|Beijing|Reading|Sterling|Recording)[A-Z][a-z]{2,}ing (?=[^\W\d_])")
_ASKS = re.compile(r"Will [^.!?\n]*\?")  # "Will Poole come?" names no Will

MOST = 40  # mentions of one name that are compared


class Name(NamedTuple):
    """Capitalised words that name somebody or something; ``core`` is without titles and roles, in lower case."""

    start: int
    end: int
    core: tuple[str, ...]
    gender: str  # m, f, or nothing where neither title nor given name tells
    titled: bool
    organisation: bool
    possessive: bool
    junior: bool = False  # "Poole Jr."

    @property
    def person(self) -> bool:
        """Whether it may be somebody's name; a single word says nothing."""
        return not self.organisation and (self.titled or len(self.core) > 1)


def plain(word: str) -> str:
    """``word`` as the tables have it."""
    return word.replace("’", "'").lower().rstrip(".")


def names(masked: str, start: int, end: int, table: Speech) -> Iterator[Name]:
    """The names in ``masked[start:end]``, in order."""
    found = runs(masked, table)
    first = bisect_right(found, (start,))
    inside = [one for one in found[max(0, first - 1) : bisect_left(found, (end,))] if one[1] > start]
    if inside and (inside[0][0] < start or inside[-1][1] > end):  # one is cut
        inside = [one.span() for one in table.run.finditer(masked, start, end)]
    for span in inside:
        name = name_at(masked, *span, table)
        if name is not None:
            yield name


@functools.lru_cache(maxsize=2)  # the page that is being read
def runs(masked: str, table: Speech) -> Sequence[tuple[int, int]]:
    """Where capitalised words stand together in ``masked``."""
    return [found.span() for found in table.run.finditer(masked)]


def before(masked: str, at: int) -> str:
    """The character before ``at``, spaces passed over; nothing at the beginning."""
    while at and masked[at - 1] == " ":
        at -= 1
    return masked[max(0, at - 1) : at]


def name_at(masked: str, start: int, end: int, table: Speech) -> Name | None:
    """The capitalised words ``masked[start:end]`` as a name; None if they are only words that begin a sentence."""
    if masked.startswith("Will ", start) and _ASKS.match(masked, start):
        start += len("Will ")
    joining = _PARTICIPLE.match(masked, start, end)
    if joining and before(masked, start) in ("", ".", "\n", "!", "?", "”", QUOTE):
        start = joining.end()
    found = read(masked[start:end], table)
    if found is None:
        return None
    last = start + found.end
    possessive = _POSSESSIVE.match(masked, last) is not None
    return Name(start + found.start, last, *found[2:6], possessive=possessive, junior=found.junior)


@functools.lru_cache(maxsize=8192)
def read(run: str, table: Speech) -> Name | None:
    """As ``name_at``, counted from the first of the capitalised words; nothing is said of a possessive ending."""
    found = [(word.start(), word.end(), plain(word[0])) for word in table.word.finditer(run)]
    while found and found[0][2] in table.not_names and found[0][2] not in table.titles:
        found = found[1:]
    while found and found[-1][2] in table.not_names and not is_surname([word for _, _, word in found], table):
        found = found[:-1]
    if not found:
        return None
    words = [word for _, _, word in found]
    while len(words) > 1 and words[-1] in table.suffixes:
        words.pop()
    titles = [at for at, word in enumerate(words[:-1]) if word in table.titles or word in table.roles]
    owners = [at for at, (_, end, _) in enumerate(found[: len(words) - 1]) if run[end : end + 1] in ("'", "’")]
    core = tuple(words[max([*titles, *owners], default=-1) + 1 :])
    first, last = found[0][0], found[-1][1]
    body = core[0] not in table.given and any(word in table.organisations for word in core)
    thing = body or (not titles and acronym(run[first : found[len(words) - 1][1]]))
    if thing and (given := person_in(core, table)):
        thing, core, first = False, core[given:], found[len(words) - len(core) + given][0]
    core = core if thing else without_description(core, table)
    gender = next((table.titles[word] for word in words if table.titles.get(word)), "")
    if not gender and len(core) > 1:
        gender = table.given.get(core[0], "")
    stopped = last + (run.startswith(".", last) and last - first < 4)
    return Name(first, stopped, core, gender, bool(titles), thing, possessive=False, junior=found[-1][2] == "jr")


def is_surname(words: Sequence[str], table: Speech) -> bool:
    """Whether the last of ``words`` is one although it means something else as well: "Theresa May"."""
    before = words[-2] if len(words) > 1 else ""
    return (
        words[-1] in table.surnames
        and before not in table.not_names
        and (before in table.given or before in table.titles)
    )


def person_in(core: tuple[str, ...], table: Speech) -> int:
    """Where a given and a further name end what a body's name begins, "of Defence Lloyd Poole"; 0 where none do."""
    given = len(core) - 2
    return given if given > 0 and core[given] in table.given and core[-1] not in table.organisations else 0


def without_description(core: tuple[str, ...], table: Speech) -> tuple[str, ...]:
    """``core`` from a given name on, where other words stand before it: "Majority Whip Ada Poole"."""
    if core[0] in table.given:
        return core
    return next((core[at:] for at in range(1, len(core) - 1) if core[at] in table.given), core)


def acronym(words: str) -> bool:
    """Whether one of ``words`` is in capitals or has a digit, as an organisation's name may be."""
    if any(map(str.isdigit, words)):
        return True
    spelt = [word for word in words.split() if len(word) > 1 and word.isupper() and "." not in word]
    return bool(spelt) and not (words.startswith(spelt[0]) and len(spelt) == 1 and _INITIALS.match(words))


def same(one: Name, other: Name) -> bool:
    """Whether two names may be of one person or thing: the last word, and the first where both have several."""
    if one.organisation != other.organisation or (one.gender and other.gender and one.gender != other.gender):
        return False
    if len(one.core) > 1 and len(other.core) > 1:
        short, long = sorted((one.core, other.core), key=len)
        ends = (one.core[0], one.core[-1]) == (other.core[0], other.core[-1])
        return short == long or (not one.organisation and (ends or long[-len(short) :] == short))
    return one.core[-1] == other.core[-1] and (not one.organisation or one.core == other.core)


class Names(NamedTuple):
    """All names of a text, in order, and those that end or begin with a word."""

    order: tuple[Name, ...]
    by_last: Mapping[str, Sequence[Name]]
    by_first: Mapping[str, Sequence[Name]]

    def between(self, start: int, end: int) -> Sequence[Name]:
        """Those that begin in ``[start, end)``."""
        return self.order[bisect_left(self.order, (start,)) : bisect_left(self.order, (end,))]


def gathered(found: Iterable[Name]) -> Names:
    """``found`` by first and last word."""
    order = tuple(found)
    by_last: dict[str, list[Name]] = {}
    by_first: dict[str, list[Name]] = {}
    for name in order:
        by_last.setdefault(name.core[-1], []).append(name)
        if len(name.core) > 1:
            by_first.setdefault(name.core[0], []).append(name)
    return Names(order, by_last, by_first)


def mentions(name: Name, known: Names, until: int) -> list[Name]:
    """The names of the same person at or before ``until``; none where two different people have this one."""
    if name.junior and len(name.core) == 1:
        return [other for other in known.by_last.get(name.core[-1], ())[:MOST] if other.junior and other.start <= until]
    found = [
        other for other in known.by_last.get(name.core[-1], ())[:MOST] if other.start <= until and same(name, other)
    ]
    if len(name.core) == 1 and not any(len(other.core) > 1 for other in found):
        found += [
            other
            for other in known.by_first.get(name.core[0], ())[:MOST]
            if other.start <= until and other.person and (other.gender or other.titled)
        ]
    full = [other for other in found if len(other.core) > 1 and not other.organisation]
    if any(not same(full[0], other) for other in full[1:]):
        return []
    return found or [name]
