"""The parts of a name, each with the ways in which an article may write it."""

from dataclasses import dataclass, replace
from functools import cache

from index.words import POSSESSIVE
from rag.names import tables
from rag.wordforms import Way, plain, stem, way, words_in

#: How many letters an acronym has that is taken for the initials of whatever name has them.
ACRONYM = range(3, 8)


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a key that is found or not: a word, a name of several words that the tables know, a figure."""

    text: str
    ways: tuple[Way, ...]

    @property
    def words(self) -> frozenset[str]:
        """The plain words as typed."""
        return frozenset(plain(word.text) for word in words_in(self.text))


def is_granted(unit: Unit) -> bool:
    """Whether an article may leave it unsaid: the country that the articles are written in."""
    return any(plain(phrase) in tables().granted for phrase in [unit.text, *listed_names().get(_plains(unit.text), ())])


def unit_of(text: str) -> Unit:
    """A word or known name, with the names that the tables have for the same thing, and the initials it may be."""
    same = listed_names().get(_plains(text), ())
    ways = dict.fromkeys([way(text), *map(way, same)])
    if text.isupper() and len(text) in ACRONYM:
        ways[(frozenset([f"~~{plain(text)}"]),)] = None
    return Unit(POSSESSIVE.sub("", text), tuple(ways))


def inflected(unit: Unit) -> Unit:
    """The same in any inflection: of "Keeping Children Safe" an article may say how children are kept safe."""
    bare = plain(unit.text)
    ordinary = bare.isalpha() and len(unit.words) == 1
    return replace(unit, ways=(*unit.ways, (frozenset([f"~{stem(bare)}"]),))) if ordinary else unit


def _plains(text: str) -> tuple[str, ...]:
    return tuple(plain(word.text) for word in words_in(text))


@cache
def listed_names() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Every name that the tables know, by its plain words, with what else the same thing is called."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {_plains(name): () for name in tables().known}
    for group in tables().same:
        for name in group:
            if not name.islower():
                found[_plains(name)] = tuple(other for other in group if other != name)
    return found
