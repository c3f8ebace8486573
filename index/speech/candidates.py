"""Whom the names of a text stand for, and who of them may be meant by "he" or "she"."""

import re
from collections.abc import Iterator, Sequence

from index.articles import Span
from index.phrases.speech import Speech
from index.speech.context import Context, Speaker, back, words_in
from index.speech.people import MOST, Name, mentions
from index.speech.references import NAME, Reference
from index.speech.roles import fullest, with_role

_VERB = re.compile(
    r" (?:is|was|has|had|isn[’']t|wasn[’']t|will|would|who|also|then|did|gave|took|made|went|came|told|says?|said"
    r"|left|began|became|got|held|led|met|ran|saw|spoke|stood|won|lost|wrote|felt|kept|knew|thought|\w{2,}ed)\b"
)
NEAR = 3  # sentences back

_OF_A_THING = re.compile(r"\b(?:[Tt]he|[Ii]n|[Aa]t|[Nn]ear|(?:city|town|state|village|district) of) $")
_WHO = re.compile(r",? who(?:se)? ")
_AGE = re.compile(r",? \(?\d{1,3}\)?(?=[,;)])")


def named(who: Reference, name: Name, until: int, context: Context) -> Speaker | None:
    """The person or thing of that name, by its fullest mention; None where two people share it."""
    if name.organisation:
        return Speaker(Span(who.start, who.end), name.core[-1:], "o")
    found = mentions(name, context.names, until) or of_those_alike(name, until, context)
    if not found or (found == [name] and len(name.core) == 1 and name.core[0] in context.table.surnames):
        return None
    if all(len(one.core) == 1 and not one.titled for one in found):
        here = with_role(context.masked, name, until, context.table)
        given = context.table.given.get(name.core[-1], "") if name.core[-1:] in context.heard else ""
        return Speaker(Span(min(who.start, here.start), max(who.end, here.end)), name.core[-1:], name.gender or given)
    genders = {one.gender for one in found if one.gender}
    span = fullest(context.masked, found, until, context.table)
    longest = max(found, key=lambda one: len(one.core))
    gender = genders.pop() if len(genders) == 1 else ""
    told = gender or gender_of(words_in(*span, context), context.table)
    return Speaker(span, (longest.core[0], longest.core[-1]), told)


def of_those_alike(name: Name, until: int, context: Context) -> list[Name]:
    """The mentions of the one whom a surname that several have means: who spoke before, alone or named just now."""
    if len(name.core) > 1 or name.junior:
        return []
    named_alike = (one for one in context.names.by_last.get(name.core[-1], ())[:MOST] if one.start <= until)
    alike = [one for one in named_alike if len(one.core) > 1 and not one.organisation and known_person(one, context)]
    since = next((turn.start for turn in list(back(context.turns, NEAR))[-1:]), 0)
    heard_alike = {key for key in context.heard if len(key) > 1 and key[-1] == name.core[-1]}
    known = {(one.core[0], one.core[-1]) for one in alike if one.start >= since} & heard_alike or heard_alike
    return [one for one in alike if (one.core[0], one.core[-1]) in known] if len(known) == 1 else []


def known_person(name: Name, context: Context) -> bool:
    """Whether a full name is beyond doubt somebody's: of known gender, title or role, or heard before."""
    if name.gender or name.titled or (name.core[0], name.core[-1]) in context.heard:
        return True
    return described(name, context)


def gender_of(words: Sequence[str], table: Speech) -> str:
    """The letter of the gender that ``words`` tell of one person: "spokeswoman"; nothing where they tell none."""
    told = [letter for letter, kind in (("f", table.feminine), ("m", table.masculine)) if not kind.isdisjoint(words)]
    return told[0] if len(told) == 1 else ""


