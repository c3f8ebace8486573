"""What a sentence begins with, and what its commas part."""

import re
from itertools import islice, pairwise

from index.articles import Span
from index.phrases.speech import Speech
from index.speech.people import Name, names, plain
from index.speech.references import NAME, PRONOUN, Reference, is_noun, is_trade
from index.speech.subjects import noun_phrase

_COMMA = re.compile(r",\s")


def segments(masked: str, start: int, end: int) -> list[Span]:
    """What the commas of ``masked[start:end]`` part; the last is empty where a comma ends it."""
    commas = [comma.span() for comma in _COMMA.finditer(masked, start, end)]
    starts = [start, *(right for _, right in commas)]
    ends = [*(left for left, _ in commas), end]
    return [Span(*part) for part in zip(starts, ends, strict=True)]


def first_subject(masked: str, stretch: Span, table: Speech) -> Reference | None:
    """The noun phrase that a sentence begins with, an introduction passed over, if a verb follows it."""
    for part in segments(masked, *stretch)[:3]:
        opening = next(table.word.finditer(masked, part.start, part.end), None)
        if opening is None:
            continue
        low = plain(opening[0])
        if low in table.pronouns:
            return Reference(*opening.span(), PRONOUN, None, low)
        if low in table.conjunctions or (low in table.introductory and low not in table.joining):
            continue
        return begun(masked, part, table)
    return None


def begun(masked: str, part: Span, table: Speech) -> Reference | None:
    """The name with which ``part`` begins, a role before it or none."""
    first = next(names(masked, part.start, part.end, table), None)
    thing = begun_with_noun(masked, part, table)
    if first is None or (thing and thing.end < first.start):
        return thing
    if first.possessive and not utters(masked, first.end, table):
        return owned(masked, part, first, table)
    if masked.startswith((".", " for ", " and "), first.end):  # its name goes on
        return None
    second = next(names(masked, first.end, part.end, table), None)
    role = masked[first.end : second.start].split() if second else []
    if role and second and table.roles.intersection(role) and table.before_role.union(table.roles).issuperset(role):
        return noun_phrase(masked, part.start, second.end, table)  # "Zoo press officer Ada Poole"
    return noun_phrase(masked, part.start, first.end, table)


def begun_with_noun(masked: str, part: Span, table: Speech) -> Reference | None:
    """The few words with which ``part`` begins, if they are a subject without a name: "The report (blamed)"."""
    words = list(islice(table.word.finditer(masked, *part), 5))
    if not words or plain(words[0][0]) not in table.determiners:
        return None
    for word, following in pairwise(words[1:]):
        if is_noun(plain(word[0]), table) and not is_noun(plain(following[0]), table):
            whole = plain(following[0]) not in ("of", "for", "at", "from", "in", "and", "or", "who", "that", "which")
            return noun_phrase(masked, part.start, word.end(), table) if whole else None
    return None


def owned(masked: str, part: Span, owner: Name, table: Speech) -> Reference | None:
    """The name after a role that ``owner`` has beside it: "Orla Finn's first mate (Ada Poole)"."""
    name = next(names(masked, owner.end, part.end, table), None)
    role = table.word.findall(masked, owner.end + 2, name.start) if name else []
    if name is None or not name.person or len(role) not in (1, 2, 3) or not is_trade(plain(role[-1]), table):
        return None
    return Reference(name.start, name.end, NAME, name) if all(word.islower() for word in role) else None


def utters(masked: str, at: int, table: Speech) -> bool:
    """Whether the possessive at ``at`` is of something said: "Ada Poole's advice"."""
    words = [plain(word[0]) for word in table.word.finditer(masked, at + 2, at + 40)]
    return bool(words) and words[0] in table.utterances
