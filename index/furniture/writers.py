"""Bylines and date lines: who wrote an article and when, by the shape and the place of lines."""

import re
from collections.abc import Iterator, Mapping, Sequence

from index.furniture.lines import SENTENCE_END, Line
from index.phrases import Phrases

NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’-]+(?: [A-ZÀ-ÖØ-Þ][\w'’.-]*){1,2}")
PARTING = (".", "|", "·", "•", "–", "—")
LONGEST_ROLE = 5  # words, whatever they are, where a date follows
TAIL = 8  # lines at the end among which a line about the writer may be

Reasons = dict[int, str]  # from the number of a line to why it goes


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


def named(lines: Sequence[Line], _: Mapping[int, str], table: Phrases) -> Reasons:
    """Writers without a "by": a name with a role beside or below it, or with a line about that person."""
    found: Reasons = {}
    for number in edges(lines):
        text = lines[number].text
        told = undated(text, table)
        name, _sign, role = told.strip("*_").partition(", ")
        short = 0 < len(role.split()) <= LONGEST_ROLE
        if NAME.fullmatch(name) and (is_role(role, table) or (told != text and short)):
            found[number] = "byline"
    for number in sorted({*edges(lines), *range(max(0, len(lines) - TAIL), len(lines) - 1)}):
        if NAME.fullmatch(lines[number].text):
            found |= below_name(number, lines, table)
    return found


def undated(text: str, table: Phrases) -> str:
    """What stands before the date that ends ``text`` after a full stop or a stroke; all of it where none does so."""
    *_, last = (None, *table.date.finditer(text))
    before = text[: last.start()].rstrip() if last and last.end() == len(text) else ""
    return before[:-1].rstrip() if before.endswith(PARTING) else text


def below_name(number: int, lines: Sequence[Line], table: Phrases) -> Reasons:
    """The name itself, the role below it, and at the end the line about that person; nothing without one of them."""
    found: Reasons = {}
    last = number
    if number + 1 < len(lines) and is_role(lines[number + 1].text, table):
        last, found = number + 1, {number: "byline", number + 1: "byline"}
    about = last + 1
    known = lines[number].text.split()[0] + " "
    if len(lines) - TAIL < about < len(lines) and lines[about].text.startswith(known):
        found |= {number: "byline", about: "other"}
    return found


def is_role(text: str, table: Phrases) -> bool:
    """Whether ``text`` says only what a writer is."""
    told = text.casefold().split()
    return 0 < len(told) <= 6 and not SENTENCE_END.search(text) and not table.roles.isdisjoint(told)


def signed(lines: Sequence[Line], reasons: Mapping[int, str], _: Phrases) -> Reasons:
    """A bare name after the last paragraph, where furniture follows: the writer's."""
    left = [number for number in range(len(lines)) if number not in reasons]
    if len(left) < 4 or left[-1] == len(lines) - 1 or "byline" in reasons.values():
        return {}
    last, above = lines[left[-1]], lines[left[-2]]
    return {left[-1]: "byline"} if above.prose and NAME.fullmatch(last.text) else {}
