"""Whom "the minister", "the charity" or "the report" stands for; None where more than one reading is possible."""

from collections.abc import Iterator

from index.articles import Span
from index.speech.candidates import named, people
from index.speech.context import Context, Speaker, back, body, spoken_before, words_in
from index.speech.roles import with_role
from index.speech.subjects import NAME, Reference

OTHERS = ("p", "o", "d")  # genders of what is no single person
FAR = 8  # sentences back, those that are only marked words not counted
NEAR = 3


def definite(who: Reference, context: Context) -> Speaker | None:
    """Whom "the minister" means, or "the report" itself where nothing tells whose report it is."""
    table = context.table
    words = set(words_in(who.start, who.end, context)) - table.determiners
    told = who.word in (table.documents | table.anonymous | table.several) - table.outlets
    alike = [one for one in spoken_before(context, FAR * 4) if words <= set(words_in(*one.span, context))]
    if alike and (len(words) > 1 or told):
        return alike[0] if told or len({one.key for one in alike}) == 1 else None
    found = one_of_that_kind(who, words, context) or (only_one(who, context) if who.word in table.things else None)
    capital = context.masked[who.start : who.end].rsplit(None, 1)[-1][:1].isupper()
    if found or not (told or (who.word in table.things and (len(words) > 1 or capital))):
        return found
    key = who.word if told else " ".join(sorted(words))
    return Speaker(Span(who.start, who.end), (key,), "d" if told else "o")


def only_one(who: Reference, context: Context) -> Speaker | None:
    """The only organisation named before that is called such a thing: "the committee" for the Lamp Committee."""
    alike = [one for one in context.names.between(0, who.start) if one.organisation and who.word in one.core]
    if not alike or len({one.core for one in alike}) > 1:
        return None
    whole = context.table.organisation.match(context.masked, alike[0].start)
    return Speaker(Span(alike[0].start, whole.end() if whole else alike[0].end), alike[0].core[-1:], "o")


def one_of_that_kind(who: Reference, words: set[str], context: Context) -> Speaker | None:
    """The one who spoke last, if nobody else has that role; for "the paper" what spoke last."""
    table = context.table
    spoken = next((turn for turn in back(context.turns, FAR) if turn.speakers), None)
    last = spoken.speakers[-1] if spoken else None
    if who.word in table.outlets and (last is None or not body(last)):
        bodies = [one for one in spoken_before(context, NEAR) if body(one)]
        return bodies[0] if len({one.key for one in bodies}) == 1 else None
    somebody = who.word in (table.roles | table.persons) - table.things
    apart = [one for one in spoken.speakers if one and not (somebody and one.gender in OTHERS)] if spoken else []
    if spoken is None or last is None or len({one.key for one in apart}) != 1:
        return None
    last = apart[-1]
    if who.word in table.writings and who.word in context.masked[spoken.start : spoken.end].lower():
        return last
    if words <= set(words_in(*last.span, context)):
        return last
    if who.word in table.things:
        reports = not table.press.isdisjoint(words_in(*last.span, context)) and who.word not in table.outlets
        return last if body(last) and not reports else None
    if who.word not in table.roles or len(last.key) == 1 or set(holders(who, context)) - {last.key}:
        return None
    return last if all(one.key == last.key for one in people(spoken.start, who.start, "", context)) else None


def holders(who: Reference, context: Context) -> Iterator[tuple[str, ...]]:
    """The people named before with a role like that of ``who``."""
    for name in context.names.between(0, who.start):
        if name.organisation:
            continue
        if who.word in words_in(*with_role(context.masked, name, who.start, context.table), context):
            one = named(Reference(name.start, name.end, NAME, name), name, who.start, context)
            yield one.key if one else ()
