"""Acronyms, and what an article says they stand for.

The method is that of A. S. Schwartz and M. A. Hearst, "A simple algorithm for identifying abbreviation definitions in
biomedical text", Pacific Symposium on Biocomputing 8 (2003), 451-462: a short form stands in brackets beside its long
form, and its letters are found from right to left in the words before, the first one at the beginning of a word.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_BRACKETS = re.compile(r"[(\[]([^()\[\]\n]{2,120})[)\]]")
_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_FURTHER = re.compile(r"\s*[,;:]\s")
_QUOTATION_MARKS = "‘’“”'\" "
_LONGEST_SHORT = 10
_BEFORE = 200


class Definition(NamedTuple):
    """A short form and the words that it stands for, both as the text writes them."""

    short: str
    long: str


def definitions(text: str) -> Iterator[Definition]:
    """Every definition in ``text``, "National Crime Agency (NCA)" or "NCA (National Crime Agency)", in order."""
    for match in _BRACKETS.finditer(text):
        inside = _FURTHER.split(match.group(1))[0].strip(_QUOTATION_MARKS)
        before = _SENTENCE_END.split(text[max(0, match.start() - _BEFORE) : match.start()])[-1].rstrip(_QUOTATION_MARKS)
        if _is_short(inside):
            long = long_form(inside, _last_words(before, inside))
            short = inside
        else:
            short = before.split()[-1].strip(_QUOTATION_MARKS) if before.split() else ""
            long = long_form(short, inside) if _is_short(short) else None
        if long:
            yield Definition(short, long)


def long_form(short: str, before: str) -> str | None:
    """The shortest end of ``before`` that spells ``short``; None if none does (figure 1 of the paper)."""
    at = len(before) - 1
    for place in range(len(short) - 1, -1, -1):
        letter = short[place].lower()
        if not letter.isalnum():
            continue
        while at >= 0 and (before[at].lower() != letter or (place == 0 and at > 0 and before[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
        at -= 1
    start = re.search(r"\S*$", before[: at + 1])
    long = before[start.start() if start else at + 1 :].strip(_QUOTATION_MARKS)
    return long if len(long) > len(short) and short.lower() not in long.lower().split() else None


def _is_short(words: str) -> bool:
    """Two to ten characters, at most two words, a capital among them, beginning with a letter or digit."""
    few = len(words.split()) in (1, 2) and 2 <= len(words) <= _LONGEST_SHORT
    return few and words[0].isalnum() and sum(map(str.isupper, words)) > 1


def _last_words(before: str, short: str) -> str:
    """As far back as a long form may begin: min(letters + 5, 2 * letters) words."""
    most = min(len(short) + 5, 2 * len(short))
    return " ".join(before.split()[-most:])
