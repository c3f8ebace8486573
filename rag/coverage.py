"""What a question names that nothing found mentions: it cannot be answered without it.

A key is *mentioned* by a passage with what stands over it (headline, publisher, date), never by the rest of its
article: that an article names TikTok somewhere does not make its paragraph about Snapchat an answer about TikTok,
and such a near-miss is the worst mistake. What a mention *stands for* is read from the whole article, for that is
where writers introduce a name once and shorten it from then on: "NCA" is the agency, "the Act" the Online Safety
Act, "Mr Khan" is Sadiq Khan where the article says so anywhere, and refusing such an answer is the second worst.
"""

from collections.abc import Sequence

from index.articles import Passage
from index.periods import Period
from index.words import STOP_WORDS
from rag.keys import Key, keys_of
from rag.mentions import Mentions, around, defined_around, heading, within
from rag.times import none_tells, period_told
from rag.units import Unit
from rag.wordforms import name_forms, plain, stem, words_in


def missing(question: str, passages: Sequence[Passage], asked: Period | None = None) -> tuple[str, ...]:
    """The names and figures of the question that no passage mentions, as the user typed them.

    Of a name that is found in part, only the words that are nowhere; the whole of it where all its words are
    found, but not together. The period that is ``asked`` about is told by when a passage is true, not by its words; it
    is missing where all of them tell of other periods.
    """
    inside = [key for key in keys_of(question) if asked and asked.start <= key.start < asked.end]
    if asked and none_tells(asked, passages):
        return tuple(key.text for key in inside) or (question[asked.start : asked.end],)
    told = inside if inside and period_told(asked, passages) else []
    needed = [key for key in keys_of(question) if key not in told]
    absent = [key for key in needed if not any(mentions(passage, key) for passage in passages)]
    return tuple(dict.fromkeys(text for key in absent for text in _absent_parts(key, passages)))


def names_covered(question: str, passage: Passage, *, headed: bool = True) -> float:
    """The share of the question's names and figures that the passage mentions; 1 if it has none.

    Without ``headed`` they must be in the passage itself, not in its headline or date.
    """
    keys = keys_of(question)
    return sum(mentions(passage, key, headed=headed) for key in keys) / len(keys) if keys else 1.0


def words_covered(question: str, passage: Passage, *, headed: bool = True) -> float:
    """The share of the question's content words, inflected or not, that are in the passage; 1 if it has none."""
    words = dict.fromkeys(word.text for word in words_in(question) if plain(word.text) not in STOP_WORDS)
    texts = _texts(passage, headed=headed)
    ways = [Unit(word, ((name_forms(word) | {f"~{stem(word)}"},),)) for word in words]
    return sum(any(text.places(one) for text in texts) for one in ways) / len(ways) if ways else 1.0


def _texts(passage: Passage, *, headed: bool = True) -> list[Mentions]:
    return [within(passage), heading(passage.article)] if headed else [within(passage)]


def mentions(passage: Passage, key: Key, *, headed: bool = True) -> bool:
    """Whether the passage or its heading mentions the key, in the words of its article."""
    texts = _texts(passage, headed=headed)
    if any(text.together(key) for text in texts):
        return True
    known = key.defined(defined_around(passage))
    if known is not key and any(text.together(known) for text in texts):
        return True
    if len(known.units) > 1 and any(text.alone(known) for text in texts) and around(passage).together(known):
        return True
    return any(text.together(slipped) for text in texts if (slipped := text.corrected(known)))


def _absent_parts(key: Key, passages: Sequence[Passage]) -> list[str]:
    """The units that no passage holds; the whole key if that is all of them or none."""
    texts = [text for passage in passages for text in _texts(passage)]
    absent = [unit.text for unit in key.units if not any(text.places(unit) for text in texts)]
    return absent if 0 < len(absent) < len(key.units) else [key.text]
