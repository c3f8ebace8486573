"""The subject that stands before a verb of saying, with all that commas may put between the two."""

import re
from collections.abc import Sequence

from index.articles import Span
from index.phrases.speech import QUOTE, Speech
from index.speech.openings import segments
from index.speech.people import names, plain
from index.speech.references import DEFINITE, DESCRIBED, NAME, PRONOUN, TRIM, Reference
from index.speech.roles import begins_role
from index.speech.subjects import noun_phrase

_WHO = re.compile(r"(?<=\w) who\s*$")  # "a letter to Ada Poole who (said)"


def pronoun(masked: str, part: Span, table: Speech) -> Reference | None:
    """The pronoun that ends ``part``, where it is no object: "In Leeds (she) said"."""
    last = next(iter(list(table.word.finditer(masked, *part))[-1:]), None)
    if last is None or table.pronouns.get(plain(last[0]), "o") == "o":
        return None
    return Reference(*last.span(), PRONOUN, None, plain(last[0]))


def plural(masked: str, part: Span, table: Speech) -> Reference | None:
    """The noun that ends ``part``, where it is of several people: "the law that is what (critics) call"."""
    found = list(table.word.finditer(masked, *part))[-1:]
    if not found or plain(found[0][0]) not in table.several:
        return None
    return noun_phrase(masked, found[0].start(), found[0].end(), table)


def before(masked: str, start: int, end: int, table: Speech, *, calls: bool) -> Reference | None:
    """The subject that ends where the verb begins, with what a comma may put between: "Ada Poole, a vet, (said)"."""
    parts = segments(masked, start, end)
    if not parts:
        return None
    if masked[parts[-1].start : parts[-1].end].strip(TRIM):
        last = parts[-1]
        if masked[last.start : last.end].split() == ["who"]:
            return antecedent(masked, parts[:-1], table)
        relative = _WHO.search(masked, last.start, last.end)
        if relative is not None:
            return antecedent(masked, [Span(last.start, relative.start())], table)
        own = table.subordinate.match(masked, last.start, last.end)
        who = noun_phrase(masked, own.end() if own else last.start, last.end, table)
        if who is not None and who.kind in (DESCRIBED, DEFINITE) and not own:
            return described_by(masked, parts, table) or who
        who = who or pronoun(masked, last, table)
        if who is None and len(parts) > 1 and masked.startswith("who ", last.start):
            return antecedent(masked, parts[:-1], table)
        if who is None and len(parts) > 1 and is_circumstance(masked, last, table):
            return head(masked, parts[:-1], table)
        return who or (plural(masked, last, table) if calls else None)
    return head(masked, parts[:-1], table)


def described_by(masked: str, parts: Sequence[Span], table: Speech) -> Reference | None:
    """Whom the last of ``parts`` describes, where no comma follows it: "Ada Poole, a keeper in Leeds said"."""
    if len(parts) < 2 or any(not introduces(masked, part, table) for part in parts[:-2]):
        return None
    who = noun_phrase(masked, *parts[-2], table)
    words = [plain(word[0]) for word in table.word.finditer(masked, *parts[-1])]
    named = who is not None and who.name is not None and who.name.person and who.end >= parts[-2].end
    apposition = words[0] in table.determiners - {"the"} or begins_role(words, table)
    return who if named and apposition else None


def is_circumstance(masked: str, part: Span, table: Speech) -> bool:
    """Whether ``part`` tells of time or place and names nobody: "in a post on Friday"."""
    opening = next(table.word.finditer(masked, part.start, part.end), None)
    if opening is None or plain(opening[0]) not in ("in", "on", "at", "during", "last"):
        return False
    return all(name.organisation for name in names(masked, part.start, part.end, table))


def head(masked: str, parts: Sequence[Span], table: Speech) -> Reference | None:
    """The noun phrase to which the others are in apposition: "Ada Poole, a vet from Leeds" or "A vet, Ada Poole"."""
    goes_on = bool(parts) and masked.endswith(QUOTE, 0, parts[0].start) and introduces(masked, parts[0], table)
    begun = [number for number, part in enumerate(parts) if not introduces(masked, part, table)]
    beside = len(begun) > 1 and begun[1] == begun[0] + 1  # not "Ada Poole, of the zoo, Leeds"
    parts = [parts[number] for number in begun]
    phrases = [noun_phrase(masked, part.start, part.end, table) for part in parts]
    somebody = [at for at, phrase in enumerate(phrases) if phrase and phrase.name and phrase.name.person]
    if somebody and (phrases[0] is None or goes_on):
        at = next(at for at, phrase in enumerate(phrases) if phrase and (phrase.kind != NAME or at in somebody))
        passed = {plain(word) for part in parts[:at] for word in table.word.findall(masked, *part)}
        if at == 1 or (len(somebody) == 1 and passed.isdisjoint(table.roles | table.persons)):
            phrases, parts = phrases[at:], parts[at:]  # "Writing for the paper, for all, Ada Poole, a vet"
    who = phrases[0] if phrases else None
    if who is None:
        return None
    following = phrases[1] if len(phrases) > 1 else None
    words = {plain(word) for word in table.word.findall(masked, who.start, who.end)}
    office = who.name is not None and who.name.organisation and not words.isdisjoint(table.roles)
    if (who.kind in (DESCRIBED, DEFINITE) or office) and following and following.name and following.name.person:
        return following  # "The president of the Lamp Trust, Ada Poole"
    if following and bare(following, table) and plain(masked[who.start : who.end].split()[-1]) in table.roles:
        return following  # "The Lamp Trust Chief, Ada Poole"
    joined = [
        phrase
        for part, phrase in zip(parts[-len(phrases) :], phrases, strict=True)
        if masked.startswith("and ", part.start)
    ]
    others = [
        phrase
        for phrase in (phrases[1:2] if beside else []) + joined
        if phrase and phrase.kind == NAME and bare(phrase, table)
    ]
    return None if others else who


def introduces(masked: str, part: Span, table: Speech) -> bool:
    """Whether ``part`` only leads up to the subject: "In May"; "And" alone does not."""
    opening = next(table.word.finditer(masked, part.start, part.end), None)
    if opening is None:
        return True
    low = plain(opening[0])
    if low.endswith("ing") and opening.end() == part.end:  # "Smiling, the mayor"
        return True
    return low in table.introductory and (low not in table.joining or opening.end() == part.end)


def bare(phrase: Reference, table: Speech) -> bool:
    """Whether ``phrase`` is somebody's name and no more."""
    name = phrase.name
    if name is None or not name.person or phrase.start != name.start:
        return False
    return not (table.roles | table.before_role).issuperset(name.core)  # "Executive Director"


def antecedent(masked: str, parts: Sequence[Span], table: Speech) -> Reference | None:
    """Whom "who" stands for: the name that ends a part, a role after it passed over."""
    for number, part in enumerate(reversed(parts)):
        words = [plain(word[0]) for word in table.word.finditer(masked, part.start, part.end)]
        if number == 0 and words and words[0] in table.determiners and begins_role(words, table):
            continue
        last = list(names(masked, part.start, part.end, table))[-1:]
        if last and last[0].end == part.end and not last[0].organisation:
            return Reference(last[0].start, last[0].end, NAME, last[0])
        if not any(word in table.roles for word in words):
            return None
    return None
