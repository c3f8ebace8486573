"""An embedder without a model."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.articles import Span
from index.embedders.vectors import Matrix, Vector, unit_rows, windows_of


@dataclass(frozen=True, slots=True)
class HashEmbedder:
    """Words hashed to axes: no model, the same everywhere. For tests of what is around an embedder."""

    name: str = "hash-256"
    dim: int = 256
    most_words: int = 128

    def windows(self, header: str, text: str) -> list[Span]:
        """Pieces of at most 128 words, the header's included."""
        room = max(self.most_words - len(header.split()), 1)
        return windows_of(_word_spans(text), len(text), room)

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """One unit row a text, in order."""
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split() or [""]:
                digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=4).digest()
                row[int.from_bytes(digest) % self.dim] += 1
        return unit_rows(rows)

    def embed_question(self, text: str) -> Vector:
        """The question's unit vector."""
        return np.asarray(self.embed_passages([text])[0])


def _word_spans(text: str) -> list[Span]:
    spans, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        spans.append(Span(start, at))
    return spans
