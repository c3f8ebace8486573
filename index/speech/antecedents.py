"""Whom "she", "it" or "they" stands for; None where more than one reading is possible."""

from collections.abc import Callable, Sequence

from index.articles import Span
from index.phrases.speech import QUOTE, Speech
from index.speech.attributions import Attribution
from index.speech.candidates import by_surname, evident, faceless, fits, gender_of, named, people, untold
from index.speech.context import Context, Speaker, Turn, back, body, spoken_before, words_in
from index.speech.cues import says
from index.speech.descriptions import FAR, NEAR, OTHERS, definite
from index.speech.openings import segments
from index.speech.people import MOST, Name, plain
from index.speech.references import AGE, DEFINITE, DESCRIBED, NAME, NOBODY, PRONOUN, TOGETHER, Reference

FIRST = 60  # characters in which a sentence tells of whom it speaks
LAST = 40  # characters outside marks in which it tells at its end who speaks
NEARBY = 25  # characters in which a sentence names its subject


def resolve(who: Reference, begin: int, until: int, context: Context) -> Speaker | None:
    """Whom ``who`` means in the sentence from ``begin``, by the fullest mention that begins before ``until``."""
    if who.kind == NAME and who.name is not None:
        return named(who, who.name, until, context)
    if who.kind == DESCRIBED:
        return Speaker(Span(who.start, who.end), (str(who.start),), number_or_gender(who.word, context.table))
    if who.kind == TOGETHER:
        return Speaker(Span(who.start, who.end), (str(who.start),), "p")
    if who.kind == NOBODY:
        return None
    if who.kind == DEFINITE and who.word.endswith(AGE):
        return person("", who, begin, context)
    if who.kind == DEFINITE:
        return definite(who, context) or epithet(who, begin, context)
    letter = context.table.pronouns[who.word]
    return PRONOUNS[letter](letter, who, begin, context)


def epithet(who: Reference, begin: int, context: Context) -> Speaker | None:
    """Whom a description means that tells of one person what a name or an age does: "the Devon Democrat"."""
    table = context.table
    words = context.masked[who.start : who.end].split()
    somebody = who.word in (table.roles | table.persons) - table.things - table.offices
    office = words[-1][0].isupper() and who.word not in table.partisans
    if not somebody or office or plain(words[-1]) != who.word:
        return None
    if not any(word[0].isupper() or word.endswith(AGE) for word in words[1:-1]):
        return None
    found = person("", who, begin, context)
    return found if found and len(found.key) > 1 else None


def bound(who: Reference, said: Sequence[tuple[Attribution, Speaker | None]], context: Context) -> Speaker | None:
    """The one who spoke earlier in the sentence, if nobody else can be meant: "Ada Poole said she had told him"."""
    letter = context.table.pronouns.get(who.word, "") if who.kind == PRONOUN else ""
    before, speaker = said[-1] if said else (None, None)
    if letter not in ("m", "f") or before is None or speaker is None:
        return None
    others = {one.key for one in people(before.end, who.start, letter, context)} - {speaker.key}
    return speaker if not others and before.end <= who.start and fits(speaker, letter) else None


def person(letter: str, who: Reference, begin: int, context: Context) -> Speaker | None:
    """The only one whom "he" or "she" can mean, of those in its sentence and the last sentence that names any."""
    own_pronoun = pronoun_first(letter, begin, who.start, context)
    found = {} if own_pronoun else {one.key: one for one in people(begin, who.start, letter, context, own=True)}
    if not found and introduces_somebody(begin, who.start, context):
        return None
    if not found and is_stranger(begin, who.start, context):
        return None
    if len(found) == 1 and within_its_sentence(begin, who, letter, context):
        nearest = next(iter(found.values()))
        if evident(nearest, context):
            return nearest
    if len(found) == 1 and goes_on_about(begin, who, letter, context):
        return next(iter(found.values()))
    for turn in back(context.turns, FAR):
        again = QUOTE in context.masked[begin : who.start]  # "“…,” she said" after "…, Ada Poole said"
        here = (ends_with_speaker(turn, letter, context) if again else None) or meant_in(turn, letter, context)
        if here is None:
            return None
        if here:
            found |= {one.key: one for one in here}
            break
    only = next(iter(found.values())) if len(found) == 1 else None
    return only if only and evident(only, context) else None


def meant_in(turn: Turn, letter: str, context: Context) -> list[Speaker] | None:
    """Whom of a sentence before a pronoun of that letter may mean; None where it speaks of somebody without a name."""
    if turn.speakers:
        if None in turn.speakers:
            return None
        spoke = [one for one in turn.speakers if one and fits(one, letter) and one.gender not in OTHERS]
        if not spoke and unnamed(turn, context) and not any(people(turn.start, turn.start + FIRST, letter, context)):
            return None
        until = turn.at if len({one.key for one in spoke}) == 1 else turn.end
        return [*spoke, *people(turn.start, until, letter, context)]
    if pronoun_first(letter, turn.start, turn.end, context):
        return []
    same = still_subject(letter, turn, context)
    if unnamed(turn, context) or (same is None and untold(turn.start, turn.end, context)):
        return None
    return [same] if same else list(people(turn.start, turn.end, letter, context))


def ends_with_speaker(turn: Turn, letter: str, context: Context) -> list[Speaker]:
    """The person who says a sentence, if it ends with that: "Ada Poole should leave, Orla Finn said"."""
    speakers = {one.key: one for one in turn.speakers if one and len(one.key) > 1 and fits(one, letter)}
    rest = context.masked[turn.at : turn.end].replace(QUOTE, "").strip()
    return list(speakers.values()) if len(turn.speakers) == len(speakers) == 1 and len(rest) < LAST else []


