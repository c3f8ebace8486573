"""The role that a text gives beside a name: "shadow minister Ada Poole", "Ada Poole, head of the zoo"."""

import re
from collections.abc import Sequence

from index.articles import Span
from index.phrases.speech import CAPITAL, QUOTE, Speech
from index.speech.cues import cues, says
from index.speech.people import Name, name_at, plain

_SEGMENT = re.compile(rf"[^,;:.!?–—()\n{QUOTE}]+")
_AGE = re.compile(r",? \(?\d{1,3}\)?(?=,)")
_OF = re.compile(r" (?:of|from|at|for) (?:the )?")
_OFFICE = re.compile(
    rf"(?<!\w)(\w+) (?:of|for) (?:the )?(?:[{CAPITAL}][\w-]+ (?:and )?){{1,4}}$"
)  # "Minister for Lamps (Poole)"
_WORD_BEFORE = re.compile(r"([^\W_]+(?:[-'’.&][^\W_]+)*[’']?) $")
_SEGMENT_BEFORE = re.compile(rf"(?:^|[,.!?;:–—\n({QUOTE}] ?)([^,.!?;:–—()\n{QUOTE}]{{3,120}}), $")
_LONGEST_ROLE = 140
_FINITE = re.compile(r" \w+ed (?:an?|the|his|her|its|their) ")  # "the president attended a parade"


def fullest(masked: str, found: Sequence[Name], until: int, table: Speech) -> Span:
    """The mention that says most: the full name and a role beside it, then the full name; the first of equals."""
    described = [(name, with_role(masked, name, until, table)) for name in found]

    def worth(one: tuple[Name, Span]) -> tuple[bool, bool, int]:
        name, span = one
        role = span != Span(name.start, name.end) or len(name.core) < masked.count(" ", name.start, name.end) + 1
        return len(name.core) > 1, role, -name.start

    return max(described, key=worth)[1]


def with_role(masked: str, name: Name, until: int, table: Speech) -> Span:
    """``name`` with the role before or after it, if the text gives one there, and "of" what."""
    start, end = name.start, name.end
    before = role_before(masked, name, table)
    after = role_after(masked, name, table)
    return Span(start if before is None else before, end if after is None or after > until else after)


def role_before(masked: str, name: Name, table: Speech) -> int | None:
    """Where the role before ``name`` begins: "shadow home secretary", "its director, "."""
    office = _OFFICE.search(masked, max(0, name.start - 70), name.start)
    start = office.start(1) if office and plain(office[1]) in table.roles else None
    at = name.start if start is None else start
    while (found := _WORD_BEFORE.search(masked, max(0, at - 40), at)) and fits_role(found[1], start is None, table):
        start = at = found.start(1)
    if start is not None or not masked.startswith(", ", max(0, name.start - 2)):
        return start
    segment = _SEGMENT_BEFORE.search(masked, max(0, name.start - 130), name.start)
    if segment is None:
        return None
    verbs = [cue.end for cue in cues(masked, *segment.span(1), table)]
    begin = verbs[-1] if verbs else segment.start(1)
    words = [plain(word[0]) for word in table.word.finditer(masked, begin, segment.end(1))]
    if not words or words[0] in table.introductory or not begins_role(words, table):
        return None
    return begin + len(masked[begin:]) - len(masked[begin:].lstrip())


def fits_role(word: str, nearest: bool, table: Speech) -> bool:
    """Whether ``word`` may belong to a role before a name; the word next to the name must be one."""
    low = plain(word)
    if nearest:
        return low in table.roles
    return low in table.roles or low in table.before_role or (word[0].isupper() and low not in table.not_names)


def begins_role(words: Sequence[str], table: Speech) -> bool:
    """Whether ``words`` are a role: one among the first words, up to the preposition."""
    head = words[:6]
    stop = next((at for at, word in enumerate(head) if word in ("of", "for", "at", "to", "and", "with")), len(head))
    return any(word in table.roles for word in head[:stop])


def role_after(masked: str, name: Name, table: Speech) -> int | None:
    """Where the role after ``name`` ends: ", chief executive of the charity", " of Calder Police"."""
    at = name.end
    place = _OF.match(masked, at)
    if place:
        body = table.organisation.match(masked, place.end())
        at = body.end() if body else at
    end = at if at > name.end else None
    age = _AGE.match(masked, at)
    at = age.end() if age else at
    if not masked.startswith(", ", at):
        return end
    segment = _SEGMENT.match(masked, at + 2)
    if segment is None or len(segment[0]) > _LONGEST_ROLE or says(masked, *segment.span(), table):
        return end
    role = table.role_end.sub("", " " + segment[0]).rstrip()
    words = [plain(word[0]) for word in table.word.finditer(role)]
    if not words or words[0] in table.introductory or not all_role(role, words, table):
        return end
    return segment.start() + len(role) - 1


def all_role(role: str, words: Sequence[str], table: Speech) -> bool:
    """Whether ``role`` says what somebody is and names nobody else."""
    if words[0] in table.not_names and words[0] not in table.determiners:
        return False
    if table.roles.isdisjoint(words) or not table.auxiliaries.isdisjoint(words) or _FINITE.search(role):
        return False
    return not any(fits_name(role, found, table) for found in table.run.finditer(role))


def fits_name(role: str, found: "re.Match[str]", table: Speech) -> bool:
    """Whether the capitalised words ``found`` in ``role`` are somebody's name: "minister Ann Lee"."""
    before = _WORD_BEFORE.search(role, 0, found.start())
    name = name_at(role, found.start(), found.end(), table)
    return name is not None and name.person and before is not None and plain(before[1]) in table.roles
