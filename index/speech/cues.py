"""Verbs of saying: where a text has one, told by its words alone."""

import re
from collections.abc import Iterator
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
    for word in _WORD.finditer(masked, start, end):
        verb = word[0]
        if verb in table.verbs:
            if verb in table.marked and table.not_marked.match(masked, word.end()):
                continue
            pattern = table.lead_ing if verb.endswith("ing") else table.lead
            lead = pattern.search(masked, max(start, word.start() - _BACK), word.start())
            yield Cue(lead.start() if lead else word.start(), word.end(), verb)
        elif verb in table.according and masked.startswith(" to ", word.end()):
            yield Cue(word.start(), word.end() + 3, ACCORDING)


def says(masked: str, start: int, end: int, table: Speech) -> bool:
    """Whether ``masked[start:end]`` has a verb of saying."""
    return next(cues(masked, start, end, table), None) is not None
