"""The subject of a verb of saying: before it, after it, or shared with the verb before."""

import re
from collections.abc import Iterator, Sequence

from index.articles import Span
from index.phrases.speech import QUOTE, Speech
from index.speech.cues import ACCORDING, Cue
from index.speech.openings import first_subject, segments
from index.speech.people import names, plain
from index.speech.roles import begins_role
from index.speech.subjects import DEFINITE, DESCRIBED, NAME, PRONOUN, TRIM, Reference, noun_phrase

_CLAUSE = re.compile(rf"{QUOTE}+|[;:]|\s[–—-]\s|—")
_STOP = re.compile(rf"[{QUOTE};:.!?()]|\s[–—-]\s|—")
_AGENT = re.compile(rf"[^{QUOTE}.,;:]{{0,40}}{QUOTE}+ by ")  # "dubbed “…” by ministers"
_PREPOSITION = re.compile(r"\s(?:in|on|of|to|at|during|after|from|for|about|with|by|this|earlier)\s")


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
    between = masked[begin:until].strip(TRIM)
    if not between and verb not in table.never_first and follows(masked, sentence, cue.start):
        who = after(masked, cue.end, sentence.end, table)
        if who is not None:
            return who
    elif verb not in table.never_first and masked[sentence.start : cue.start].rstrip().endswith(","):
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
    return stop.strip() in ("–", "—", "-")


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
        words[-1] in ("and", "but", "then", "also", "as") or (cue.verb.endswith("ing") and words[-1] in table.documents)
    )
    if not joined and masked[sentence.start : cue.start].rstrip()[-1:] not in (",", QUOTE, "–", "—"):
        return None
    if not marks_speech(masked, sentence.start, cue.start, cue, table):
        return None
    if last is not None:
        return last
    who = first_subject(masked, Span(sentence.start, cue.start), table)
    if who is None or joined or cue.verb.endswith("ing"):
        return who
    comma = masked[sentence.start : cue.start].rstrip().endswith(",")
    return None if comma and masked[who.end : who.end + 1] != "," else who


def pronoun(masked: str, part: Span, table: Speech) -> Reference | None:
    """The pronoun that ends ``part``, where it is no object: "In Leeds (she) said"."""
    last = next(iter(list(table.word.finditer(masked, *part))[-1:]), None)
    if last is None or table.pronouns.get(plain(last[0]), "o") == "o":
        return None
    return Reference(*last.span(), PRONOUN, None, plain(last[0]))


def plural(masked: str, part: Span, table: Speech) -> Reference | None:
    """The noun that ends ``part``, where it is of several people: "the law that is what (critics) call"."""
    found = list(table.word.finditer(masked, *part))[-1:]
    if not found or plain(found[0][0]) not in table.several:
        return None
    return noun_phrase(masked, found[0].start(), found[0].end(), table)


def before(masked: str, start: int, end: int, table: Speech, *, calls: bool) -> Reference | None:
    """The subject that ends where the verb begins, with what a comma may put between: "Ada Poole, a vet, (said)"."""
    parts = segments(masked, start, end)
    if not parts:
        return None
    if masked[parts[-1].start : parts[-1].end].strip(TRIM):
        last = parts[-1]
        if masked[last.start : last.end].split() == ["who"]:
            return antecedent(masked, parts[:-1], table)
        own = table.subordinate.match(masked, last.start, last.end)
        who = noun_phrase(masked, own.end() if own else last.start, last.end, table)
        who = who or pronoun(masked, last, table)
        if who is None and len(parts) > 1 and masked.startswith("who ", last.start):
            return antecedent(masked, parts[:-1], table)
        return who or (plural(masked, last, table) if calls else None)
    return head(masked, parts[:-1], table)


