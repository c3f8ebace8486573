"""What an article is about, in its own words: a run of its headline that its sentences use as a noun."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.articles import Article, Span
from index.words import STOP_WORDS

MOST_WORDS = 4
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_LAST_WORD = re.compile(r"([^\W_]+)\s+$")
_NEXT_WORD = re.compile(r"\s+([^\W_]+)")
_DETERMINERS = ("the", "a", "an")
#: What stands before a noun and not before a verb.
_BEFORE_NOUNS = frozenset((
    *_DETERMINERS, "this", "that", "these", "its", "their", "about", "against", "at", "by", "for", "from", "in", "into",
    "of", "on", "under", "with",
))  # fmt: skip
#: Words that make a run too vague.
_NO_TOPIC = STOP_WORDS | frozenset((
    "day", "days", "first", "last", "month", "months", "new", "next", "time", "times", "today", "week", "weeks", "year",
    "years",
))  # fmt: skip


class Topic(NamedTuple):
    """As it is written in the middle of a sentence, with "the" or "a" where the article mostly has it; and without."""

    phrase: str
    words: str

    def within(self, text: str) -> re.Match[str] | None:
        """Where ``text`` first has it."""
        return _pattern(self.words.split()).search(text)


class _Use(NamedTuple):
    """The words as a sentence has them, and the words around them, empty beside a mark or an end."""

    words: str
    before: str
    after: str

    @property
    def is_noun(self) -> bool:
        """Whether it and what stands around it tell that it is one, and the whole of it."""
        capitals = [word[0].isupper() for word in self.words.split()]
        ends = not self.after or self.after in STOP_WORDS or (all(capitals) and not self.after[0].isupper())
        mixed = capitals[0] and not capitals[-1]  # "Crime Agency believes"
        return self.before.lower() in _BEFORE_NOUNS and ends and not mixed


def topic_of(article: Article, prose: Sequence[Span]) -> Topic | None:
    """The longest such run of ``MOST_WORDS`` at most that its sentences use as a noun; None if there is none."""
    title = list(_WORD.finditer(article.title))
    for size in range(MOST_WORDS, 0, -1):
        for first in range(len(title) - size + 1):
            run = title[first : first + size]
            between = article.title[run[0].end() : run[-1].start()] if size > 1 else ""
            words = [word[0] for word in run]
            if not re.search(r"[^\w\s’'-]", between) and not {word.lower() for word in words} & _NO_TOPIC:
                found = _named(list(_uses(article, prose, words)), size)
                if found:
                    return found
    return None


def _uses(article: Article, prose: Sequence[Span], words: Sequence[str]) -> Iterator[_Use]:
    for span in prose:
        sentence = article.text[span.start : span.end]
        for found in _pattern(words).finditer(sentence):
            before, after = _LAST_WORD.search(sentence[: found.start()]), _NEXT_WORD.match(sentence, found.end())
            yield _Use(" ".join(found[0].split()), before[1] if before else "", after[1].lower() if after else "")


def _named(uses: Sequence[_Use], size: int) -> Topic | None:
    """None where it is no noun, or a single word that is no name, or used but once: that would be too vague."""
    nouns = [use for use in uses if use.is_noun]
    if not nouns or (size == 1 and (len(uses) < 2 or not all(use.words[0].isupper() for use in uses))):
        return None
    (words, _), *_ = Counter(use.words for use in nouns).most_common(1)
    alike = [use for use in nouns if use.words == words]
    article = next(
        (one for one in _DETERMINERS if 2 * sum(use.before.lower() == one for use in alike) > len(alike)), None
    )
    return Topic(f"{article} {words}" if article else words, words)


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(r"(?<![\w’'-])" + r"\s+".join(map(re.escape, words)) + r"(?![\w-]|[’']\w)", re.IGNORECASE)
