"""Whom "she", "it" or "the charity" stands for; None where more than one reading is possible."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from index.articles import Span
from index.phrases.speech import Speech
from index.speech.people import Name, Names, mentions, plain
from index.speech.roles import fullest, with_role
from index.speech.subjects import DEFINITE, DESCRIBED, NAME, Reference

FAR = 8  # sentences back, those that are only marked words not counted
NEAR = 3


class Speaker(NamedTuple):
    """Somebody or something that speaks: the words that name it best, and what tells it from others."""

    span: Span
    key: tuple[str, ...]
    gender: str  # m, f, o for a thing, p for several; nothing where unknown


class Turn(NamedTuple):
    """A sentence as those after it see it: who speaks in it, where that is known."""

    start: int
    end: int
    speakers: tuple[Speaker | None, ...]
    only_marks: bool


class Context(NamedTuple):
    """What has been read when a reference is to be resolved."""

    masked: str
    names: Names
    turns: list[Turn]
    table: Speech


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


def named(who: Reference, name: Name, until: int, context: Context) -> Speaker | None:
    """The person or thing of that name, by its fullest mention; None where two people share it."""
    if name.organisation:
        return Speaker(Span(who.start, who.end), name.core[-1:], "o")
    found = mentions(name, context.names, until)
    if not found:
        return None
    if all(len(one.core) == 1 and not one.titled for one in found):
        here = with_role(context.masked, name, until, context.table)
        return Speaker(Span(min(who.start, here.start), max(who.end, here.end)), name.core[-1:], name.gender)
    genders = {one.gender for one in found if one.gender}
    span = fullest(context.masked, found, until, context.table)
    longest = max(found, key=lambda one: len(one.core))
    return Speaker(span, (longest.core[0], longest.core[-1]), genders.pop() if len(genders) == 1 else "")


def person(letter: str, who: Reference, begin: int, context: Context) -> Speaker | None:
    """The only one whom "he" or "she" can mean, of those in its sentence and the last sentence that names any."""
    found = {one.key: one for one in people(begin, who.start, letter, context)}
    for turn in back(context.turns, FAR):
        if any(speaker is None for speaker in turn.speakers):
            return None
        here = [speaker for speaker in turn.speakers if speaker and fits(speaker, letter)]
        here += people(turn.start, turn.end, letter, context)
        if here:
            found |= {one.key: one for one in here}
            break
        if unnamed(turn, context):
            return None
    only = next(iter(found.values())) if len(found) == 1 else None
    return only if only and evident(only, context) else None


def evident(speaker: Speaker, context: Context) -> bool:
    """Whether ``speaker`` is somebody, not just capitalised words: of known gender or role, or heard before."""
    if speaker.gender or any(one and one.key == speaker.key for turn in context.turns for one in turn.speakers):
        return True
    return any(word in context.table.roles for word in words_in(*speaker.span, context))


def people(start: int, end: int, letter: str, context: Context) -> Iterator[Speaker]:
    """The people named in a stretch, outside marks, whom the pronoun may mean."""
    for name in context.names.between(start, end):
        if name.organisation or name.possessive:
            continue
        if context.table.listener.search(context.masked, max(start, name.start - 60), name.start):
            continue
        who = named(Reference(name.start, name.end, NAME, name), name, name.end, context)
        if who is not None and (name.person or len(who.key) > 1) and fits(who, letter):
            yield who


def fits(speaker: Speaker, letter: str) -> bool:
    """Whether the gender does not contradict."""
    return not letter or speaker.gender in ("", letter)


def unnamed(turn: Turn, context: Context) -> bool:
    """Whether a sentence begins with somebody whom it does not name: "The mother of two"."""
    words = words_in(turn.start, min(turn.start + 60, turn.end), context)
    table = context.table
    if not words or words[0] not in table.determiners:
        return False
    return any(word in table.persons or word in table.roles for word in words[1:4])


def thing(letter: str, who: Reference, begin: int, context: Context) -> Speaker | None:  # noqa: ARG001 - one shape for all pronouns
    """What "it" means: the organisation that spoke last, where no other has been named since it began."""
    for turn in back(context.turns, NEAR):
        if turn.speakers:
            keys = {speaker.key for speaker in turn.speakers if speaker}
            last = turn.speakers[-1]
            others = [name for name in context.names.between(turn.start, who.start) if name.organisation]
            if last is None or last.gender != "o" or len(keys) > 1:
                return None
            return last if all(other.core[-1:] == last.key for other in others) else None
    return None


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


def back(turns: Sequence[Turn], far: int) -> Iterator[Turn]:
    """The sentences before, the nearest first, without those that are only marked words."""
    spoken = [turn for turn in reversed(turns[-4 * far :]) if not turn.only_marks]
    yield from spoken[:far]


def definite(who: Reference, context: Context) -> Speaker | None:
    """Whom "the minister" means: the one who spoke last, if nobody else has that role; "the paper": what spoke last."""
    table = context.table
    words = set(words_in(who.start, who.end, context)) - table.determiners
    alike = [one for one in spoken_before(context, FAR * 4) if words <= set(words_in(*one.span, context))]
    if alike and len(words) > 1:
        return alike[0] if len({one.key for one in alike}) == 1 else None
    spoken = next((turn for turn in back(context.turns, FAR) if turn.speakers), None)
    last = spoken.speakers[-1] if spoken else None
    if who.word in table.outlets and (last is None or not body(last)):
        bodies = [one for one in spoken_before(context, NEAR) if body(one)]
        return bodies[0] if len({one.key for one in bodies}) == 1 else None
    if spoken is None or last is None or len({one.key for one in spoken.speakers if one}) > 1:
        return None
    if who.word in table.documents and who.word in context.masked[spoken.start : spoken.end].lower():
        return last
    if words <= set(words_in(*last.span, context)):
        return last
    if who.word in table.things:
        return last if body(last) else None
    if who.word not in table.roles or len(last.key) == 1 or set(holders(who, context)) - {last.key}:
        return None
    return last if all(one.key == last.key for one in people(spoken.start, who.start, "", context)) else None


def body(speaker: Speaker) -> bool:
    """Whether ``speaker`` may be an organisation: nobody known by two names."""
    return len(speaker.key) == 1 and speaker.gender in ("", "o")


def spoken_before(context: Context, far: int) -> list[Speaker]:
    """Those who spoke in so many sentences before, the last first."""
    return [one for turn in back(context.turns, far) for one in reversed(turn.speakers) if one]


def holders(who: Reference, context: Context) -> Iterator[tuple[str, ...]]:
    """The people named before with a role like that of ``who``."""
    for name in context.names.between(0, who.start):
        if name.organisation:
            continue
        if who.word in words_in(*with_role(context.masked, name, who.start, context.table), context):
            one = named(Reference(name.start, name.end, NAME, name), name, who.start, context)
            yield one.key if one else ()


def words_in(start: int, end: int, context: Context) -> list[str]:
    """The words of a stretch, as the tables have them."""
    return [plain(word[0]) for word in context.table.word.finditer(context.masked, start, end)]
