"""Which publisher a page is from, where it declares none: the name at its top, or at its foot."""

import functools
import re
from collections.abc import Iterator, Sequence

from index.articles import Span
from index.furniture.lines import Line
from index.particulars.bylines import people
from index.phrases import either
from index.phrases.particulars import particulars_words

PART = re.compile(r"(?:\s+[|—–•·»]|\s{2,}|\s*$)")
WORDS = re.compile(r"[^\W\d_][\w.]*(?:[’'&-]\w+)*[’']?|&")
JOINED = re.compile(r"[A-Z][a-z]+[A-Z]")
CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-Þ]")
LONGEST = 45
LONGEST_FOOT = 200
TOP, FOOT = 4, 12  # lines


def publisher_at(text: str, lines: Sequence[Line]) -> Span | None:
    """The name of the publisher, from the head of a page or its foot; None where the text does not tell it."""
    named = next(_at_the_top(lines), None) or next(_at_the_foot(lines), None)
    return _as_written(text, named) if named else None


def _at_the_top(lines: Sequence[Line]) -> Iterator[Span]:
    """A line, or its part before a bar, that is a newspaper's name, or a first that the page gives again as one."""
    for number, line in enumerate(lines[:TOP]):
        name = line.text[: found.start()] if (found := PART.search(line.text)) else line.text
        if line.prose or not is_name(name) or len(people(name)) > 1 or (number and people(lines[number - 1].text)):
            continue  # a reporter, or the employer of the one above
        again = number == 0 and " " in name and any(_begins(other.text, name) for other in lines[1:])
        if is_newspaper(name) or again:
            yield Span(line.start, line.start + len(name))


def _begins(text: str, name: str) -> bool:
    """Whether ``text`` begins with the name, and the name ends there or is what something is said of."""
    return text.startswith(name) and bool(
        re.match(r"\s*(?:[|©]|is (?:a trading|part|published|owned)\b)", text[len(name) :])
    )


def _at_the_foot(lines: Sequence[Line]) -> Iterator[Span]:
    """A newspaper's name after "©", with a year between or not, or any name after "Elsewhere on"."""
    for line in lines[-FOOT:] if len(lines) > FOOT else ():
        found = owner().search(line.text) if len(line.text) <= LONGEST_FOOT else None
        if found and (is_newspaper(found["name"]) or found["place"]) and is_name(found["name"]):
            yield Span(line.start + found.start("name"), line.start + found.end("name"))


@functools.cache
def owner(language: str = "en") -> re.Pattern[str]:
    """A pattern for what a page's foot says of its owner."""
    signs = particulars_words(language).before_publishers
    place = [sign for sign in signs if " " in sign]
    marks = either(re.escape(sign) for sign in signs if sign not in place)
    year = r"(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?"
    word = r"[A-ZÀ-ÖØ-Þ][\w’'&-]*(?:\.\w+)*"
    name = rf"(?-i:(?P<name>{word}(?:[ ](?:of|the|for|and|&|{word}))*))"
    sign = rf"(?:(?P<place>\b(?:{either(place)}))|(?:{marks})(?:\s*©)?)"
    return re.compile(rf"{sign}\s+(?:{year},?\s+)?{name}", re.IGNORECASE)


def is_name(text: str) -> bool:
    """Whether ``text`` has the shape of a name: a few words with capitals and nothing else."""
    words = text.split()
    small = particulars_words().small
    return (
        0 < len(words) <= 7
        and len(text) <= LONGEST
        and all(WORDS.fullmatch(word) and (CAPITALISED.match(word) or word in small) for word in words)
        and bool(CAPITALISED.match(words[0]))
    )


def is_newspaper(name: str) -> bool:
    """Whether the last word is what newspapers are called, and another says which it is."""
    words = particulars_words()
    lower = [word.casefold() for word in name.split()]
    while lower and lower[-1] in words.lands:
        lower.pop()
    if len(lower) == 1 and JOINED.match(name):  # as TechWatch
        return any(lower[0].endswith(word) for word in words.publishers)
    if name.casefold() in words.agencies:
        return False
    return bool(lower) and lower[-1] in words.publishers and not set(lower[:-1]) <= words.sections | words.lands


def _as_written(text: str, named: Span) -> Span:
    """The same name where the page writes it without shouting, if it does."""
    name = text[named.start : named.end]
    if not name.isupper():
        return named
    again = (found for found in re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) if not found[0].isupper())
    calm = next((found for found in again if is_name(found[0])), None)
    return Span(*calm.span()) if calm else named
