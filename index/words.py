"""Words: those of a text, and of a question those that carry its meaning."""

import re

#: A word, a number, or parts joined as "2023-24", "7,062" and "end-to-end" are.
_WORD = re.compile(r"[^\W_]+(?:[-.,/’'][^\W_]+)*")
#: What ``with_whole_words`` puts for an accent: a letter that no word has.
ACCENT = "\u02d1"
_ACCENTS = re.compile(r"(?<=\w)[\u0300-\u036f]+")
#: The ending of "helpline's".
POSSESSIVE = re.compile(r"[’']s$", re.IGNORECASE)

_STOP_WORDS = """
    a about after all also am an and any are as at be because been before being between both but by can could did do
    does doing done down during each ever far few for from get got had has have having he her here him his how i if in
    into is it its just like long made make many may me might more most much must my need no nor not of off often on
    once one only or other our out over own per please say said says shall she should since so some such tell than that
    the their them then there these they this those through to too under until up us very was we were what when where
    which while who whom whose why will with would you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


def with_whole_words(text: str) -> str:
    """``text``, no character longer or shorter, with accents that are characters of their own ("a", U+0308) as letters.

    For patterns that look for words: to them such an accent is the end of one. The words are sliced from ``text``.
    """
    return text if text.isascii() else _ACCENTS.sub(lambda found: ACCENT * len(found[0]), text)


def words_of(text: str) -> list[str]:
    """Every word and number of ``text`` as it is written, without a possessive ending."""
    return [POSSESSIVE.sub("", text[slice(*word.span())]) for word in _WORD.finditer(with_whole_words(text))]


def content_words(text: str) -> list[str]:
    """The words of ``text`` that are not stop words, in lower case, each once, in order."""
    return list(dict.fromkeys(word for word in map(str.lower, words_of(text)) if word not in STOP_WORDS))
