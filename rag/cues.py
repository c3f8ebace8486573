"""What kind of answer a question asks for, and whether a sentence holds one."""

import re
from typing import NamedTuple

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|dozens?|hundreds?"
    r"|thousands?|millions?|half|third|quarter|none|no)"
)
_NAME = r"[A-Z][\w’'-]+"


class Cue(NamedTuple):
    """A kind of question and the shape of what answers it."""

    name: str
    asks: re.Pattern[str]
    answers: re.Pattern[str]


def _cue(name: str, asks: list[str], answers: list[str], *, capitals: bool = False) -> Cue:
    shape = re.compile("|".join(answers), 0 if capitals else re.IGNORECASE)
    return Cue(name, re.compile("|".join(asks), re.IGNORECASE), shape)


#: The first whose question matches counts, so the narrow ones come first.
CUES: tuple[Cue, ...] = (
    _cue(
        "share",
        [r"\b(?:what|which) (?:percentage|proportion|share)", r"\bper ?cent\b", r"\bhow (?:much )?of\b"],
        [r"%", r"\bper ?cent", r"\b(?:half|third|quarter)\b", r"\bin (?:ten|five|four|three)\b"],
    ),
    _cue(
        "money",
        [
            r"\bhow much (?:money|does|did|is|was|will|has|have)\b",
            r"\b(?:cost|fined?|funding|price|salary|budget|worth)\b",
        ],
        [r"[£$€]\s?\d", r"\d\s?(?:p|pounds?|euros?|dollars?|million|billion)\b"],
    ),
    _cue(
        "telephone",
        [r"\b(?:phone|telephone|helpline|call|ring)\b.*\b(?:number|on)\b", r"\bnumber\b.*\b(?:call|ring|phone)"],
        [r"\b0\d{3}[\d ]{5,}", r"\b11[16] ?\d{3}\b", r"\b(?:999|101|111)\b"],
    ),
    _cue(
        "number",
        [
            r"\bhow (?:many|much|often|old|long|far|big|large|high|tall)\b",
            r"\b(?:number|total|rate|rise|age|figure) of\b",
        ],
        [r"\d", rf"\b{_NUMBER_WORD}\b"],
    ),
    _cue(
        "time",
        [r"\bwhen\b", r"\b(?:what|which) (?:year|date|day|month|time|century)\b"],
        [
            r"\b(?:1\d|20)\d\d\b", rf"\b{_MONTH}\b", rf"\b{_WEEKDAY}\b",
            r"\b(?:ago|century|yesterday|today|tomorrow|last|next)\b",
        ],
    ),
    _cue(
        "person",
        [r"\bwho(?:se|m)?\b", r"\b(?:what|which) (?:person|minister|spokes|chief|director|officer|man|woman)"],
        [rf"\b{_NAME} (?:{_NAME}|of [A-Z])"],
        capitals=True,
    ),
    _cue(
        "place",
        [r"\bwhere\b", r"\b(?:what|which) (?:country|city|town|place|region|state|county)\b"],
        [r"\b(?:in|at|from|to|near|of|across) (?:the )?[A-Z]"],
        capitals=True,
    ),
    _cue(
        "speech",
        [r"\b(?:say|said|says|told|comment|respond|response|describe|call for|warn)"],
        [r"[“”\"‘]", r"\b(?:said|says|told|added|warned|according to)\b"],
    ),
    _cue(
        "reason",
        [r"\bwhy\b", r"\b(?:what|which) reasons?\b"],
        [r"\b(?:because|since|as|due|so that|in order|to|after|following|means?)\b"],
    ),
)  # fmt: skip


def cue_of(question: str) -> Cue | None:
    """What the question asks for; None where that cannot be told from its form."""
    return next((cue for cue in CUES if cue.asks.search(question)), None)
