"""The forms under which a word counts as the same word."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from index.words import ACCENT, with_whole_words
from rag.names import tables

#: How something may be written: successive words, each under any of its forms.
Way = tuple[frozenset[str], ...]

#: Initials with points ("U.S."), numbers ("7,062", "2.5"), words; an apostrophe may stand inside a word.
_LETTER = rf"[^\W\d_]{ACCENT}*"
_WORD = re.compile(
    rf"(?<![^\W_]){_LETTER}(?:\.{_LETTER}(?![^\W_]))+\.?|\d+(?:,\d{{3}})+(?:\.\d+)?|\d+\.\d+|[^\W_]+(?:[’'][^\W_]+)*"
)
#: Letters that no decomposition takes apart.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"})
_ENDING = re.compile(r"(?:ings?|ed|ers?|s)$")
_STEM_AT_LEAST = 3


class Word(NamedTuple):
    """A word or number of a text, ``text[start:end]``."""

    start: int
    end: int
    text: str


def words_in(text: str) -> list[Word]:
    """Every word and number of ``text``, in order; the parts of "2023-24" and "end-to-end" are words of their own."""
    spans = (match.span() for match in _WORD.finditer(with_whole_words(text)))
    return [Word(start, end, text[start:end]) for start, end in spans]


def way(phrase: str) -> Way:
    """The words of ``phrase`` one after another, each under any of its forms as a name."""
    return tuple(forms_of(words_in(phrase)))


def forms_of(words: Sequence[Word]) -> list[frozenset[str]]:
    """The forms of successive words; "Ireland" in "Northern Ireland" is another one than by itself."""
    return [_within_longer(words, at, name_forms(word.text)) for at, word in enumerate(words)]


def forms_by_word(words: Sequence[Word]) -> Iterator[tuple[str, frozenset[str], list[int]]]:
    """What ``forms_of`` says, once for all the places where a word is written alike: word, forms, places."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, (_, _, written) in enumerate(words):
        places[written].append(place)
    for written, at in places.items():
        if plain(written) in _longer():
            yield from ((written, _within_longer(words, place, name_forms(written)), [place]) for place in at)
        else:
            yield written, name_forms(written), at


def _within_longer(words: Sequence[Word], at: int, forms: frozenset[str]) -> frozenset[str]:
    """The forms of the word at that place, which are others where it ends a longer name."""
    for before in _longer().get(plain(words[at].text), ()):
        if at and plain(words[at - 1].text) == before:
            return frozenset([f"{before} {form}" for form in forms])
    return forms


@lru_cache(maxsize=65_536)
def plain(word: str) -> str:
    """``word`` without capitals, accents, points and a possessive ending."""
    letters = word.lower()
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word.casefold())
        letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(_LETTERS)
    return letters.removesuffix("'s").replace("'", "").replace(".", "")


@lru_cache(maxsize=65_536)
def name_forms(word: str) -> frozenset[str]:
    """The forms of a name: two are the same if they share one ("Wales" and "Welsh", "Iran" and "Iranians").

    A word that is a name only with its capital ("May", "Met") has, with it, a form of its own and no other.
    """
    bare = plain(word)
    if needs_capital(bare):
        return frozenset([f"^{bare}" if has_capital(word) else f"_{bare}"])
    if not bare.isalpha() or len(bare) <= _STEM_AT_LEAST:
        return frozenset([bare, *_places(bare)])
    single = _singular(bare)
    return frozenset([bare, single, *_places(bare), *_places(single)])


def needs_capital(bare: str) -> bool:
    """Whether a plain word is a name only where it is written with a capital, or all in capitals."""
    return bare in tables().cased or bare in tables().capitals


def has_capital(word: str) -> bool:
    """Whether ``word`` has the capitals that make it a name."""
    return word.isupper() if plain(word) in tables().capitals else word[:1].isupper()


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """What "arrest", "arrests", "arrested" and "arresting" have in common; rough, but the same for all of them."""
    bare = plain(word)
    if bare.endswith("ies") or bare.endswith("ied"):
        bare = bare[:-3] + "y"
    cut = _ENDING.sub("", bare)
    if len(cut) < _STEM_AT_LEAST or bare.endswith("ss"):
        return bare.rstrip("e") if len(bare) > _STEM_AT_LEAST else bare
    if cut != bare and cut[-1] == cut[-2] and cut[-1] not in "ls":
        cut = cut[:-1]
    return cut.rstrip("e")


@cache
def _longer() -> dict[str, list[str]]:
    """The last word of the longer names, and what stands before it in them."""
    found: dict[str, list[str]] = {}
    for name in tables().longer:
        *_, before, last = name.lower().split()
        found.setdefault(last, []).append(before)
    return found


def _singular(bare: str) -> str:
    if bare.endswith("ies"):
        return bare[:-3] + "y"
    if bare.endswith(("ses", "xes", "ches", "shes")):
        return bare[:-2]
    return bare[:-1] if bare.endswith("s") and not bare.endswith("ss") else bare


def _places(bare: str) -> list[str]:
    """The place that a demonym belongs to: by the table, or "-ian" after a place and "-n" after one in -a."""
    listed = tables().demonyms.get(bare)
    if listed:
        return [listed]
    made = [bare.removesuffix("ian")] if bare.endswith("ian") else []
    made += [bare[:-1]] if bare.endswith("an") else []
    made += [bare[:-3]] if bare.endswith(("ism", "ist")) else []
    return [place for place in made if len(place) > _STEM_AT_LEAST]


def one_slip(left: str, right: str) -> bool:
    """Whether two words differ by one letter: another, one too many, or two that changed places."""
    if abs(len(left) - len(right)) > 1 or left == right:
        return False
    same = next((at for at, (one, other) in enumerate(zip(left, right, strict=False)) if one != other), None)
    if same is None:
        return True
    rest, other = left[same:], right[same:]
    swapped = rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return swapped or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]