def people(start: int, end: int, letter: str, context: Context, *, own: bool = False) -> Iterator[Speaker]:
    """The people named in a stretch, outside marks, whom the pronoun may mean; those who only own, if ``own``."""
    for name in context.names.between(start, end):
        if name.organisation or (name.possessive and not own) or is_thing(name, context) or always_whole(name, context):
            continue
        if context.table.listener.search(context.masked, max(start, name.start - 60), name.start):
            continue
        who = named(Reference(name.start, name.end, NAME, name), name, name.end, context)
        if who is None or not fits(who, letter):
            continue
        if name.person or len(who.key) > 1 or heard(who, context):
            yield who


def untold(start: int, end: int, context: Context) -> bool:
    """Whether a stretch names somebody by a surname that several have, so that it is not known whom."""
    alone = [
        one
        for one in context.names.between(start, end)
        if len(one.core) == 1 and not (one.organisation or one.possessive)
    ]
    return any(
        shared_by_several(one, context)
        and not mentions(one, context.names, one.end)
        and not of_those_alike(one, one.end, context)
        for one in alone
    )


def shared_by_several(name: Name, context: Context) -> bool:
    """Whether the text has several people whose surname ``name`` is."""
    alike = (one for one in context.names.by_last[name.core[-1]][:MOST] if len(one.core) > 1 and not one.organisation)
    return len({one.core[0] for one in alike if known_person(one, context)}) > 1


def is_thing(name: Name, context: Context) -> bool:
    """Whether "the" or "in" stands before a name that neither title nor given name makes somebody's: "in Lamp Bay"."""
    thing = _OF_A_THING.search(context.masked, max(0, name.start - 12), name.start) is not None
    return thing and not name.titled and not name.gender


def fits(speaker: Speaker, letter: str) -> bool:
    """Whether the gender does not contradict."""
    return not letter or speaker.gender in ("", letter)


def heard(speaker: Speaker, context: Context) -> bool:
    """Whether ``speaker`` spoke before."""
    return speaker.key in context.heard


def evident(speaker: Speaker, context: Context) -> bool:
    """Whether ``speaker`` is somebody, not just capitalised words: of known gender, role or age, or heard before."""
    if speaker.gender or heard(speaker, context):
        return True
    after = context.masked
    if _AGE.match(after, speaker.span.end) or _WHO.match(after, speaker.span.end) or by_surname(speaker.key, context):
        return True
    if any(word in context.table.roles for word in words_in(*speaker.span, context)):
        return True
    whole = (one for one in context.names.by_last.get(speaker.key[-1], ())[:MOST] if one.core[0] == speaker.key[0])
    return any(not one.organisation and len(one.core) > 1 and described(one, context) for one in whole)


def faceless(speaker: Speaker, context: Context) -> bool:
    """Whether a speaker of two names is shown as somebody by nothing, and may be a body: "Live Nation"."""
    if len(speaker.key) == 1 or speaker.gender or by_surname(speaker.key, context):
        return False
    roles = context.table.roles | context.table.persons
    whole = [one for one in context.names.by_last.get(speaker.key[-1], ())[:MOST] if one.core[0] == speaker.key[0]]
    return roles.isdisjoint(words_in(*speaker.span, context)) and not any(
        one.titled or described(one, context) or _AGE.match(context.masked, one.end) for one in whole
    )


def described(name: Name, context: Context) -> bool:
    """Whether the text gives a role beside ``name``."""
    return with_role(context.masked, name, len(context.masked), context.table) != Span(name.start, name.end)


def by_surname(key: tuple[str, ...], context: Context) -> bool:
    """Whether the text has the last word of a name alone as a subject, as it has of people who were named before."""
    alone = (other for other in context.names.by_last.get(key[-1], ())[:MOST] if len(other.core) == 1)
    return any(other.possessive or _VERB.match(context.masked, other.end) for other in alone)


def always_whole(name: Name, context: Context) -> bool:
    """Whether the text has a name of several words more than once and never shortened, as that of a place or event."""
    if len(name.core) < 2 or known_person(name, context) or by_surname(name.core, context):
        return False
    return sum(other.core == name.core for other in context.names.by_last[name.core[-1]][:MOST]) > 1
