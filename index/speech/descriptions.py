"""Whom "the minister", "the charity" or "the report" stands for; None where more than one reading is possible."""

from collections.abc import Iterator

from index.articles import Span
from index.speech.candidates import faceless, named, people
from index.speech.context import Context, Speaker, back, company, spoken_before, words_in
from index.speech.references import NAME, Reference
from index.speech.roles import with_role

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
    if words <= table.institutions:
        return alike[0] if alike else Speaker(Span(who.start, who.end), (who.word,), "o")
    found = one_of_that_kind(who, words, context) or (only_one(who, context) if who.word in table.things else None)
    found = found or (only_holder(who, context) if who.word in table.offices else None)
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
    if who.word in table.outlets and (last is None or not company(last, table)):
        bodies = [one for one in spoken_before(context, NEAR) if company(one, table)]
        return bodies[0] if len({one.key for one in bodies}) == 1 else None if bodies else press_nearby(who, context)
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
        return last if (company(last, table) or faceless(last, context)) and not reports else None
    if who.word not in table.roles or len(last.key) == 1 or set(holders(who, context)) - {last.key}:
        return None
    return last if all(one.key == last.key for one in people(spoken.start, who.start, "", context)) else None


def press_nearby(who: Reference, context: Context) -> Speaker | None:
    """The only news organisation that the last sentences name: "the network" for "Bay News"."""
    begin = next((turn.start for turn in list(back(context.turns, NEAR))[-1:]), who.start)
    found = [one for one in context.names.between(begin, who.start) if one.organisation]
    found = [one for one in found if not context.table.press.isdisjoint(one.core)]
    if len({one.core for one in found}) != 1:
        return None
    return Speaker(Span(found[0].start, found[0].end), found[0].core[-1:], "o")


def only_holder(who: Reference, context: Context) -> Speaker | None:
    """The only person named before with that office, if no other person has spoken since."""
    keys = set(holders(who, context))
    if len(keys) != 1 or () in keys:
        return None
    key = keys.pop()
    if any(one.key != key and one.gender not in OTHERS for one in spoken_before(context, NEAR)):
        return None
    last = [
        one
        for one in context.names.between(0, who.start)
        if not one.organisation and one.core[-1] == key[-1] and one.core[0] in key
    ]
    return (
        named(Reference(last[-1].start, last[-1].end, NAME, last[-1]), last[-1], who.start, context) if last else None
    )


def holders(who: Reference, context: Context) -> Iterator[tuple[str, ...]]:
    """The people named before with a role like that of ``who``."""
    for name in context.names.between(0, who.start):
        if name.organisation:
            continue
        words = words_in(*with_role(context.masked, name, who.start, context.table), context)
        if who.word in words or any(context.table.offices_shortened.get(word) == who.word for word in words):
            one = named(Reference(name.start, name.end, NAME, name), name, who.start, context)
            yield one.key if one else ()
