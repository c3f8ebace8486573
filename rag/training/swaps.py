"""Near-misses: a question with one name, number, year or opposite changed for one that is just as likely.

The changed question asks for something that the passage, which answers the unchanged one, does not say.
"""

import random
import re
from collections.abc import Iterator

from index.sentences import OPENERS

_NAME = re.compile(r"\b[A-Z][\w’'-]*(?:\s(?:of\s(?:the\s)?)?[A-Z][\w’'-]*)*")
_YEAR = re.compile(r"\b(?:1[0-9]{3}|20[0-2][0-9])(?:[-–/]\d\d)?\b")
_NUMBER = re.compile(r"\b\d{1,3}(?:,\d{3})+\b|\b\d+(?:\.\d+)?\b")
_PLURAL = re.compile(r"\b[a-z]{4,}(?<!ss)s\b")
_PLACE = re.compile(r"\b(?:in|at|near|from|across|to)\s(?:the\s)?$")
_OPENS = re.compile(r"(?:^|[.!?:;]\s[“\"‘']?|[“\"‘'])$")

#: Pairs of which a text that says one does not say the other.
_OPPOSITES = """
first last|first second|second third|largest smallest|highest lowest|most least|more fewer|more less|before after
earliest latest|oldest youngest|older younger|increase decrease|increased decreased|rise fall|rose fell|north south
northern southern|east west|eastern western|male female|men women|boys girls|boy girl|father mother|son daughter
husband wife|brother sister|king queen|best worst|better worse|longest shortest|longer shorter|high low|higher lower
win lose|won lost|winner loser|start end|started ended|begin finish|began finished|born die|open close|opened closed
buy sell|bought sold|support oppose|supported opposed|accept reject|accepted rejected|approved rejected|allow ban
allowed banned|gain lose|arrive leave|arrived left|join leave|joined left|include exclude|included excluded
public private|rich poor|old new|early late|strong weak|strongest weakest|major minor|maximum minimum|always never
can cannot|could couldn't|did didn't|does doesn't|is isn't|was wasn't|are aren't|were weren't|has hasn't|had hadn't
positive negative|advantage disadvantage|legal illegal|agree disagree|agreed disagreed|attack defend|attacked defended
create destroy|created destroyed|built demolished|invaded defended|adults children|day night|summer winter|left right
spring autumn|import export|imported exported|employer employee|teacher student|teachers students|doctor patient
online offline|morning evening|lower upper|inside outside|above below|internal external|parents teachers
domestic foreign|urban rural|ancient modern|former current|previous next|minority majority|success failure|love hate
friend enemy|cause prevent|caused prevented|remove add|removed added|appointed dismissed|hired fired|published banned
"""


def _table() -> dict[str, list[str]]:
    opposites: dict[str, list[str]] = {}
    for line in _OPPOSITES.strip().splitlines():
        for pair in line.split("|"):
            one, other = pair.split(" ")
            opposites.setdefault(one, []).append(other)
            opposites.setdefault(other, []).append(one)
    return opposites


OPPOSITES = _table()


def near_misses(question: str, gold: str, passage: str, around: str, draw: random.Random) -> list[str]:
    """Questions that ``passage`` does not answer though it answers ``question``, the most alike kinds first.

    ``gold`` is the text of the sentences that answer; ``around`` is text of the same article to take from when the
    passage itself has nothing of the kind.
    """
    found = [
        *_values(question, gold, passage, around, draw),
        *_names(question, gold, passage, around, draw),
        *_plurals(question, gold, passage, draw),
        *_opposites(question, gold, draw),
    ]
    return list(dict.fromkeys(one for one in found if one != question))


def _values(question: str, gold: str, passage: str, around: str, draw: random.Random) -> Iterator[str]:
    for shape in (_YEAR, _NUMBER):
        for match in shape.finditer(question):
            others = _others(shape, match[0], gold, passage) or _others(shape, match[0], gold, around)
            if shape is _YEAR and (not others or draw.random() < 0.3) and match[0].isdigit():
                others = [year for year in _neighbours(int(match[0])) if year not in gold]
            if others:
                yield _changed(question, match, draw.choice(others))


def _neighbours(year: int) -> list[str]:
    return [str(year + step) for step in (-5, -3, -2, -1, 1, 2, 3, 5)]


def _others(shape: re.Pattern[str], asked: str, gold: str, text: str) -> list[str]:
    return sorted({found for found in shape.findall(text) if found != asked and found not in gold})


def _names(question: str, gold: str, passage: str, around: str, draw: random.Random) -> Iterator[str]:
    for match in _NAME.finditer(question):
        name = match[0].rstrip(".,'’")
        if match.start() == 0 or len(name) < 3 or not _held(name, gold + passage):
            continue
        place = _is_place(question, match.start())
        others = _like(name, gold, passage, place=place) or _like(name, gold, around, place=place)
        # "Surrey Police" for "Kent Police" is a nearer miss than "Ada Holm".
        akin = [other for other in others if set(other.split()) & set(name.split())]
        if others:
            yield question[: match.start()] + draw.choice(akin or others) + question[match.start() + len(name) :]


def _held(name: str, text: str) -> bool:
    return any(part in text for part in name.split() if part[:1].isupper())


def _is_place(text: str, at: int) -> bool:
    return bool(_PLACE.search(text[max(0, at - 12) : at]))


def _like(name: str, gold: str, text: str, *, place: bool) -> list[str]:
    """Names of ``text`` that stand where ``name`` could, none of them in ``gold``."""
    found = set()
    for match in _NAME.finditer(text):
        other = match[0].rstrip(".,'’")
        first, _, rest = other.partition(" ")
        opens = _OPENS.search(text[max(0, match.start() - 3) : match.start()])
        if opens and first.lower() in OPENERS:
            other, opens = rest, None
        if (opens and not rest) or len(other) < 3 or other in gold or _is_part(name, other):
            continue
        if abs(other.count(" ") - name.count(" ")) <= 1 and _is_place(text, match.start()) == place:
            found.add(other)
    return sorted(found)


def _is_part(one: str, other: str) -> bool:
    """Whether one name is the other, shortened: "Holm" of "Ada Holm", but not "Kent Police" of "Surrey Police"."""
    first, second = set(one.lower().split()), set(other.lower().split())
    return first <= second or second <= first


def _plurals(question: str, gold: str, passage: str, draw: random.Random) -> Iterator[str]:
    """Another kind of people or things: "how many prisoners" for "how many soldiers"."""
    mine = [match for match in _PLURAL.finditer(question) if match[0] in gold]
    others = sorted(set(_PLURAL.findall(passage)) - set(_PLURAL.findall(question)) - set(_PLURAL.findall(gold)))
    if mine and others:
        yield _changed(question, draw.choice(mine), draw.choice(others))


def _opposites(question: str, gold: str, draw: random.Random) -> Iterator[str]:
    for match in re.finditer(r"[A-Za-z']+", question):
        others = [other for other in OPPOSITES.get(match[0], []) if not re.search(rf"\b{other}\b", gold)]
        if others and match.start() > 0:
            yield _changed(question, match, draw.choice(others))


def _changed(question: str, match: re.Match[str], other: str) -> str:
    return question[: match.start()] + other + question[match.end() :]
