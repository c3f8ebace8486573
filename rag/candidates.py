"""What readers of every kind do with scores: probabilities, short answers, and candidates in order."""

import math
import unicodedata
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from index.articles import Article, Span
from rag.answers import Quote

#: Tokens of a short answer, at most.
MOST_ANSWER = 30


def probability(log_odds: float) -> float:
    """The logistic function, in a form that does not overflow."""
    return (1 + math.tanh(log_odds / 2)) / 2


def best_pair(starts: npt.NDArray[np.floating], ends: npt.NDArray[np.floating]) -> tuple[int, int, float]:
    """The first and last token of the best answer, not too long, and their start and end score together.

    ``starts`` and ``ends`` score the same tokens, at least one.
    """
    both = starts[:, None] + ends[None, :]
    forwards = np.triu(np.ones_like(both, dtype=bool))
    both = np.where(forwards & ~np.triu(forwards, MOST_ANSWER), both, -np.inf)
    first, last = divmod(int(both.argmax()), len(starts))
    return first, last, float(both[first, last])


def whole(article: Article, start: int, end: int, sentence: Span) -> Span:
    """``[start, end)`` kept inside the sentence, with the accents that a tokenizer drops from its last letter."""
    start, end = max(start, sentence.start), min(end, sentence.end)
    while end < sentence.end and unicodedata.combining(article.text[end]):
        end += 1
    return Span(start, end)


def best_first(quotes: Iterable[Quote]) -> list[Quote]:
    """Each sentence with its best score, best first; no headline."""
    found: dict[tuple[str, int], Quote] = {}
    for quote in quotes:
        key = (quote.passage.article.id, quote.passage.start)
        if not quote.passage.is_headline and (key not in found or quote.score > found[key].score):
            found[key] = quote
    return sorted(found.values(), key=lambda quote: -quote.score)
