"""The words that name a speaker: noun phrases of a few known shapes, and nothing else."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.phrases.speech import QUOTE, Speech
from index.speech.cues import says
from index.speech.people import Name, name_at, plain

NAME, PRONOUN, DESCRIBED, DEFINITE, TOGETHER, NOBODY = "name", "pronoun", "described", "definite", "together", "nobody"
AGE = "-year-old"
TRIM = " \t\n\r\xa0\"'“”‘’*_>[]…-–—,"

_BRACKET = re.compile(r"\s*\([^()]*\)\s*$")
_COMPLEMENT = re.compile(
    r"\s(?:of|for|from|at|in|with|to|on|by|familiar|close|who|against|representing|behind|involved|working|living)\s"
)
_PLACE = re.compile(r"\s(?:of|from|at|for)\s(?:the )?")
_IN = re.compile(r"\sin\s(?:the )?")
_OF_SOME = re.compile(r"\sof (?:the|its|his|her|their|those) (?:[\w'’-]+ ){0,2}?([\w-]+)$")
_SOURCE = re.compile(r"\s(?:from|by)\s")
_LONGEST = 20  # words of a subject


class Reference(NamedTuple):
    """The words for a speaker, and how they name one: by name, pronoun, description, or not at all ("another")."""

    start: int
    end: int
    kind: str
    name: Name | None = None
    word: str = ""  # the pronoun, or the noun that a description turns on


def noun_phrase(masked: str, start: int, end: int, table: Speech) -> Reference | None:
    """``masked[start:end]`` as the words that name a speaker; None if it is of no shape that does."""
    text = table.when.sub("", _BRACKET.sub("", masked[start:end]).rstrip(TRIM))
    end = start + len(text.rstrip(TRIM))
    found = list(table.word.finditer(masked, start, end))
    while len(found) > 1 and plain(found[0][0]) in table.joining:
        found = found[1:]
    if not found or len(found) > _LONGEST or QUOTE in text:
        return None
    start = found[0].start()
    words = [plain(word[0]) for word in found]
    if len(words) == 1 and words[0] in table.nobody:
        return Reference(start, end, NOBODY)
    if words[0] in table.pronouns:
        return Reference(start, found[0].end(), PRONOUN, None, words[0]) if len(words) == 1 else None
    if len(words) == 1 and words[0] in table.surnames:
        return Reference(start, end, NAME, Name(start, end, (words[0],), "", False, False, possessive=False))
    return (
        together(masked, start, end, table)
        or named(masked, start, end, words, table)
        or described(masked, start, end, table)
    )


def together(masked: str, start: int, end: int, table: Speech) -> Reference | None:
    """Two who speak as one: "Poole and Holm", "columnists Ada Poole and Bea Holm", "keeper Poole and nurse Holm"."""
    runs = list(table.run.finditer(masked, start, end))
    if len(runs) != 2 or runs[1].end() < end:
        return None
    first = [plain(word) for word in table.word.findall(masked, start, runs[0].start())]
    joined, *role = [plain(word) for word in table.word.findall(masked, runs[0].end(), runs[1].start())] or [""]
    if joined != "and" or not (table.roles | table.several | table.before_role | {*table.titles}).issuperset(
        [*first, *role]
    ):
        return None
    both = [name_at(masked, *run.span(), table) for run in runs]
    whole = all(name and name.end == run.end() and not name.organisation for name, run in zip(both, runs, strict=True))
    one = both[0] is not None and both[0].core[-1] in table.roles  # "Lampco chairman and keeper Ada Poole"
    return Reference(start, end, TOGETHER) if whole and not one and masked[runs[0].end()] == " " else None


def named(masked: str, start: int, end: int, words: Sequence[str], table: Speech) -> Reference | None:
    """A name with a role before it, or a place or body after it."""
    runs = list(table.run.finditer(masked, start, end))
    if not runs:
        return None
    last = runs[-1]
    name = name_at(masked, last.start(), last.end(), table)
    if name is None or name.end < end - 1:
        return placed(masked, start, end, runs[0], table)
    prior = [plain(word[0]) for word in table.word.finditer(masked, start, name.start)]
    while len(prior) == 1 and prior[0] in table.particles:  # "del Poole"
        prior.pop()
    if not name.titled and is_common(words, prior, table) and not is_masthead(masked, start):
        return None
    if not prior or (len(prior) == 1 and prior[0] in table.determiners):
        thing = name._replace(organisation=name.organisation or prior[:1] in (["the"], ["an"], ["a"]))
        return Reference(start if prior == ["the"] else name.start, name.end, NAME, thing)
    body = table.organisation.match(masked, start + (4 if prior[0] == "the" else 0))
    if (
        body
        and body.end() >= end
        and prior[0] not in table.introductory
        and (prior[0] == "the" or is_body(masked, runs[0], table))
    ):
        return Reference(start, end, NAME, name._replace(start=start, core=tuple(words), organisation=True))
    whole = body_of(masked, start, end, runs, table)
    if whole is not None:
        return whole
    if prior[0] in table.introductory:
        told = name.person and (name.titled or bool(name.gender)) and prior[-1] in table.times
        return Reference(name.start, name.end, NAME, name) if told else None
    return with_words_before(masked, start, name, prior, runs, table) or placed(masked, start, end, runs[0], table)


def body_of(masked: str, start: int, end: int, runs: "Sequence[re.Match[str]]", table: Speech) -> Reference | None:
    """A body's name of several parts: "China's Ministry of Lamps", "(the rights group) Colour of Lamps"."""
    prior = [plain(word) for word in table.word.findall(masked, start, runs[0].start())]
    if not table.introductory.isdisjoint(prior) or len(prior) > 5:
        return None
    first = name_at(masked, *runs[0].span(), table)
    owner = first is not None and first.possessive and prior in ([], ["the"])
    at = runs[1].start() if owner and len(runs) > 2 else runs[0].start()
    body = table.organisation.match(masked, at)
    if body is None or body.end() < end - 1:
        return None
    name = name_at(masked, *body.span(), table)
    if owner and name is not None and any(is_body(masked, run, table) for run in runs[1:]):
        return Reference(start, end, NAME, name._replace(start=start, organisation=True))
    if owner or len(runs) < 2 or not prior or prior[-1] not in table.things:
        return None
    whole = Name(at, end, (plain(masked[at:end]),), "", titled=False, organisation=True, possessive=False)
    return Reference(at, end, NAME, whole)


