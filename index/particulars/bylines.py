"""Who wrote an article, as its text says: a slice of it, and the people that it names."""

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.articles import Dropped, Span
from index.furniture.lines import Line
from index.particulars.dates import Dating
from index.phrases import either, phrases
from index.phrases.particulars import particulars_words

WORD = r"[A-ZÀ-ÖØ-Þ][\w.'’\-]*"
NAME = re.compile(rf"{WORD}(?: (?:(?:de|van|von|der|bin|al|la|le|du|da) )*{WORD}){{1,3}}")
SEPARATORS = " \t\xa0,|•·–—-:/"
LONGEST = 80
FOOT = 12  # lines


@dataclass(frozen=True, slots=True)
class Parts:
    """How one language divides a byline."""

    by: re.Pattern[str]
    between: re.Pattern[str]


@functools.cache
def parts(language: str = "en") -> Parts:
    """The patterns of ``language``."""
    words = particulars_words(language)
    by = rf"(?:{either(map(re.escape, words.after_dates))})[:\s]\s*"
    between = rf"\s*(?:[,;|/]|\s(?:&|–|—|-|{either(words.joints)})\s)\s*"
    return Parts(re.compile(rf"\b{by}", re.IGNORECASE), re.compile(between, re.IGNORECASE))


def byline_at(
    text: str, lines: Sequence[Line], head: Sequence[Line], dated: Sequence[Dating], dropped: Sequence[Dropped]
) -> Span | None:
    """The names of the writers without their roles: from a byline, a date line, or a name with a role beside it."""
    first = head[0].start if head else 0
    bylines = (one for one in dropped if one.reason == "byline" and one.end > first)
    signed = next(filter(None, (_signed(_first_line(text, one)) for one in bylines)), None)
    return signed or next(itertools.chain(_beside_dates(text, head, dated), _with_role(head), _with_life(lines)), None)


def people(byline: str | None, language: str = "en") -> tuple[str, ...]:
    """The persons that ``byline`` names, as it writes them; roles, agencies and "staff" are none."""
    known = parts(language)
    names = (known.by.sub("", part, count=1) for part in known.between.split(byline or ""))
    return tuple(dict.fromkeys(name for name in names if is_person(name, language)))


def is_person(name: str, language: str = "en") -> bool:
    """Whether ``name`` is two words or more of a person's name, or a title and one."""
    words = particulars_words(language)
    lower = name.casefold().split()
    if not lower or set(lower) & (words.offices | words.roles):
        return False
    titled = lower[0] in words.titles and len(lower) > 1
    return bool(NAME.fullmatch(name) or (titled and re.fullmatch(WORD, name.split()[-1])))


def _first_line(text: str, stretch: Dropped) -> Line:
    whole = text[stretch.start : stretch.end]
    start = stretch.start + len(whole) - len(whole.lstrip())
    return Line(start, whole.strip().splitlines()[0].strip() if whole.strip() else "", "")


def _signed(line: Line) -> Span | None:
    """The names of a line that is a byline by its words, else all of it."""
    found = phrases().byline.match(line.text)
    first, last = found.span("names") if found else (0, len(line.text))
    return _without_role(line, first, last) if last > first else None


def _without_role(line: Line, first: int, last: int) -> Span:
    """The stretch up to the first comma after which a role begins."""
    words = particulars_words()
    for comma in re.finditer(",", line.text[first:last]):
        rest = re.findall(r"\w+", line.text[first + comma.end() : last].casefold())
        if set(rest) & words.roles:
            last = first + comma.start()
            break
    while last > first and line.text[last - 1] in SEPARATORS:
        last -= 1
    return Span(line.start + first, line.start + last)


def _beside_dates(text: str, head: Sequence[Line], dated: Sequence[Dating]) -> Iterator[Span]:
    """Names that follow a "by" on the line of a date, on either side of it."""
    for line in head:
        end = line.start + len(line.text)
        cuts = [one for one in dated if line.start <= one.start < end]
        if not cuts or line.prose:
            continue
        edges = [line.start, *itertools.chain(*((one.start, min(one.end, end)) for one in cuts)), end]
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            yield from _after_by(text, first, last)


def _after_by(text: str, first: int, last: int) -> Iterator[Span]:
    while first < last and text[first] in SEPARATORS:
        first += 1
    found = parts().by.match(text, first, last)
    if found and people(rest := text[found.end() : last].strip(SEPARATORS)):
        yield _without_role(Line(found.end(), rest, ""), 0, len(rest))


def _with_role(head: Sequence[Line]) -> Iterator[Span]:
    """A name before a comma and a role, or on a line above its role."""
    for line, below in itertools.zip_longest(head, head[1:]):
        if line.prose or len(line.text) > LONGEST:
            continue
        name, comma, role = line.text.partition(", ")
        if people(name) and (is_role(role) if comma else below is not None and is_role(below.text)):
            yield Span(line.start, line.start + len(name))


def _with_life(lines: Sequence[Line]) -> Iterator[Span]:
    """A name at the foot, above a line that begins with it or with the first name and tells the person's role."""
    for line, below in itertools.pairwise(lines[-FOOT:]):
        begins = is_person(line.text) and below.text.split()[0] == line.text.split()[0]
        if begins and not is_person(below.text) and particulars_words().roles & set(below.text.casefold().split()):
            yield Span(line.start, line.start + len(line.text))


def is_role(text: str) -> bool:
    """Whether ``text`` says in a few words what a reporter is."""
    words = re.findall(r"\w+", text.casefold())
    return 0 < len(words) <= 6 and text[0].isupper() and bool({words[0], words[-1]} & particulars_words().roles)
