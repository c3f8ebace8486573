"""The subject that stands after a verb of saying."""

import re
from collections.abc import Iterator

from index.articles import Span
from index.phrases.speech import CAPITAL, QUOTE, Speech
from index.speech.openings import segments
from index.speech.preceding import bare
from index.speech.references import DEFINITE, DESCRIBED, NAME, Reference
from index.speech.subjects import noun_phrase

_STOP = re.compile(rf"[{QUOTE};:.!?()]|\s[–—-]\s|—")
_PREPOSITION = re.compile(r"\s(?:in|on|of|to|at|during|after|from|for|about|with|by|this|earlier)\s")
_AND = re.compile(rf",? and (?:the )?(?=[{CAPITAL}])")
_CLAUSE = re.compile(r" [a-z]")
_PAST = re.compile(r"\s(?:sent|posted|released|published|issued|obtained|seen|written|filed|shared|provided)\b")
_PARTICIPLE = re.compile(r"\s[a-z]{3,}ing\s")  # "(asked) a reader (questioning the plan)"


def after(masked: str, start: int, end: int, table: Speech) -> Reference | None:
    """The subject that follows the verb: "(said) Ada Poole, a vet", "(said) a spokesman for the zoo"."""
    stop = _STOP.search(masked, start, end)
    while stop and stop[0] == "." and table.shortened.search(masked, max(0, stop.start() - 5), stop.start()):
        stop = _STOP.search(masked, stop.end(), end)
    parts = segments(masked, start, stop.start() if stop else end)
    first = parts[0]
    for cut in cuts(masked, first, table):
        who = noun_phrase(masked, cut.start, cut.end, table)
        if who is None:
            continue
        named = noun_phrase(masked, *parts[1], table) if len(parts) > 1 else None
        if who.kind in (DESCRIBED, DEFINITE) and named and bare(named, table):
            return named
        return None if together(masked, who.end, end, table) and who.kind == NAME else who
    return None


def cuts(masked: str, first: Span, table: Speech) -> Iterator[Span]:
    """The stretch, then the shorter ones in which a subject may end."""
    yield first
    text = masked[first.start : first.end]
    ended = table.role_end.sub("", text)
    if ended != text:
        yield Span(first.start, first.start + len(ended))
    for preposition in _PREPOSITION.finditer(text):
        yield Span(first.start, first.start + preposition.start())
    for past in _PAST.finditer(text):
        yield Span(first.start, first.start + past.start())
    for participle in _PARTICIPLE.finditer(text):
        yield Span(first.start, first.start + participle.start())


def together(masked: str, at: int, end: int, table: Speech) -> bool:
    """Whether another name is joined to the one that ends at ``at``; after a comma it may begin another clause."""
    joined = _AND.match(masked, at, end)
    other = table.run.match(masked, joined.end()) if joined else None
    return other is not None and (not masked.startswith(",", at) or not _CLAUSE.match(masked, other.end()))
