"""The keys of a question: the names and figures that it cannot be answered without."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.words import POSSESSIVE, STOP_WORDS
from rag.acronyms import Definition
from rag.capitals import Run, capitals_tell, opens_sentence, runs
from rag.figures import Figure, figures
from rag.names import tables
from rag.units import ACRONYM, Unit, inflected, is_granted, listed_names, unit_of
from rag.wordforms import Way, Word, has_capital, name_forms, needs_capital, plain, way, words_in

_AGE_AFTER = re.compile(r"s?[- ]years?[- ]olds?\b", re.IGNORECASE)
_AGE_BEFORE = re.compile(r"\b(?:aged?|I[’']m|I am|(?:he|she)(?: is|[’']s)) $", re.IGNORECASE)
_FEW = re.compile(r"[1-9]|10")
_SPELLED_FROM = 13
_LONGEST = 9
_WEEKDAYS = frozenset(f"{day}day" for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun"))
_TABLES = tables()


@dataclass(frozen=True, slots=True)
class Key:
    """A name or figure, as the question writes it; found where all its units are, or where one of ``others`` is."""

    text: str
    start: int
    units: tuple[Unit, ...]
    others: tuple[Way, ...] = ()

    @property
    def words(self) -> frozenset[str]:
        """The plain words of all units."""
        return frozenset().union(*(unit.words for unit in self.units))

    def defined(self, definitions: Sequence[Definition]) -> "Key":
        """The key in the words of an article that spells out its acronym, or has an acronym for what it spells out."""
        key, words = self, self.words
        for short, long in definitions:
            spelled = frozenset(plain(word.text) for word in words_in(long)) - _TABLES.joining
            if plain(short) in words:
                units = [
                    replace(one, ways=(*one.ways, way(long))) if plain(short) in one.words else one for one in key.units
                ]
                key = replace(key, units=tuple(units))
            elif spelled and spelled <= words:
                rest = [unit for unit in key.units if not unit.words <= spelled]
                key = replace(key, units=(Unit(long, (way(long), way(short))), *rest))
        return key


@lru_cache(maxsize=1024)
def keys_of(question: str) -> tuple[Key, ...]:
    """The keys of ``question`` in their order.

    A capitalised word is part of a name unless it opens a sentence, is somebody's rank, or is capitalised by
    habit; where capitals tell nothing, because all words or none have one, only names in the tables are keys. A number
    is a key unless it is an age or counts up to ten things, for rules and cases are told of other ages and counts.
    """
    words = words_in(question)
    telling = capitals_tell(words)
    known = _known(words, telling)
    taken = {words[at].start for run in known for at in range(run.first, run.last)}
    asked = [one for one in _asked(question, words, telling) if one.start not in taken]
    found = [_figure_key(question, one) for one in asked]
    for run in _names(question, words, known, telling, asked):
        found += _name_key(question, words, run, [one for one in known if run.first <= one.first < run.last])
    return tuple(sorted(found, key=lambda key: key.start))


def _figure_key(question: str, figure: Figure) -> Key:
    text = question[figure.start : figure.end]
    return Key(text, figure.start, (Unit(text, ((figure.asks,),)),))


def _asked(question: str, words: Sequence[Word], telling: bool) -> list[Figure]:
    """The figures that are keys: the outermost, without ages, small counts and months in somebody's name."""
    names = [run for run in runs(question, words) if telling and not opens_sentence(question, words[run.first])]
    inside = {words[at].start for run in names for at in range(run.first + 1, run.last)}
    chosen: list[Figure] = []
    for one in sorted(figures(question), key=lambda figure: (figure.start, -figure.end)):
        outermost = one.asks and (not chosen or one.start >= chosen[-1].end)
        in_name = question[one.start : one.end].isalpha() and (one.start in inside or one.start == 0)
        of_age = _AGE_BEFORE.search(question[: one.start]) or _AGE_AFTER.match(question, one.end)
        if outermost and not in_name and not of_age and not _counts(question, one):
            chosen.append(one)
    return chosen


