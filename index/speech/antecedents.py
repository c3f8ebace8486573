"""Whom "she", "it" or "they" stands for; None where more than one reading is possible."""

from collections.abc import Callable

from index.articles import Span
from index.speech.candidates import evident, fits, named, people
from index.speech.context import Context, Speaker, Turn, back, body, words_in
from index.speech.descriptions import FAR, NEAR, definite
from index.speech.people import Name
from index.speech.subjects import DEFINITE, DESCRIBED, NAME, Reference

NEARBY = 25  # characters in which a sentence names its subject  # characters in which a sentence names its subject


def resolve(who: Reference, begin: int, until: int, context: Context) -> Speaker | None:
    """Whom ``who`` means in the sentence from ``begin``, by the fullest mention that begins before ``until``."""
    if who.kind == NAME and who.name is not None:
        return named(who, who.name, until, context)
    if who.kind == DESCRIBED:
        return Speaker(Span(who.start, who.end), (str(who.start),), "")
    if who.kind == DEFINITE:
        return definite(who, context)
    letter = context.table.pronouns[who.word]
    return PRONOUNS[letter](letter, who, begin, context)


def person(letter: str, who: Reference, begin: int, context: Context) -> Speaker | None:
    """The only one whom "he" or "she" can mean, of those in its sentence and the last sentence that names any."""
    found = {one.key: one for one in people(begin, who.start, letter, context, own=True)}
    for turn in back(context.turns, FAR):
        if any(speaker is None for speaker in turn.speakers):
            return None
        here = [speaker for speaker in turn.speakers if speaker and fits(speaker, letter)]
        goes_on = len({speaker.key for speaker in here}) == 1
        here += people(turn.start, turn.at if goes_on else turn.end, letter, context)
        if here:
            found |= {one.key: one for one in here}
            break
        if unnamed(turn, context):
            return None
    only = next(iter(found.values())) if len(found) == 1 else None
    return only if only and evident(only, context) else None


def unnamed(turn: Turn, context: Context) -> bool:
    """Whether a sentence begins with somebody whom it does not name: "The mother of two"."""
    words = words_in(turn.start, min(turn.start + 60, turn.end), context)
    table = context.table
    if not words or words[0] not in table.determiners:
        return False
    return any(word in table.persons or word in table.roles for word in words[1:4])


def thing(letter: str, who: Reference, begin: int, context: Context) -> Speaker | None:  # noqa: ARG001 - one shape for all pronouns
    """What "it" means: the organisation that spoke last, where no sentence since has begun with another."""
    since = [begin]
    for turn in back(context.turns, NEAR):
        if turn.speakers:
            keys = {speaker.key for speaker in turn.speakers if speaker}
            last = turn.speakers[-1]
            if last is None or not (body(last) or last.gender == "d") or len(keys) > 1:
                return None
            others = [opening(start, who.start, context) for start in since]
            return last if all(other is None or other.core[-1:] == last.key for other in others) else None
        since.append(turn.start)
    return None


def opening(start: int, end: int, context: Context) -> Name | None:
    """The organisation with which a sentence begins."""
    first = next(iter(context.names.between(start, min(end, start + NEARBY))), None)
    return first if first and first.organisation and not first.possessive else None


def several(letter: str, who: Reference, begin: int, context: Context) -> Speaker | None:  # noqa: ARG001 - as above
    """Whom "they" means: those who spoke in the sentence before, if they are no one person of known gender."""
    for turn in back(context.turns, 1):
        keys = {speaker.key for speaker in turn.speakers if speaker}
        if len(keys) == 1 and turn.speakers[-1] and turn.speakers[-1].gender in ("", "o", "p"):
            return turn.speakers[-1] if len(turn.speakers[-1].key) == 1 else None
    return None


PRONOUNS: dict[str, Callable[[str, Reference, int, Context], Speaker | None]] = {
    "m": person, "f": person, "o": thing, "p": several,
}  # fmt: skip
