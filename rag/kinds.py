"""What kind of thing a question asks for, and whether a short answer is of that kind.

Questions are sorted by their words, as is usual (Li and Roth, "Learning question classifiers", COLING 2002), into the
few kinds that can be told in a text by its shape.
"""

from functools import lru_cache
from typing import Literal

from index.words import STOP_WORDS
from rag.capitals import is_capital, runs
from rag.figures import Figure, figures
from rag.phrases import phrases
from rag.wordforms import plain, words_in

Kind = Literal["number", "time", "name"]


@lru_cache(maxsize=64)
def kind_asked(question: str, language: str = "en") -> Kind | None:
    """The kind of thing asked for; None where its words do not say."""
    asked = phrases(language)
    if asked.figure.search(question):
        return "number"
    if asked.time.search(question):
        return "time"
    return "name" if asked.name.search(question) else None


def is_of_kind(kind: Kind, answer: str, question: str) -> bool:
    """Whether ``answer`` has something of that kind that does not stand in the question already."""
    if kind == "name":
        return _names_another(answer, question)
    said = _forms(question)
    found = [figure for figure in figures(answer) if not figure.says & said]
    return any(_is_time(figure) if kind == "time" else not _is_time(figure) for figure in found)


@lru_cache(maxsize=64)
def _forms(question: str) -> frozenset[str]:
    """All that a question's figures say, worked out once for all of its candidates."""
    return frozenset(form for figure in figures(question) for form in figure.says)


def _is_time(figure: Figure) -> bool:
    """Whether it is a year, a month, a day, a decade or a century: nothing that could be how many."""
    return any(form[0] in "y@" for form in figure.says) or not any(form[0] == "#" for form in figure.says)


def _names_another(answer: str, question: str) -> bool:
    asked = {plain(word.text) for word in words_in(question)}
    words = words_in(answer)
    return any(
        plain(word.text) not in asked and plain(word.text) not in STOP_WORDS
        for run in runs(answer, words)
        for word in words[run.first : run.last]
        if is_capital(word)
    )