def _counts(question: str, figure: Figure) -> bool:
    """Whether it is a small number of something, or a word that is rarely repeated as it stands."""
    text = question[figure.start : figure.end]
    after = question[figure.end : figure.end + 2]
    before = question[: figure.start].rstrip().rpartition(" ")[2]
    if _FEW.fullmatch(text):
        return after[:1] in " -" and after[1:2].islower() and not before[:1].isupper()
    if not text[:1].isalpha() or any(form.startswith("@") or " " in form for form in figure.asks):
        return False
    value = next(iter(figure.asks)).strip("#%")
    vague = all(word in _TABLES.scales for word in text.lower().split())
    return vague or not value.isdigit() or int(value) < _SPELLED_FROM


def _known(words: Sequence[Word], telling: bool) -> list[Run]:
    """The names that the tables know, the longest first; those that only a capital makes a name, where it tells."""
    phrases, found, at = listed_names(), [], 0
    while at < len(words):
        plains = tuple(plain(word.text) for word in words[at : at + _LONGEST])
        size = next((size for size in range(len(plains), 0, -1) if plains[:size] in phrases), 0)
        if size == 1 and needs_capital(plains[0]) and not (telling and has_capital(words[at].text)):
            size = 0
        if size:
            found.append(Run(at, at + size))
        at += size or 1
    return found


def _names(
    question: str, words: Sequence[Word], known: Sequence[Run], telling: bool, asked: Sequence[Figure]
) -> Iterator[Run]:
    """Runs of capitals, cut where a figure is asked for; with the known names that lie in none."""
    if not telling:
        yield from known
        return
    figured = [at for at, word in enumerate(words) if any(one.start <= word.start < one.end for one in asked)]
    listed = {at for run in known for at in range(run.first, run.last)}
    covered: set[int] = set()
    for run in runs(question, words):
        first = run.first
        if first not in listed and opens_sentence(question, words[first]) and words[first].text[1:].islower():
            first += 1
        for part in _cut(Run(first, run.last), [at for at in figured if at not in listed]):
            last = max([part.last, *(one.last for one in known if part.first <= one.first < part.last)])
            covered.update(range(part.first, last))
            yield Run(part.first, last)
    yield from (run for run in known if run.first not in covered)


def _cut(run: Run, places: Sequence[int]) -> Iterator[Run]:
    """``run`` without ``places``."""
    first = run.first
    for place in [*(at for at in places if run.first <= at < run.last), run.last]:
        if place > first:
            yield Run(first, place)
        first = place + 1


def _name_key(question: str, words: Sequence[Word], run: Run, known: Sequence[Run]) -> list[Key]:
    """The key that ``run`` is; none where nothing but ranks, habits and the granted is in it."""
    lasts = {one.first: one.last for one in known}
    units, places, at = [], [], run.first
    while at < run.last:
        last = lasts.get(at, at + 1)
        text = question[words[at].start : words[last - 1].end]
        if at in lasts or _distinguishes(words, at, run):
            units.append(unit_of(text))
            places.append(Run(at, last))
        at = last
    pairs = [(unit, place) for unit, place in zip(units, places, strict=True) if not is_granted(unit)]
    if not pairs or all(plain(unit.text) in _TABLES.common for unit, _ in pairs):
        return []
    if pairs[-1][0].words <= _WEEKDAYS and len(pairs) > 1:
        del pairs[-1]
    begin, end = words[pairs[0][1].first].start, words[pairs[-1][1].last - 1].end
    several = len(pairs) > 1
    chosen = tuple(inflected(unit) if several else unit for unit, _ in pairs)
    return [Key(POSSESSIVE.sub("", question[begin:end]), begin, chosen, tuple(_others(chosen)) if several else ())]


def _distinguishes(words: Sequence[Word], at: int, run: Run) -> bool:
    """Whether a word of a name tells it from others: not a rank, a title before the name, or a small word."""
    word = words[at].text
    bare = plain(word)
    named = needs_capital(bare) and has_capital(word)
    if (
        bare in _TABLES.joining
        or bare in _TABLES.ranks
        or (bare in STOP_WORDS and not word[1:].isupper() and not named)
    ):
        return False
    return not (bare in _TABLES.titles and at + 1 < run.last)


def _others(units: Sequence[Unit]) -> Iterator[Way]:
    """A name written as one word, or as its initials."""
    yield (name_forms("".join(unit.text for unit in units)),)
    letters = "".join(word.text[0] for unit in units for word in words_in(unit.text)).lower()
    if len(letters) in ACRONYM:
        yield (frozenset([f"!{letters}"]),)