def with_words_before(
    masked: str, start: int, name: Name, prior: Sequence[str], runs: "Sequence[re.Match[str]]", table: Speech
) -> Reference | None:
    """The last of ``runs``, a name, with the words before it if they are a role, or without them."""
    if prior[-1] == "and" and len(prior) > 1 and name.titled and is_noun(prior[-2], table):
        return Reference(start, name.end, NAME, name)
    if not table.auxiliaries.isdisjoint(prior) or is_person(masked, start, runs, table):
        return None
    nearest = prior[-1].removesuffix("'s")
    if is_trade(prior[-1], table) or (nearest != prior[-1] and len(prior) < 4):
        return Reference(start, name.end, NAME, name)
    if (
        name.person
        and len(prior) < 6
        and not table.introductory.intersection(prior)
        and not says(masked, start, name.start, table)
    ):
        return Reference(name.start, name.end, NAME, name)
    if prior[-1].endswith(AGE) and prior[:-1] in ([], ["the"]):
        return Reference(start, name.end, NAME, name)
    article = (
        len(prior) < 4 if prior[0] == "the" else len(prior) == 2 and prior[0] in ("a", "an") and not name.organisation
    )
    departing = article and masked[start + len(prior[0]) : name.start].islower()
    if departing and not is_trade(name.core[-1], table):
        return Reference(start, name.end, NAME, name)  # "the departing Poole"
    return None


def is_person(masked: str, start: int, runs: "Sequence[re.Match[str]]", table: Speech) -> bool:
    """Whether the first of several ``runs`` is somebody's full name, at ``start``: "Ada Poole met the body Lampco"."""
    name = name_at(masked, *runs[0].span(), table) if len(runs) > 1 and runs[0].start() == start else None
    return name is not None and bool(name.gender) and not name.possessive


def placed(masked: str, start: int, end: int, run: "re.Match[str]", table: Speech) -> Reference | None:
    """A name, a role before it or none, and then only what it belongs to: "keeper Callum Hart of the Alliance"."""
    name = name_at(masked, run.start(), run.end(), table)
    if name is None or name.possessive:
        return None
    prior = [plain(word) for word in table.word.findall(masked, start, name.start)]
    if prior and (prior[-1] not in table.roles or not (table.roles | table.before_role).issuperset(prior)):
        return None
    rest = masked[name.end : end]
    place = _PLACE.match(rest)
    body = table.organisation.match(rest, place.end()) if place else None
    inside = _IN.match(rest, body.end()) if body else None  # "of Bayside University in Leeds"
    body = table.organisation.match(rest, inside.end()) if inside else body
    return Reference(start if prior else name.start, end, NAME, name) if body and body.end() >= len(rest) - 1 else None


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


def is_common(words: Sequence[str], prior: Sequence[str], table: Speech) -> bool:
    """Whether capitalised ``words`` only describe: "the Trust", "Police", "the Florida Republican"."""
    if prior[:1] not in ([], ["the"]) or len(prior) > 1:
        return False
    single = len(words) - len(prior) == 1 and is_noun(words[-1], table)
    return single or bool(prior and (words[-1] in table.roles or words[-1] in table.persons))


def is_masthead(masked: str, start: int) -> bool:
    """Whether "The" has its capital within a sentence, as that of a paper's name has: "said The Economist"."""
    return masked.startswith("The ", start) and masked[:start].rstrip(" ")[-1:].isalpha()


def is_noun(word: str, table: Speech) -> bool:
    """Whether ``word`` says what somebody or something that speaks is."""
    return any(word in nouns for nouns in (table.roles, table.persons, table.several, table.things, table.documents))


def is_trade(word: str, table: Speech) -> bool:
    """Whether ``word`` says what somebody is, by itself or by its ending: "tugmaster", "cartoonist"."""
    if is_noun(word, table):
        return True
    other = word in table.introductory or word in table.determiners or word in table.before_role
    return not other and len(word) > 5 and word.endswith(table.trade_endings)


def is_body(masked: str, run: "re.Match[str]", table: Speech) -> bool:
    """Whether the capitalised words ``run`` are an organisation's."""
    name = name_at(masked, run.start(), run.end(), table)
    return name is not None and name.organisation