def head(masked: str, parts: Sequence[Span], table: Speech) -> Reference | None:
    """The noun phrase to which the others are in apposition: "Ada Poole, a vet from Leeds" or "A vet, Ada Poole"."""
    parts = [part for part in parts if not introduces(masked, part, table)]
    phrases = [noun_phrase(masked, part.start, part.end, table) for part in parts]
    if len(phrases) > 1 and phrases[0] is None and phrases[1] and phrases[1].name and phrases[1].name.person:
        phrases = phrases[1:]  # "Writing for the paper, Ada Poole, a vet"
    who = phrases[0] if phrases else None
    if who is None:
        return None
    following = phrases[1] if len(phrases) > 1 else None
    if who.kind in (DESCRIBED, DEFINITE) and following and following.name and following.name.person:
        return following
    if following and bare(following) and plain(masked[who.start : who.end].split()[-1]) in table.roles:
        return following  # "The Lamp Trust Chief, Ada Poole"
    joined = [
        phrase
        for part, phrase in zip(parts[-len(phrases) :], phrases, strict=True)
        if masked.startswith("and ", part.start)
    ]
    others = [phrase for phrase in phrases[1:2] + joined if phrase and phrase.kind == NAME and bare(phrase)]
    return None if others else who


def introduces(masked: str, part: Span, table: Speech) -> bool:
    """Whether ``part`` only leads up to the subject: "In May"; "And" alone does not."""
    opening = next(table.word.finditer(masked, part.start, part.end), None)
    if opening is None:
        return True
    low = plain(opening[0])
    if low.endswith("ing") and opening.end() == part.end:  # "Smiling, the mayor"
        return True
    return low in table.introductory and (low not in table.joining or opening.end() == part.end)


def bare(phrase: Reference) -> bool:
    """Whether ``phrase`` is somebody's name and no more."""
    return phrase.name is not None and phrase.name.person and phrase.start == phrase.name.start


def antecedent(masked: str, parts: Sequence[Span], table: Speech) -> Reference | None:
    """Whom "who" stands for: the name that ends a part, a role after it passed over."""
    for number, part in enumerate(reversed(parts)):
        words = [plain(word[0]) for word in table.word.finditer(masked, part.start, part.end)]
        if number == 0 and words and words[0] in table.determiners and begins_role(words, table):
            continue
        last = list(names(masked, part.start, part.end, table))[-1:]
        if last and last[0].end == part.end and not last[0].organisation:
            return Reference(last[0].start, last[0].end, NAME, last[0])
        if not any(word in table.roles for word in words):
            return None
    return None


def after(masked: str, start: int, end: int, table: Speech) -> Reference | None:
    """The subject that follows the verb: "(said) Ada Poole, a vet", "(said) a spokesman for the zoo"."""
    stop = _STOP.search(masked, start, end)
    while stop and stop[0] == "." and initial(masked, stop.start()):
        stop = _STOP.search(masked, stop.end(), end)
    parts = segments(masked, start, stop.start() if stop else end)
    first = parts[0]
    for cut in cuts(masked, first, table):
        who = noun_phrase(masked, cut.start, cut.end, table)
        if who is None:
            continue
        named = noun_phrase(masked, *parts[1], table) if len(parts) > 1 else None
        if who.kind in (DESCRIBED, DEFINITE) and named and bare(named):
            return named
        return None if together(masked, who.end, end, table) and who.kind == NAME else who
    return None


def initial(masked: str, stop: int) -> bool:
    """Whether the full stop belongs to an initial or a title."""
    return bool(
        re.search(
            r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Lt|Col|Gen|Rep|Sen|Gov|St|Rev|Sgt|Capt)$", masked[max(0, stop - 5) : stop]
        )
    )


def cuts(masked: str, first: Span, table: Speech) -> Iterator[Span]:
    """The stretch, then the shorter ones in which a subject may end."""
    yield first
    text = masked[first.start : first.end]
    ended = table.role_end.sub("", text)
    if ended != text:
        yield Span(first.start, first.start + len(ended))
    for preposition in _PREPOSITION.finditer(text):
        yield Span(first.start, first.start + preposition.start())


def together(masked: str, at: int, end: int, table: Speech) -> bool:
    """Whether another name is joined to the one that ends at ``at``."""
    joined = re.compile(r",? and (?:the )?(?=[A-Z])").match(masked, at, end)
    return joined is not None and table.run.match(masked, joined.end()) is not None
