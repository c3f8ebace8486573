"""The words that name a speaker: noun phrases of a few known shapes, and nothing else."""

import re

from index.phrases.speech import QUOTE, Speech
from index.speech.naming import named, together
from index.speech.nouns import described
from index.speech.people import Name, plain
from index.speech.references import NAME, NOBODY, PRONOUN, TRIM, Reference

_BRACKET = re.compile(r"\s*\([^()]*\)\s*$")
_LONGEST = 20  # words of a subject


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
