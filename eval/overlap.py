"""How much of a gold stretch a quote has, by places in the article and not by likeness of words."""

import re
from collections.abc import Sequence

from eval.gold import occurrences
from index.articles import Passage, Span

_TOKEN = re.compile(r"\w+")


def overlap(passage: Passage, golds: Sequence[str]) -> float:
    """Token F1 by place: 1 if the passage has just the words of a gold quote, 0 if it shares none of its words."""
    text = passage.article.text
    quoted = _tokens(text, Span(passage.start, passage.end))
    return max((_f1(quoted, _tokens(text, span)) for gold in golds for span in occurrences(text, gold)), default=0.0)


def _tokens(text: str, span: Span) -> frozenset[int]:
    """Where the words begin that lie in the span, whole or in part."""
    return frozenset(match.start() for match in _TOKEN.finditer(text, span.start, span.end))


def _f1(one: frozenset[int], other: frozenset[int]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0
