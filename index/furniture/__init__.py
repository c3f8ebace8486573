"""Which stretches of a scraped page are not the article, each with its reason.

A false drop loses what someone came to quote; furniture left in is a blemish. So every rule asks for
evidence: a known phrase, a shape, a place, and for whole tails also an article before them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.articles import Dropped, Span, gaps
from index.furniture.body import body, headline_above, surrounded
from index.furniture.boxes import boxed, clustered, ended, menus, topped
from index.furniture.lines import Line, lines_of, sentences, words
from index.furniture.recurring import About, elsewhere, recurs
from index.furniture.writers import dated, named, signed
from index.phrases import Phrases, phrases

FRONT_MATTER = re.compile(
    r"(?:---[ \t]*\r?\n(?:.*\n){0,200}?---|\+\+\+[ \t]*\r?\n(?:.*\n){0,200}?\+\+\+)[ \t]*(?:\r?\n|$)"
)
FIELD = re.compile(r"^[\w\"'-]+[ \t]*[:=]", re.MULTILINE)
LONGEST = 400  # no single line of furniture is longer
SHORT = 25
PROMOTED = 200  # a longer line is a paragraph that mentions a newsletter


Reasons = dict[int, str]  # from the number of a line to why it goes
Rule = Callable[[Sequence[Line], Mapping[int, str], Phrases], Reasons]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What of a text is furniture.

    ``spared`` is the share of the text that looked like furniture and stays all the same, because of the article
    too little would have been left; 0 where the rules were trusted. ``dropped`` is in order and disjoint.
    """

    dropped: tuple[Dropped, ...]
    spared: float = 0.0

    @property
    def kept_all(self) -> bool:
        """Whether nothing is dropped, front matter apart, though something looked like furniture."""
        return self.spared > 0


def furniture(
    text: str, language: str = "en", repeated: frozenset[str] = frozenset(), about: About | None = None
) -> tuple[Dropped, ...]:
    """The stretches of ``text`` that are not the article, in order and disjoint; as ``judged`` says."""
    return judged(text, language, repeated, about).dropped


def judged(
    text: str, language: str = "en", repeated: frozenset[str] = frozenset(), about: About | None = None
) -> Judgement:
    """What of ``text`` is not the article.

    ``repeated`` are the keys of lines that recur in the publisher's articles (``index.recurrence.recurring``);
    ``about`` tells how near each block is to headline and lead, as a cosine.
    """
    head = front_matter(text)
    begin = head.end if head else 0
    first = (Dropped(head.start, head.end, "front matter"),) if head else ()
    lines = tuple(lines_of(text, begin))
    table = phrases(language)
    reasons: Reasons = {number: "other" for number, line in enumerate(lines) if recurs(line, repeated)}
    for rule in RULES:
        reasons = rule(lines, reasons, table) | reasons
    if about:
        reasons = elsewhere(lines, reasons, about) | reasons
    around = surroundings(lines, reasons, table)
    rest = tuple(stretches(lines, around | reasons, begin, len(text)))
    if an_article_is_left(text, rest, begin, bool(around)):
        return Judgement(first + rest)
    return Judgement(first, sum(one.end - one.start for one in rest) / (len(text) - begin))


def front_matter(text: str) -> Span | None:
    """The block of fields that a Markdown file begins with, its fences included."""
    found = FRONT_MATTER.match(text)
    return Span(0, found.end()) if found and FIELD.search(found[0]) else None


def stretches(lines: Sequence[Line], reasons: Mapping[int, str], begin: int, length: int) -> Iterator[Dropped]:
    """The dropped lines with the white space after them, neighbours of one reason joined."""
    open_at, reason = begin, ""
    for number, line in enumerate(lines):
        now = reasons.get(number, "")
        if now != reason:
            at = line.start if number else begin
            if reason:
                yield Dropped(open_at, at, reason)
            open_at, reason = at, now
    if reason:
        yield Dropped(open_at, length, reason)


def an_article_is_left(text: str, dropped: Sequence[Dropped], begin: int, page: bool) -> bool:
    """Whether what stays is most of the text, or an article by itself: three whole sentences of forty words.

    On a whole ``page`` two sentences are one: its short lines were furniture beyond doubt.
    """
    kept = [text[a:b] for a, b in gaps(dropped, len(text)) if b > begin]
    if sum(map(len, kept)) * 2 >= len(text) - begin:
        return True
    prose = [line for part in kept for line in lines_of(part, 0) if line.prose]
    return words(prose) >= 40 and sum(sentences(line.text) for line in prose) >= (2 if page else 3)


def surroundings(lines: Sequence[Line], reasons: Mapping[int, str], table: Phrases) -> Reasons:
    """The lines of a whole page around its article, but for the headline; none where the text is no whole page."""
    runs = body(lines, reasons, table)
    if not runs or not surrounded(lines, runs, reasons, table):
        return {}
    kept = {number for run in runs for number in run} | {headline_above(lines, runs[0], reasons, table)}
    begun = runs[0].start
    return {
        number: "teaser" if number > begun and line.text.count(" ") >= 3 else "navigation"
        for number, line in enumerate(lines)
        if number not in kept
    }


def known(lines: Sequence[Line], _: Mapping[int, str], table: Phrases) -> Reasons:
    """Lines that are, begin or end with a known phrase."""
    found: Reasons = {}
    for number, line in enumerate(lines):
        if len(line.text) <= LONGEST and (reason := reason_of(line.text, line.key, table)):
            found[number] = reason
    return found


def reason_of(text: str, key: str, table: Phrases) -> str | None:
    """Why a line that reads ``text`` goes, by its words alone."""
    if reason := table.line.get(key):
        return reason
    if text[0].islower():  # a sentence that was wrapped
        return None
    head = text[:60].lstrip("*_").replace("’", "'").casefold()
    for beginning, reason in table.start.get(first_of(head), ()):
        if head.startswith(beginning):
            return reason
    tail = text[-100:]
    credit = len(text) <= SHORT or any(sign in tail for sign in table.credits)
    if credit and (reason := reason_by(table.tail, tail)):
        return reason
    if len(text) > PROMOTED or not any(sign in text for sign in table.signs):
        return None
    return reason_by(table.within, text)


def first_of(head: str) -> str:
    """The first word of ``head``, or nothing."""
    return head.split(None, 1)[0] if head and not head.isspace() else ""


def reason_by(patterns: Iterable[tuple[re.Pattern[str], str]], text: str) -> str | None:
    """The reason of the first pattern that ``text`` has."""
    return next((reason for pattern, reason in patterns if pattern.search(text)), None)


def described(lines: Sequence[Line], reasons: Mapping[int, str], _: Phrases) -> Reasons:
    """The description of a picture above a caption that begins with the same words."""
    return {
        number - 1: "caption"
        for number, reason in reasons.items()
        if reason == "caption" and number and lines[number].text.startswith(lines[number - 1].text)
    }


# Each sees the reasons of those before it, which stand.
RULES: tuple[Rule, ...] = (known, dated, named, menus, described, clustered, topped, boxed, ended, signed)