def is_stranger(begin: int, until: int, context: Context) -> bool:
    """Whether a sentence begins with the first word of a name that is no given name: "Xi spoke, and he"."""
    first = next(iter(context.names.between(begin, min(begin + NEARBY, until))), None)
    if first is None or first.organisation or first.possessive or len(first.core) > 1:
        return False
    if context.table.word.search(context.masked, begin, first.start) or first.core in context.heard:
        return False
    surname = any(len(one.core) > 1 for one in context.names.by_last.get(first.core[0], ())[:MOST])
    return first.core[0] in context.names.by_first and not surname and by_surname(first.core, context)


def goes_on_about(begin: int, who: Reference, letter: str, context: Context) -> bool:
    """Whether only its subject can have said what a sentence tells: "Ada Poole was born in Leeds, she said"."""
    subject = next(iter(people(begin, min(begin + NEARBY, who.start), letter, context)), None)
    if subject is None or not context.masked[begin : who.start].rstrip().endswith(",") or not evident(subject, context):
        return False
    return all(one.key == subject.key or not fits(one, letter) for one in spoken_before(context, FAR))


def still_subject(letter: str, turn: Turn, context: Context) -> Speaker | None:
    """The one with whom a sentence begins, if nobody else spoke last: "Ada Poole said so. Poole met Bea Holm"."""
    subject = next(iter(people(turn.start, min(turn.start + NEARBY, turn.end), letter, context)), None)
    last = next(iter(spoken_before(context, NEAR)), None)
    if says(context.masked, turn.start, turn.end, context.table):
        return None
    return subject if subject and last and subject.key == last.key else None


def number_or_gender(noun: str, table: Speech) -> str:
    """The letter for whoever ``noun`` describes: p for "officials", o for "the zoo", f for "a spokeswoman"."""
    if noun in table.several:
        return "p"
    if noun in table.documents - table.things - table.roles:
        return "d"
    return "o" if noun in table.things else gender_of([noun], table)


def pronoun_first(letter: str, start: int, end: int, context: Context) -> bool:
    """Whether a pronoun of that letter is the subject of a sentence: "He thanked Ada Poole" goes on about him."""
    words = words_in(start, min(start + 30, end), context)[:2]
    joined = words and words[0] in context.table.joining - context.table.conjunctions
    first = words[1:] if joined else words[:1]
    return any(context.table.pronouns.get(word) == letter for word in first)


def within_its_sentence(begin: int, who: Reference, letter: str, context: Context) -> bool:
    """Whether a pronoun stands for whom its own sentence names: "Ada Poole was born in Leeds, where she said"."""
    before = context.masked[begin : who.start].rstrip()
    if before.endswith((",", QUOTE)):
        return False
    subject = next(iter(people(begin, min(begin + NEARBY, who.start), letter, context)), None)
    return subject is not None or before.endswith((" what", " which", " where"))


def introduces_somebody(start: int, end: int, context: Context) -> bool:
    """Whether a stretch speaks of somebody without a name: "In July a federal judge ordered it, and he"."""
    words = words_in(start, end, context)
    kinds = context.table.persons | context.table.roles
    return any(
        word in ("a", "an", "another") and not kinds.isdisjoint(words[at + 1 : at + 4]) for at, word in enumerate(words)
    )


def unnamed(turn: Turn, context: Context) -> bool:
    """Whether a sentence begins with somebody whom it does not name: "The mother of two"."""
    table = context.table
    for part in segments(context.masked, turn.start, min(turn.start + 2 * FIRST, turn.end))[:2]:
        words = words_in(part.start, min(part.start + FIRST, part.end), context)
        if words and words[0] in table.determiners:
            return any(word in table.persons or word in table.roles for word in words[1:4])
        if not words or words[0] not in table.introductory:
            return False
    return False


def thing(letter: str, who: Reference, begin: int, context: Context) -> Speaker | None:  # noqa: ARG001 - one shape for all pronouns
    """What "it" means: the organisation that spoke last, where no sentence since has begun with another."""
    own = opening(begin, who.start, context)
    if own is not None and not any(body(one) and one.key != own.core[-1:] for one in spoken_before(context, NEAR)):
        return named(Reference(own.start, own.end, NAME, own), own, who.start, context)
    since = [begin]
    for turn in back(context.turns, NEAR):
        if turn.speakers:
            keys = {speaker.key for speaker in turn.speakers if speaker}
            last = turn.speakers[-1]
            if last is None or not (body(last) or last.gender == "d" or faceless(last, context)) or len(keys) > 1:
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
    """Whom "they" means: those with whom its sentence begins, or who spoke before, if no one person of known gender."""
    first = next(context.table.word.finditer(context.masked, begin, who.start), None)
    if first is not None and plain(first[0]) in context.table.several:
        return Speaker(Span(*first.span()), (str(first.start()),), "p")
    for turn in back(context.turns, 1):
        keys = {speaker.key for speaker in turn.speakers if speaker}
        if len(keys) == 1 and turn.speakers[-1] and turn.speakers[-1].gender in ("", "o", "p"):
            return turn.speakers[-1] if len(turn.speakers[-1].key) == 1 else None
    return None


PRONOUNS: dict[str, Callable[[str, Reference, int, Context], Speaker | None]] = {
    "m": person, "f": person, "o": thing, "p": several,
}  # fmt: skip
