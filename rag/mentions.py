"""What a text mentions: at which of its words every name, word and figure stands."""

import datetime
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from index.articles import Article, Passage
from rag.acronyms import Definition, definitions
from rag.capitals import Run, initials, runs
from rag.figures import figures
from rag.keys import Key
from rag.names import tables
from rag.units import ACRONYM, Unit
from rag.wordforms import Way, Word, forms_by_word, one_slip, plain, stem, words_in

_BLOCK = 50_000
_BLOCKS = 3
_LOOSE = 4
_LONG = 6
_NAME_NOBODY = tables().titles | tables().ranks | tables().joining


@dataclass(frozen=True, slots=True)
class Mentions:
    """A text taken apart once: the places, counted in words, of every form, and its names as they are written."""

    at: dict[str, list[int]]
    names: tuple[tuple[Run, frozenset[str]], ...]

    @classmethod
    def of(cls, text: str, published: datetime.date | None) -> "Mentions":
        """Take ``text``, published on that day, apart."""
        words = words_in(text)
        found = runs(text, words)
        starts = [word.start for word in words]
        at: dict[str, list[int]] = {}  # the forms of a word share one list, so none is changed in place
        for written, forms, places in forms_by_word(words):
            for form in (*forms, *_further_forms(written)):
                at[form] = at[form] + places if form in at else places
        for form, place in _joined(words, found):
            at[form] = [*at.get(form, ()), place]
        for figure in figures(text, published):
            place = bisect_left(starts, figure.start)
            at.update({form: [*at.get(form, ()), place] for form in figure.says})
        return cls(at, tuple((run, _distinguishing(words, run)) for run in found))

    def places(self, unit: Unit) -> list[int]:
        """Where any way of writing ``unit`` begins, in order."""
        return sorted({place for way in unit.ways for place in self.spelled(way)})

    def spelled(self, way: Way) -> list[int]:
        """Where the words of ``way`` begin to stand one after another."""
        found = [place for form in way[0] for place in self.at.get(form, ())] if way else []
        for step, forms in enumerate(way[1:], start=1):
            found = [place for place in found if any(place + step in self.at.get(form, ()) for form in forms)]
        return found

    def together(self, key: Key) -> bool:
        """Whether it mentions the whole key: its units near each other, in any order, or the key in other words."""
        if any(self.spelled(other) for other in key.others):
            return True
        places = sorted((self.places(unit) for unit in key.units), key=len)
        reach = sum(max(map(len, unit.ways)) for unit in key.units) + _LOOSE
        return any(all(_near(one, other, reach) for other in places[1:]) for one in places[0])

    def alone(self, key: Key) -> bool:
        """Whether a unit stands for the key, as "Khan" does for "Sadiq Khan": capitalised, and in no other name."""
        mentioned = {place for unit in key.units for place in self.places(unit)}
        free = (run for run, names in self.names if names and names <= key.words)
        return any(not mentioned.isdisjoint(range(run.first, run.last)) for run in free)

    def corrected(self, key: Key) -> Key | None:
        """The key as this text spells it, where the question is one letter off; None where it is not."""
        units = tuple(unit if self.places(unit) else self._respelled(unit) for unit in key.units)
        return replace(key, units=units) if units != key.units else None

    def _respelled(self, unit: Unit) -> Unit:
        bare = plain(unit.text)
        if len(bare) < _LONG or not bare.isalpha():
            return unit
        similar = [form for form in self.at if form[0] == bare[0] and one_slip(bare, form)]
        return replace(unit, ways=(*unit.ways, (frozenset(similar),))) if similar else unit


def heading(article: Article) -> Mentions:
    """What stands over every passage of ``article``: headline, publisher and date."""
    return _heading(article.title, article.publisher or "", article.published)


def within(passage: Passage) -> Mentions:
    """The passage itself."""
    return _passage(_Source(passage.article.sha256, passage.start, passage.end, passage.article))


def around(passage: Passage) -> Mentions:
    """The article of the passage; of a very long one the 150,000 characters that it lies in."""
    return _article(_surroundings(passage))


def defined_around(passage: Passage) -> tuple[Definition, ...]:
    """The acronyms that the article of the passage defines, each once."""
    return _definitions(_surroundings(passage))


@dataclass(frozen=True, slots=True)
class _Source:
    """A stretch of an article, known by the article's checksum, so that equal ones are taken apart once."""

    sha256: str
    start: int
    end: int
    article: Article = field(compare=False)

    @property
    def text(self) -> str:
        return self.article.text[self.start : self.end]


def _surroundings(passage: Passage) -> _Source:
    begin = max(0, passage.start // _BLOCK - 1) * _BLOCK
    end = min(begin + _BLOCKS * _BLOCK, len(passage.article.text))
    return _Source(passage.article.sha256, begin, end, passage.article)


@lru_cache(maxsize=2048)
def _passage(source: _Source) -> Mentions:
    return Mentions.of(source.text, source.article.published)


@lru_cache(maxsize=64)
def _article(source: _Source) -> Mentions:
    return Mentions.of(source.text, source.article.published)


@lru_cache(maxsize=512)
def _definitions(source: _Source) -> tuple[Definition, ...]:
    return tuple(dict.fromkeys(definitions(source.text)))


@lru_cache(maxsize=2048)
def _heading(title: str, publisher: str, published: datetime.date | None) -> Mentions:
    return Mentions.of(f"{title}\n{publisher}\n{published or ''}", published)


@lru_cache(maxsize=65_536)
def _further_forms(word: str) -> tuple[str, ...]:
    """What a word mentions besides its forms as a name: its stem, and itself as an acronym."""
    acronym = [f"!{plain(word)}"] if word.isupper() and len(word) > 1 else []
    return (f"~{stem(word)}", *acronym)


def _joined(words: Sequence[Word], found: Sequence[Run]) -> Iterator[tuple[str, int]]:
    """What several words mention: two written as one ("Tik Tok"), and the initials of a name."""
    for run in found:
        for place in range(run.first, run.last - 1):
            yield plain(words[place].text) + plain(words[place + 1].text), place
        if run.last - run.first >= ACRONYM.start:
            for place, letters in initials(words, run):
                yield f"~~{letters}", place


def _distinguishing(words: Sequence[Word], run: Run) -> frozenset[str]:
    """The words of a run that name somebody: without titles, ranks and small words."""
    return frozenset([plain(word.text) for word in words[run.first : run.last]]) - _NAME_NOBODY


def _near(place: int, others: Sequence[int], reach: int) -> bool:
    at = bisect_left(others, place - reach)
    return at < len(others) and others[at] <= place + reach
