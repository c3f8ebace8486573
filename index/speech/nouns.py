"""A speaker who is described: "a spokesman for the zoo", "police", "the charity", "data from the Lamp Trust"."""

import re
from collections.abc import Sequence

from index.phrases.speech import Speech
from index.speech.cues import says
from index.speech.people import plain
from index.speech.references import AGE, DEFINITE, DESCRIBED, Reference, is_noun

_COMPLEMENT = re.compile(
    r"\s(?:of|for|from|at|in|with|to|on|by|familiar|close|who|against|representing|behind|involved|working|living)\s"
)
_OF_SOME = re.compile(r"\sof (?:the|its|his|her|their|those) (?:[\w'’-]+ ){0,2}?([\w-]+)$")
_SOURCE = re.compile(r"\s(?:from|by)\s")


def described(masked: str, start: int, end: int, table: Speech) -> Reference | None:
    """A description: "a spokesman for the zoo", "police", "the charity"."""
    text = masked[start:end]
    complement = _COMPLEMENT.search(text)
    found = table.word.findall(text, 0, complement.start() if complement else len(text))
    core = [plain(word) for word in found]
    if (
        not core
        or (core[0] in table.introductory and core[0] not in table.indefinite)
        or says(masked, start, end, table)
        or (complement and is_clause(text[complement.start() :], table))
    ):
        return None
    some = _OF_SOME.search(text) if core[-1:] and core[-1] in table.indefinite else None
    if some and is_noun(plain(some[1]), table):
        return Reference(start, end, DESCRIBED, None, plain(some[1]))
    noun = core[-1]
    if table.determiners.intersection(core[1:]) or len(core) > 7:
        return None
    if len(core) > 1 and found[-1][0].isupper() and core[0] not in table.determiners:
        return None
    somebody = any(noun in nouns for nouns in (table.roles, table.persons, table.several)) or noun.endswith(AGE)
    if not somebody and noun not in table.things and noun not in table.documents:
        return None
    bare_noun = len(core) < 3 or (somebody and not complement)
    if core[0] in table.determiners and core[0] not in table.indefinite and bare_noun:
        return Reference(start, end, DEFINITE, None, noun)
    sourced = noun in table.documents and complement is not None and _SOURCE.match(text, complement.start())
    capital = found[0][0][0].isupper() and not complement
    if not (somebody or sourced or is_told(core, table, capital=capital)):
        return None
    return Reference(start, end, DESCRIBED, None, noun)


def is_told(core: Sequence[str], table: Speech, *, capital: bool) -> bool:
    """Whether a thing is told by what stands before it: "a report", "Poole's office", "Lamp magazine"."""
    if core[0] in table.determiners or core[0] in table.indefinite:
        return True
    owned = any(word.endswith("'s") for word in core[:-1])
    return 1 < len(core) < 6 and (owned or (capital and core[0] not in table.not_names))


def is_clause(complement: str, table: Speech) -> bool:
    """Whether what follows a noun has a verb of its own, not after "who": "(the school) in Leeds has no lamps"."""
    words = [plain(word) for word in table.word.findall(complement)]
    verb = next((at for at, word in enumerate(words) if word in table.auxiliaries), None)
    return verb is not None and table.relatives.isdisjoint(words[:verb])
