"""What a worker worked out of some articles, so that whoever has its memo need not: the same run, with less to do.

A memo only saves work. What is not in it is worked out where it is missed, so that no stale or lost memo can make the
index another one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TypeAlias

import numpy as np

from index.articles import Article, Dropped, Passage, Span
from index.embedders import Embedder, Matrix, Vector
from index.formats.documents import Document
from index.splitter import Splitter

#: A document, the name of its file, and the lines of it that recur at its publisher.
Judged: TypeAlias = tuple[Document, str, frozenset[str]]
#: A text, by its SHA-256, and what of it is dropped.
Cleaned: TypeAlias = tuple[str, tuple[Dropped, ...]]


@dataclass(frozen=True, slots=True)
class Memo:
    """Articles and the places of their passages; windows and vectors by digests of what was embedded."""

    articles: dict[Judged, Article] = field(default_factory=dict)
    passages: dict[Cleaned, tuple[Span, ...]] = field(default_factory=dict)
    windows: dict[bytes, tuple[Span, ...]] = field(default_factory=dict)
    vectors: dict[bytes, Vector] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RememberingEmbedder:
    """``embedder``, asked only for what none of ``memos`` has; the last of them learns what was asked.

    ``compute`` embeds the texts that are missing, here or elsewhere.
    """

    embedder: Embedder
    memos: list[Memo]
    compute: Callable[[Sequence[str]], Matrix]

    @property
    def name(self) -> str:
        """The embedder's own."""
        return self.embedder.name

    @property
    def dim(self) -> int:
        """The length of a vector."""
        return self.embedder.dim

    def windows(self, header: str, text: str) -> list[Span]:
        """``text`` cut so that each piece is read whole after ``header``."""
        key = _digest(header, text)
        known = next((memo.windows[key] for memo in self.memos if key in memo.windows), None)
        if known is None:
            self.memos[-1].windows[key] = known = tuple(self.embedder.windows(header, text))
        return list(known)

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """One unit row a text, in order."""
        keys = [_digest(text) for text in texts]
        found = {key: memo.vectors[key] for memo in self.memos for key in keys if key in memo.vectors}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        if missing:
            computed = dict(zip(missing, self.compute(list(missing.values())), strict=True))
            self.memos[-1].vectors.update(computed)
            found |= computed
        return np.array([found[key] for key in keys], dtype=np.float32).reshape(len(keys), self.dim)

    def embed_question(self, text: str) -> Vector:
        """The question's unit vector."""
        return self.embedder.embed_question(text)


@dataclass(frozen=True, slots=True)
class RememberingSplitter(Splitter):
    """Splits as ``Splitter`` does, only what none of ``memos`` has; the last of them learns it."""

    memos: list[Memo] = field(default_factory=lambda: [Memo()])

    def split(self, article: Article) -> list[Passage]:
        """The passages of ``article``, in order."""
        key = article.sha256, article.dropped
        known = next((memo.passages[key] for memo in self.memos if key in memo.passages), None)
        if known is None:
            spans = (Span(passage.start, passage.end) for passage in Splitter.split(self, article))
            self.memos[-1].passages[key] = known = tuple(spans)
        return [article.passage(*span) for span in known]


def _digest(*texts: str) -> bytes:
    """128 bits, of texts and where they meet."""
    said = blake2b(digest_size=16)
    for text in texts:
        encoded = text.encode("utf-8", "surrogatepass")
        said.update(len(encoded).to_bytes(8, "little"))
        said.update(encoded)
    return said.digest()
