"""Which stretches of a scraped page are not the article, each with its reason.

A false drop loses what someone came to quote; furniture left in is a blemish. So every rule asks for
evidence: a known phrase, a shape, a place, and for whole tails also an article before them.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from index.articles import Dropped, Span, gaps
from index.lines import PROSE_WORDS, SENTENCE_END, Line, lines_of, sentences, words
from index.phrases import Phrases, phrases

REASONS = (
    "navigation", "teaser", "caption", "advertisement", "related story", "promotion", "legal", "sharing",
    "comment box", "byline", "date line", "front matter", "other",
)  # fmt: skip

FRONT_MATTER = re.compile(
    r"(?:---[ \t]*\r?\n(?:.*\n){0,200}?---|\+\+\+[ \t]*\r?\n(?:.*\n){0,200}?\+\+\+)[ \t]*(?:\r?\n|$)"
)
FIELD = re.compile(r"^[\w\"'-]+[ \t]*[:=]", re.MULTILINE)
NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’-]+(?: [A-ZÀ-ÖØ-Þ][\w'’.-]*){1,2}")
LONGEST = 400  # no single line of furniture is longer
SHORT = 25
LARGEST_BOX = 24  # headlines
MOST_ENDS = 10  # a text in which everything ends the article is none


Reasons = dict[int, str]  # from the number of a line to why it goes
Rule = Callable[[Sequence[Line], Mapping[int, str], Phrases], Reasons]


def furniture(text: str, language: str = "en") -> tuple[Dropped, ...]:
    """The stretches of ``text`` that are not the article, in order and disjoint."""
    head = front_matter(text)
    begin = head.end if head else 0
    lines = tuple(lines_of(text, begin))
    reasons: Reasons = {}
    for rule in RULES:
        reasons = rule(lines, reasons, phrases(language)) | reasons
    first = (Dropped(head.start, head.end, "front matter"),) if head else ()
    rest = tuple(stretches(lines, reasons, begin, len(text)))
    return first + rest if an_article_is_left(text, rest, begin) else first


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


def an_article_is_left(text: str, dropped: Sequence[Dropped], begin: int) -> bool:
    """Whether what stays is most of the text, or an article by itself: three whole sentences of forty words."""
    kept = [text[a:b] for a, b in gaps(dropped, len(text)) if b > begin]
    if sum(map(len, kept)) * 2 >= len(text) - begin:
        return True
    prose = [line for part in kept for line in lines_of(part, 0) if line.prose]
    return words(prose) >= 40 and sum(sentences(line.text) for line in prose) >= 3


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
    head = text[:60].replace("’", "'").casefold()
    for beginning, reason in table.start.get(head.split(None, 1)[0], ()):
        if head.startswith(beginning):
            return reason
    tail = text[-100:]
    if len(text) > SHORT and not any(sign in tail for sign in table.credits):
        return None
    return next((reason for pattern, reason in table.tail if pattern.search(tail)), None)


def dated(lines: Sequence[Line], _: Mapping[int, str], table: Phrases) -> Reasons:
    """Bylines and date lines: near the top, or after the last sentence."""
    found: Reasons = {}
    for number in edges(lines):
        text = lines[number].text
        if len(text) > 160:
            continue
        if is_byline(text, table) and (number or text.count(" ") > 1):
            found[number] = "byline"
        elif is_date_line(text, table):
            found[number] = "date line"
    return found


def edges(lines: Sequence[Line]) -> Iterator[int]:
    """The lines before the third of prose, at most thirty, and those after the last."""
    prose = 0
    for number, line in enumerate(lines[:30]):
        prose += line.prose
        if prose > 2:
            break
        yield number
    for number in range(len(lines) - 1, max(29, len(lines) - 11), -1):
        if lines[number].prose:
            break
        yield number


def is_byline(text: str, table: Phrases) -> bool:
    """Whether ``text`` does nothing but name its writers."""
    found = table.byline.fullmatch(text) if len(text) <= 120 else None
    if found is None or SENTENCE_END.search(text.rstrip(".")[-3:]):
        return False
    return text[0].isupper() or (" " in found["names"] and not found["role"])


def is_date_line(text: str, table: Phrases) -> bool:
    """Whether ``text`` is a date with times and labels around it, and nothing else."""
    if not any(map(str.isdigit, text)):
        return False
    rest, dates = table.date.subn(" ", text)
    return bool(dates) and not any(map(str.isalnum, table.beside_dates.sub(" ", rest)))


def described(lines: Sequence[Line], reasons: Mapping[int, str], _: Phrases) -> Reasons:
    """The description of a picture above a caption that begins with the same words."""
    return {
        number - 1: "caption"
        for number, reason in reasons.items()
        if reason == "caption" and number and lines[number].text.startswith(lines[number - 1].text)
    }


def clustered(lines: Sequence[Line], _: Mapping[int, str], table: Phrases) -> Reasons:
    """Three or more lines in a row that are words of a menu or of a sharing bar."""
    words_of_menus = [table.cluster.get(line.key, "") for line in lines]
    found: Reasons = {}
    for number in range(len(lines) - 2):
        three = words_of_menus[number : number + 3]
        if all(three):
            found |= zip(range(number, number + 3), three, strict=True)
    return found


def boxed(lines: Sequence[Line], _: Mapping[int, str], table: Phrases) -> Reasons:
    """A box of headlines: its heading, and what follows up to the next sentence but for a heading of that."""
    found: Reasons = {}
    begun = False  # above the first sentence of the article there may stand its own headline
    for number, line in enumerate(lines):
        if reason := table.block.get(line.key):
            inside = box_under(number, lines) if begun else ()
            found |= dict.fromkeys((number, *inside), reason)
        begun = begun or line.prose
    return found


def box_under(number: int, lines: Sequence[Line]) -> range:
    """The headlines of the box whose heading is ``number``; a box of more than a screenful is none."""
    below = range(number + 1, min(len(lines), number + LARGEST_BOX + 1))
    after = next((n for n in below if lines[n].prose), below.stop)
    if after == number + LARGEST_BOX + 1:
        return range(0)
    heading = after < len(lines) and lines[after - 1].text.count(" ") < PROSE_WORDS
    return range(number + 1, after - heading)


def ended(lines: Sequence[Line], _: Mapping[int, str], table: Phrases) -> Reasons:
    """Everything after the line that ends the article; only the line where the rest may yet be the article."""
    found: Reasons = {}
    before: list[Line] = []
    for number, line in enumerate(lines):
        reason = table.end.get(line.key)
        if reason is None:
            before += [line] if line.prose else []
            continue
        found[number] = reason
        enough = len(before) >= 3 and words(before) >= 60 and len(found) < MOST_ENDS
        if enough and (reason == "comment box" or is_tail(lines[number + 1 :])):
            return found | dict.fromkeys(range(number, len(lines)), reason)
    return found


def is_tail(tail: Sequence[Line]) -> bool:
    """Whether ``tail`` is a list of other stories: most of it no sentences, or headlines given twice."""
    prose = sum(line.prose for line in tail)
    twice = len(tail) - len({line.text for line in tail})
    return prose * 5 <= len(tail) or (twice >= 2 and prose * 2 <= len(tail))


def signed(lines: Sequence[Line], reasons: Mapping[int, str], _: Phrases) -> Reasons:
    """A bare name after the last paragraph, where furniture follows: the writer's."""
    left = [number for number in range(len(lines)) if number not in reasons]
    if len(left) < 4 or left[-1] == len(lines) - 1 or "byline" in reasons.values():
        return {}
    last, above = lines[left[-1]], lines[left[-2]]
    return {left[-1]: "byline"} if above.prose and NAME.fullmatch(last.text) else {}


# Each sees the reasons of those before it, which stand.
RULES: tuple[Rule, ...] = (known, dated, described, clustered, boxed, ended, signed)
