"""Verbs of saying: where a text has one, told by its words alone."""

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.phrases.speech import Speech

ACCORDING = "according to"

_WORD = re.compile(r"(?<![^\W_-])(?<!-)[a-zA]\w{2,13}(?![\w-])")
_BACK = 60


class Cue(NamedTuple):
    """A verb of saying, from the first of the words that may stand between it and a speaker before it."""

    start: int
    end: int
    verb: str


def cues(masked: str, start: int, end: int, table: Speech) -> Iterator[Cue]:
    """The verbs of saying in ``masked[start:end]``, in order."""
    words = verbs(masked, table)
    for at in range(bisect_left(words, (start,)), len(words)):
        begin, stop, verb = words[at]
        if stop > end:
            break
        if verb in table.according:
            yield Cue(begin, stop + 3, ACCORDING)
            continue
        lead = None
        before = masked[max(start, begin - _BACK) : begin].rsplit(None, 1)[-1:]
        if before and (before[0] in table.leading or before[0].endswith("ly")):
            pattern = table.lead_ing if verb.endswith("ing") else table.lead
            lead = pattern.search(masked, max(start, begin - _BACK), begin)
        yield Cue(lead.start() if lead else begin, stop, verb)


@functools.lru_cache(maxsize=2)  # the page that is being read
def verbs(masked: str, table: Speech) -> Sequence[tuple[int, int, str]]:
    """Every verb of saying in ``masked``, and "according" where "to" follows, with where it begins and ends."""
    found: list[tuple[int, int, str]] = []
    for word in _WORD.finditer(masked):
        verb, end = word[0], word.end()
        if verb in table.completed:
            second = f" {table.completed[verb]}"
            if masked.startswith(second, end):
                found.append((word.start(), end + len(second), verb))
        elif verb in table.verbs:
            if verb not in table.marked or verb in table.calling or not table.not_marked.match(masked, end):
                found.append((word.start(), end, verb))
        elif verb in table.according and masked.startswith(" to ", end):
            found.append((word.start(), end, verb))
    return found


def says(masked: str, start: int, end: int, table: Speech) -> bool:
    """Whether ``masked[start:end]`` has a verb of saying."""
    words = verbs(masked, table)
    first = bisect_left(words, (start,))
    return first < len(words) and words[first][1] <= end
