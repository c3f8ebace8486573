"""How a language attributes speech, and what it knows of names and roles: ``speech.*.toml``, one file a language."""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.phrases import either
from index.tables import table

CAPITAL = "A-ZÀ-ÖØ-Þ" + "".join(filter(str.isupper, map(chr, range(0x100, 0x250))))  # to "Ž" and "Ș"
QUOTE = "\ue000"  # stands for every character of marked words where only the words around them are read


@dataclass(frozen=True, slots=True, eq=False)  # one object a language, so that what is read with it can be cached
class Speech:
    """The words of a language around speech; every set is in lower case with straight apostrophes."""

    credit: re.Pattern[str]  # with which a caption ends
    lead: re.Pattern[str]  # what may stand between a speaker and the verb after it
    lead_ing: re.Pattern[str]  # the same before "saying"
    leading: frozenset[str]  # the last words of either, those in "-ly" left out
    not_marked: re.Pattern[str]  # after a verb that is none of saying then
    word: re.Pattern[str]
    run: re.Pattern[str]  # capitalised words that belong together
    organisation: re.Pattern[str]  # the same with "of the" and "and" between them
    shortened: re.Pattern[str]  # what a full stop within a name ends
    listener: re.Pattern[str]
    when: re.Pattern[str]  # at the end of the words that name a speaker
    role_end: re.Pattern[str]
    closing: re.Pattern[str]  # a sentence whose verb of saying is about the marked words before it
    going_on: re.Pattern[str]  # all that stands outside the marks where speech goes on
    leading_up: re.Pattern[str]  # at the end of a sentence before a paragraph of somebody's words
    subordinate: re.Pattern[str]  # up to the clause of its own
    verbs: frozenset[str]
    according: frozenset[str]
    marked: frozenset[str]
    completed: Mapping[str, str]  # verbs of saying that are none without this word after them
    never_first: frozenset[str]
    inverted: frozenset[str]
    noun: frozenset[str]
    thought: frozenset[str]
    calling: frozenset[str]
    offices_shortened: Mapping[str, str]  # to the word in full
    pronouns: Mapping[str, str]  # to the letter of its gender: m, f, o for things, p for several
    titles: Mapping[str, str]
    given: Mapping[str, str]
    suffixes: frozenset[str]
    particles: frozenset[str]
    roles: frozenset[str]
    offices: frozenset[str]
    partisans: frozenset[str]
    persons: frozenset[str]
    several: frozenset[str]
    trade_endings: tuple[str, ...]
    feminine: frozenset[str]
    masculine: frozenset[str]
    documents: frozenset[str]
    institutions: frozenset[str]
    writings: frozenset[str]
    anonymous: frozenset[str]
    things: frozenset[str]
    outlets: frozenset[str]
    organisations: frozenset[str]
    before_role: frozenset[str]
    determiners: frozenset[str]
    indefinite: frozenset[str]
    nobody: frozenset[str]
    times: frozenset[str]
    surnames: frozenset[str]
    introductory: frozenset[str]
    joining: frozenset[str]
    conjunctions: frozenset[str]
    clauses: frozenset[str]
    press: frozenset[str]
    not_names: frozenset[str]
    auxiliaries: frozenset[str]
    relatives: frozenset[str]
    named: frozenset[str]
    utterances: frozenset[str]
    quoted_in: re.Pattern[str]  # in a line that signs a quotation


@functools.cache
def speech(language: str = "en") -> Speech:
    """The words of ``language``, from ``speech.<language>.toml`` beside this file."""
    held = table("index.phrases", f"speech.{language}")
    verbs, people = held["verbs"], held["people"]
    sets = {name: frozenset(words.split()) for name, words in people.items() if isinstance(words, str)}
    particles, shortened = sets["particles"], sets.pop("shortened")
    sets["several"] |= {f"{word}s" for word in sets["roles"] | sets["persons"]}
    return Speech(
        credit=re.compile(held["page"]["credit"]),
        lead=lead(verbs),
        lead_ing=lead(verbs, verbs["being"]),
        leading=frozenset(f"{verbs['between']} {verbs['being']} to".split()),
        not_marked=re.compile(verbs["not_marked"]),
        verbs=frozenset(f"{verbs['say']} {verbs['marked']}".split()),
        according=frozenset(verbs["according"].split()),
        word=re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*"),
        run=run(particles, shortened, ""),
        organisation=run(particles, shortened, r"(?:of|for|and|&)(?: the)?"),
        shortened=re.compile(rf"\b(?:[A-Z]|{either(shortened)})$"),
        listener=re.compile(verbs["listener"]),
        when=re.compile(verbs["when"]),
        role_end=re.compile(rf"[\s,]+(?:{either(people['role_ends'])})\b.*", re.IGNORECASE | re.DOTALL),
        subordinate=re.compile(rf".*\b(?:{either(sets.pop('subordinators'))})\s", re.DOTALL),
        closing=re.compile(verbs["closing"]),
        going_on=re.compile(verbs["going_on"]),
        quoted_in=re.compile(verbs["quoted_in"]),
        leading_up=re.compile(verbs["leading_up"]),
        marked=frozenset([*verbs["marked"].split(), *held["verbs_completed"]]),
        completed=held["verbs_completed"],
        never_first=frozenset(verbs["never_first"].split()),
        inverted=frozenset(verbs["inverted"].split()),
        noun=frozenset(verbs["noun"].split()),
        thought=frozenset(verbs["thought"].split()),
        calling=frozenset(verbs["calling"].split()),
        trade_endings=tuple(sorted(sets.pop("trade_endings"))),
        offices_shortened=held["offices_shortened"],
        pronouns=held["pronouns"],
        titles=held["titles"],
        given={name: gender for gender, names in held["given"].items() for name in names.split()},
        **sets,
    )


def lead(verbs: Mapping[str, str], further: str = "") -> re.Pattern[str]:
    """The words that end where a verb begins and may stand between it and a speaker before it."""
    between = f"{verbs['expected']}|{either([*verbs['between'].split(), *further.split()])}|{verbs['adverb']}"
    return re.compile(rf"(?<![\w-])(?:(?:{between})\s+){{1,5}}$")


def run(particles: Iterable[str], shortened: Iterable[str], joint: str) -> re.Pattern[str]:
    """Capitalised words in a row, a possessive ending left out; initials and shortened titles keep their full stop."""
    part = either(particles)
    word = (
        rf"(?:(?:{either(shortened)}|(?:[{CAPITAL}]\.)*[{CAPITAL}])\.(?:-elect)?(?=\s)"
        rf"|(?:al-|el-)?[{CAPITAL}][^\W_]*(?:[-'’.&](?!s\b)[^\W_]+)*(?:(?<=s)['’](?=\s[{CAPITAL}]))?)"
    )
    between = rf"\s(?:(?:{part})\s){{0,2}}" + (rf"(?:{joint}\s)?" if joint else "")
    return re.compile(rf"(?<![\w&-]){word}(?:{between}{word}){{0,9}}")
