"""The subject of a verb of saying: before it, after it, or shared with the verb before."""

import re

from index.articles import Span
from index.phrases.speech import CAPITAL, QUOTE, Speech
from index.speech.cues import ACCORDING, Cue
from index.speech.following import after
from index.speech.openings import first_subject
from index.speech.people import name_at, names, plain
from index.speech.preceding import before
from index.speech.references import NAME, NOBODY, PRONOUN, TRIM, Reference

_CLAUSE = re.compile(rf"{QUOTE}+|[;:]|\s(?:[–—-]|--)\s|—")
_ANEW = re.compile(r"\b(?:but|while|though) (?:the|an?|its|his|her|their)\b")  # a subject of its own
_SHOP = re.compile(rf"(?<![\w&])((?:[{CAPITAL}][\w.-]*\s&\s)?[{CAPITAL}][\w&.-]*)[’']s(?= $)")  # "(Poole's) said"
_AGENT = re.compile(rf"[^{QUOTE}.,;:]{{0,40}}{QUOTE}+ by ")  # "dubbed “…” by ministers"


def subject(masked: str, sentence: Span, cue: Cue, last: Reference | None, table: Speech) -> Reference | None:
    """Who says, at the verb of saying ``cue``."""
    verb = cue.verb
    if verb == ACCORDING:
        return after(masked, cue.end, sentence.end, table)
    agent = _AGENT.match(masked, cue.end, sentence.end) if verb in table.marked else None
    if agent:
        return after(masked, agent.end(), sentence.end, table)
    begin = max((stop.end() for stop in _CLAUSE.finditer(masked, sentence.start, cue.start)), default=sentence.start)
    until = cue.start
    if not masked[begin : cue.start].strip():
        begin, until = around_dashes(masked, sentence, cue.start)
    who = before(masked, begin, until, table, calls=verb in table.calling)
    if who is not None:
        speaks = is_verb(masked, who, cue, table) or marks_speech(masked, sentence.start, who.start, cue, table)
        return who if speaks else None
    plainly = not (verb in table.noun or verb in table.marked or verb.endswith("ing"))
    shop = _SHOP.search(masked, begin, until) if plainly else None
    name = name_at(masked, *shop.span(1), table) if shop and not masked[begin : shop.start()].rstrip(" ,") else None
    if shop and name:
        return Reference(*shop.span(), NAME, name._replace(end=shop.end(), organisation=True, possessive=False))
    between = masked[begin:until].strip(TRIM)
    inverts = verb not in table.never_first and not verb.endswith("ing")  # "saying the lamp (is lit)"
    if not between and inverts and follows(masked, sentence, cue.start):
        who = after(masked, cue.end, sentence.end, table)
        if who is not None:
            return who
    elif inverts and masked[sentence.start : cue.start].rstrip().endswith(","):
        who = after(masked, cue.end, sentence.end, table)
        if who is not None and who.kind != PRONOUN and verb not in table.noun:
            return who
    return shared(masked, sentence, cue, last, table)


def around_dashes(masked: str, sentence: Span, end: int) -> tuple[int, int]:
    """The clause before what dashes enclose, if they do just before ``end``: "(Ada Poole) – a vet in Leeds – said"."""
    stops = list(_CLAUSE.finditer(masked, sentence.start, end))
    if len(stops) < 2 or not (is_dash(stops[-1][0]) and is_dash(stops[-2][0])):
        return end, end
    return (stops[-3].end() if len(stops) > 2 else sentence.start), stops[-2].start()


def is_dash(stop: str) -> bool:
    """Whether what parts two clauses is a dash."""
    return stop.strip() in ("–", "—", "-", "--")


def follows(masked: str, sentence: Span, at: int) -> bool:
    """Whether what comes before ``at`` in the sentence is a quotation, or a clause that a comma ends."""
    before = masked[sentence.start : at].rstrip()
    return before.endswith((QUOTE, f"{QUOTE},", ","))


def is_verb(masked: str, who: Reference, cue: Cue, table: Speech) -> bool:
    """Whether a verb that may be a noun is none, as a person stands before it: "she hopes"."""
    somebody = who.kind == PRONOUN or (who.kind == NAME and who.name is not None and not who.name.possessive)
    return somebody and cue.verb in table.thought and masked[who.end : cue.start].strip() == ""


def marks_speech(masked: str, start: int, end: int, cue: Cue, table: Speech) -> bool:
    """Whether a verb that is as often a noun is one of saying: "that" or marks follow, or marks ended at ``end``."""
    if cue.verb not in table.noun:
        return True
    rest = masked[cue.end : cue.end + 60].lstrip(" ,:")
    return rest.startswith((QUOTE, "that ")) or masked[start:end].rstrip(" ,–—").endswith(QUOTE)


def shared(masked: str, sentence: Span, cue: Cue, last: Reference | None, table: Speech) -> Reference | None:
    """The subject of the verb before, or of the sentence: "Ada Poole laughed and said", "…, adding"."""
    words = [plain(word[0]) for word in table.word.finditer(masked, max(sentence.start, cue.start - 30), cue.start)]
    joined = bool(words) and (
        words[-1] in ("and", "but", "then", "also", "as")
        or (cue.verb.endswith("ing") and words[-1] in table.documents)
        or (len(words) > 1 and words[-1] in ("that", "which") and words[-2] in table.writings)
    )
    at_once = cue.verb.endswith("ing") and masked[cue.end : cue.end + 3].lstrip(" ,:").startswith(QUOTE)
    if at_once and not joined and last is None:
        who = first_subject(masked, Span(sentence.start, cue.start), table)
        if who is None or (who.name and len(who.name.core) == 1 and f" {who.name.core[0]} " in masked):
            return None  # "Payments (with notes saying)"
        return who if not any(name.person for name in names(masked, who.end, cue.start, table)) else None
    if not joined and masked[sentence.start : cue.start].rstrip()[-1:] not in (",", QUOTE, "–", "—"):
        return None
    if not marks_speech(masked, sentence.start, cue.start, cue, table):
        return None
    if last is not None:
        anew = not joined and _ANEW.search(masked, last.end, cue.start)
        return Reference(cue.start, cue.start, NOBODY) if anew else last
    who = first_subject(masked, Span(sentence.start, cue.start), table)
    if who is None or joined or cue.verb.endswith("ing"):
        return who
    comma = masked[sentence.start : cue.start].rstrip().endswith(",")
    return None if comma and masked[who.end : who.end + 1] != "," else who
