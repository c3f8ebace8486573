"""Runs of capitalised words: where the names of a text are."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.words import POSSESSIVE
from rag.names import tables
from rag.units import ACRONYM
from rag.wordforms import Word, plain

_SENTENCE_START = re.compile(r"(?:^|\n|[.?!:…]['\"’”)]?\s)\s*['\"‘“(\[]?$")
_BETWEEN = re.compile(r"[ \u00a0]|[-–’'] ?| ?& ?|\. ?")
_LOOK_BACK = 6
_TITLE_CASE = 4
_JOINED_AT_MOST = 3


class Run(NamedTuple):
    """Words ``first`` to ``last``, half-open: capitalised ones, with words such as "of" between them."""

    first: int
    last: int


def is_capital(word: Word) -> bool:
    """Whether ``word`` begins with a capital."""
    return word.text[:1].isupper()


def opens_sentence(text: str, word: Word) -> bool:
    """Whether ``word`` is the first of a sentence, so that its capital says nothing."""
    before = text[max(0, word.start - _LOOK_BACK) : word.start]
    return word.start == 0 or bool(_SENTENCE_START.search(before if word.start > _LOOK_BACK else f"\n{before}"))


def runs(text: str, words: Sequence[Word]) -> list[Run]:
    """The longest runs of ``text``, in order; a possessive ("Meta's Instagram") ends one."""
    found, last = [], 0
    for first in [at for at, (_, _, written) in enumerate(words) if written[:1].isupper()]:
        if first >= last:
            last = _run_from(text, words, first)
            found.append(Run(first, last))
    return found


def capitals_tell(words: Sequence[Word]) -> bool:
    """Whether names can be told by their capitals: not where all words or none have one."""
    letters = [word for word in words if word.text[:1].isalpha()]
    if all(word.text.isupper() for word in letters) or all(word.text.islower() for word in letters):
        return False
    telling = [word for word in letters[1:] if plain(word.text) not in tables().joining]
    return len(telling) < _TITLE_CASE or not all(map(is_capital, telling))


def initials(words: Sequence[Word], run: Run) -> Iterator[tuple[int, str]]:
    """The acronyms that three to seven successive capitalised words of ``run`` would make, and where each begins."""
    capitals = [at for at in range(run.first, run.last) if is_capital(words[at])]
    for first in range(len(capitals)):
        for count in ACRONYM:
            if first + count <= len(capitals):
                yield capitals[first], "".join(words[at].text[0] for at in capitals[first : first + count]).lower()


def _run_from(text: str, words: Sequence[Word], first: int) -> int:
    """Where the run that begins at ``first``, a capitalised word, ends."""
    last = at = first + 1
    while at < len(words) and at - last < _JOINED_AT_MOST and _follows(text, words[at - 1], words[at]):
        if is_capital(words[at]):
            last = at + 1
        elif plain(words[at].text) not in _JOINING:
            break
        at += 1
    return last


def _follows(text: str, left: Word, right: Word) -> bool:
    """Whether nothing stands between two words that could part a name."""
    between = text[left.end : right.start]
    if not _BETWEEN.fullmatch(between) or POSSESSIVE.search(left.text):
        return False
    return "." not in between or len(left.text) == 1 or plain(left.text) in _ABBREVIATED


#: Words that join the parts of a name; those that as often join two names ("Met and NCA") do not count here.
_JOINING = frozenset(["of", "the", "for", "de", "la", "le", "du", "des", "van", "von", "der", "den", "al", "el", "bin"])
_ABBREVIATED = tables().titles | tables().ranks | {"st"}
