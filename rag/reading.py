"""Reads what was found; where a passage tells of the asked period, without that period too.

A question asks for "2023-24" where an article says "the year to the end of March 2024", or nothing, for it came out
then. ``rag.times`` knows that they are the same, and the reader does not: it would miss the sentence.
"""

from collections.abc import Sequence

from index.articles import Hit
from index.periods import Period
from index.words import STOP_WORDS
from rag.answers import Quote
from rag.candidates import best_first
from rag.confidence import holds
from rag.kinds import kind_asked
from rag.reader import Reader
from rag.times import of_another, tells_of
from rag.wordforms import plain, words_in


def read(reader: Reader, question: str, hits: Sequence[Hit], asked: Period | None = None) -> list[Quote]:
    """The reader's candidates, best first; ``asked`` is the period that the question asks about.

    A sentence that tells of another period gives no figure for the asked one, and gains nothing where it is left out.
    """
    candidates = reader.read(question, hits)
    if asked is None:
        return candidates
    bare = without(question, asked)
    was_read = [hit for hit in hits if any(holds(hit, quote) for quote in candidates)]
    told = [hit for hit in was_read if bare and tells_of(asked, hit.passage)]
    again = [quote for quote in reader.read(bare, told) if not of_another(asked, quote.passage)] if told else []
    if kind_asked(question) == "number":
        candidates = [quote for quote in candidates if not of_another(asked, quote.passage)]
    return best_first([*candidates, *again])


def without(question: str, asked: Period) -> str:
    """The question without the period; nothing where that is all it says."""
    bare = " ".join((question[: asked.start] + question[asked.end :]).split())
    return bare if any(plain(word.text) not in STOP_WORDS for word in words_in(bare)) else ""
