"""What kind of answer a question asks for, and whether a sentence holds one."""

import re
from typing import NamedTuple


class Cue(NamedTuple):
    """A kind of question and the shape of what answers it."""

    name: str
    asks: re.Pattern[str]
    answers: re.Pattern[str]


def _cue(name: str, asks: str, answers: str, *, case: bool = False) -> Cue:
    return Cue(name, re.compile(asks, re.IGNORECASE), re.compile(answers, 0 if case else re.IGNORECASE))


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_NUMBER_WORD = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|dozens?|hundreds?"
    r"|thousands?|millions?|half|third|quarter|none|no"
)

#: The first whose question matches counts, so the narrow ones come first.
CUES: tuple[Cue, ...] = (
    _cue("share", r"\b(what|which) (percentage|proportion|share)|\bpercent|\bper cent|\bhow (much )?of\b", r"%|per ?cent|half|third|quarter|in (ten|five|four|three)"),
    _cue("money", r"\bhow much (money|does|did|is|was|will|has|have)|\b(cost|fine|funding|price|salary|budget|worth)\b", r"[£$€]\s?\d|\d\s?(p|pounds?|euros?|dollars?|million|billion)\b"),
    _cue("telephone", r"\b(phone|telephone|helpline|call|ring)\b.*\b(number|on)\b|\bnumber\b.*\b(call|ring|phone)", r"\b(0\d{3}[\d ]{5,}|11[16] ?\d{3}|999|101|111)\b"),
    _cue("number", r"\bhow (many|much|often|old|long|far|big|large|high|tall)\b|\b(number|total|rate|rise|age|figure) of\b", rf"\d|\b({_NUMBER_WORD})\b"),
    _cue("time", r"\bwhen\b|\b(what|which) (year|date|day|month|time|century)\b|\bsince when\b", rf"\b(1\d|20)\d\d\b|\b{_MONTH}\b|\b(mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(ago|century|yesterday|today|tomorrow|last|next)\b"),
    _cue("person", r"\bwho\b|\bwhose\b|\bwhom\b|\b(what|which) (person|minister|spokes|chief|director|officer|man|woman)", r"\b[A-Z][\w’'-]+ (?:[A-Z][\w’'-]+|of [A-Z])", case=True),
    _cue("place", r"\bwhere\b|\b(what|which) (country|city|town|place|region|state|county)\b", r"\b(?:in|at|from|to|near|of|across) (?:the )?[A-Z]", case=True),
    _cue("speech", r"\b(say|said|says|tell|told|comment|respon[ds]|describe|call for|warn)", r"[“”\"‘]|\b(said|says|told|added|warned|according to)\b"),
    _cue("reason", r"\bwhy\b|\b(what|which) reasons?\b", r"\b(because|since|as|due|so that|in order|to|after|following|means?)\b"),
)  # fmt: skip


def cue_of(question: str) -> Cue | None:
    """What the question asks for; None where that cannot be told from its form."""
    return next((cue for cue in CUES if cue.asks.search(question)), None)
