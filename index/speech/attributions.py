"""Who a sentence says is speaking: a verb of saying, and its subject before or after it.

Only the words outside quotation marks are read; there, ``QUOTE`` stands for what is marked. The subject is a noun
phrase of a few known shapes, and a sentence of any other shape names nobody.
"""

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from index.articles import Span
from index.phrases.speech import QUOTE, Speech
from index.speech.clauses import follows, subject
from index.speech.cues import Cue, cues
from index.speech.openings import first_subject
from index.speech.people import names, plain
from index.speech.references import NAME, NOBODY, PRONOUN, Reference
from index.speech.subjects import noun_phrase

MOST = 12  # verbs of saying that are looked at in one sentence
_DASH = re.compile(rf"{QUOTE}[^{QUOTE}.,;:]*\s[–—-]\s([^{QUOTE}.,;:–—]{{3,70}}?)\s*$")
_DESCRIPTION = re.compile(rf"{QUOTE},?\s+((?:[\w'’&-]+\s+){{1,6}})$")
_THAT = re.compile(rf"[^,;:{QUOTE}]*\bthat\s(?:[^,;:{QUOTE}]*\s)?$")  # leads to a clause inside another
_TOLD = re.compile(rf"[:,]\s*{QUOTE}")
_COLON = re.compile(rf":\s*{QUOTE}")


class Attribution(NamedTuple):
    """A verb of saying with its speaker; ``start`` and ``end`` enclose both."""

    start: int
    end: int
    who: Reference
    verb: str
    follows: bool  # whether a quotation or clause comes before it: "…," she said


def attributions(masked: str, sentence: Span, table: Speech) -> list[Attribution]:
    """The attributions of ``sentence``, in order."""
    found: list[Attribution] = []
    marks = masked.find(QUOTE, sentence.start, sentence.end) >= 0
    for cue in islice(cues(masked, sentence.start, sentence.end, table), MOST):
        if (found and cue.start < found[-1].end) or not (marks or reports(masked, cue, table)):
            continue
        main = found if found and not subordinate(masked, sentence, found[-1], cue, table) else []
        last = main_clause(masked, main) if cue.verb.endswith("ing") else main[-1].who if main else None
        who = subject(masked, sentence, cue, last, table)
        if who is not None and (marks or who.kind != NOBODY):
            near = QUOTE not in masked[who.end : cue.start] and not any(who is one.who for one in found)
            start, end = min(cue.start, who.start if near else cue.start), max(cue.end, who.end)
            end = cue.end if QUOTE in masked[cue.end : who.start] else end
            start = described_from(masked, sentence.start, start, table) if start == who.start else start
            found.append(Attribution(start, end, who, cue.verb, follows(masked, sentence, start)))
    if marks and not found and (first := table.word.search(masked, sentence.start, sentence.end)):
        who = inverted(masked, Span(first.end(), sentence.end), table) if first[0].lower() in table.inverted else None
        if who is not None:
            found.append(Attribution(first.start(), who.end, who, first[0].lower(), follows=False))
    if marks and not found and (dash := _DASH.search(masked, sentence.start, sentence.end)):
        who = noun_phrase(masked, *dash.span(1), table)
        if who is not None and who.kind == NAME:
            found.append(Attribution(who.start, who.end, who, "–", follows=True))
    if marks and not found and (colon := _COLON.search(masked, sentence.start, sentence.end)):
        who = first_subject(masked, Span(sentence.start, colon.start()), table)
        kinds = (NAME, PRONOUN)
        if who is not None and who.kind in kinds and alone(masked, sentence.start, colon.start(), who, table):
            found.append(Attribution(who.start, colon.start(), who, ":", follows=False))
    return found


def subordinate(masked: str, sentence: Span, last: Attribution, cue: Cue, table: Speech) -> bool:
    """Whether ``last`` speaks in a clause before the main one: "As critics said so, Ada Poole went on, (noting)"."""
    before = [plain(word) for word in table.word.findall(masked, sentence.start, last.who.start)][-1:]
    if before and before[0] in table.clauses and last.who.start < last.end:
        return masked.find(", ", last.end, cue.start) >= 0 or masked.startswith(",", last.end)
    opening = table.word.search(masked, *sentence)
    if opening is None or plain(opening[0]) not in table.clauses | table.conjunctions:
        return False
    return masked.find(", ", last.end, cue.start) >= 0 and masked.find(", ", sentence.start, last.end) < 0


def main_clause(masked: str, found: Sequence[Attribution]) -> Reference | None:
    """Who speaks in the clause that a participle goes on: "Ada Poole said that she had spoken to them, adding"."""
    for at in range(len(found) - 1, 0, -1):
        if not _THAT.match(masked, found[at - 1].end, found[at].start):
            return found[at].who
    return found[0].who if found else None


def inverted(masked: str, rest: Span, table: Speech) -> Reference | None:
    """Who speaks in a sentence that begins with the verb: "Said Ada Poole: “…”"."""
    stop = _TOLD.search(masked, *rest)
    return noun_phrase(masked, rest.start, stop.start(), table) if stop else None


def described_from(masked: str, begin: int, start: int, table: Speech) -> int:
    """Where the words before a name begin that say what somebody is: '“…,” Baytown tugmaster (Ada Poole)'."""
    before = _DESCRIPTION.search(masked, begin, start)
    words = table.word.findall(before[1]) if before else []
    if not before or any(plain(word) in table.not_names | table.introductory | table.verbs for word in words):
        return start
    return before.start(1)


def reports(masked: str, cue: Cue, table: Speech) -> bool:
    """Whether the verb tells of speech without marked words."""
    if cue.verb in table.marked or cue.verb in table.noun:
        return cue.verb not in table.marked and masked.startswith(" that ", cue.end)
    return True


def alone(masked: str, start: int, end: int, who: Reference, table: Speech) -> bool:
    """Whether nobody but ``who`` is named in ``masked[start:end]``."""
    return all(name.start == (who.name or name).start or not name.person for name in names(masked, start, end, table))
