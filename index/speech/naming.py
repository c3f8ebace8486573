"""A speaker who is named: with a role before the name or a place after it, with another, or a body."""

import re
from collections.abc import Sequence

from index.phrases.speech import Speech
from index.speech.cues import says
from index.speech.people import Name, before, name_at, plain
from index.speech.references import AGE, NAME, TOGETHER, Reference, is_noun, is_trade

_PLACE = re.compile(r"\s(?:of|from|at|for)\s(?:the )?")
_IN = re.compile(r"\sin\s(?:the )?")


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


def is_common(words: Sequence[str], prior: Sequence[str], table: Speech) -> bool:
    """Whether capitalised ``words`` only describe: "the Trust", "Police", "the Florida Republican"."""
    if prior[:1] not in ([], ["the"]) or len(prior) > 1:
        return False
    single = len(words) - len(prior) == 1 and is_noun(words[-1], table)
    return single or bool(prior and (words[-1] in table.roles or words[-1] in table.persons))


def is_masthead(masked: str, start: int) -> bool:
    """Whether "The" has its capital within a sentence, as that of a paper's name has: "said The Economist"."""
    return masked.startswith("The ", start) and before(masked, start).isalpha()


def is_body(masked: str, run: "re.Match[str]", table: Speech) -> bool:
    """Whether the capitalised words ``run`` are an organisation's."""
    name = name_at(masked, run.start(), run.end(), table)
    return name is not None and name.organisation
