"""Any sentence-transformers model, computed by sentence-transformers."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from index.articles import Span
from index.embedders.bundled import BUNDLED
from index.embedders.vectors import Matrix, Vector, remembering, unit_rows, windows_of
from index.errors import QuotedeskError
from index.precision import native_dtype

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


@dataclass(frozen=True)
class SentenceTransformerEmbedder:
    """Any sentence-transformers model: a folder, or a name in the local model cache.

    In bfloat16 where the processor computes in it: half the time, and a vector moves by a cosine of at most 0.002.
    """

    name: str
    batch: int = 32

    @cached_property
    def model(self) -> "SentenceTransformer":
        """The model, loaded at first use."""
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TRANSFORMERS_NO_ADVISORY_WARNINGS", "1")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        options = {"dtype": native_dtype()}
        try:
            return SentenceTransformer(self.name, device="cpu", local_files_only=True, model_kwargs=options)
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
        return windows_of(_token_spans(tokenizer, text), len(text), room)

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
        def embed(text: str) -> Vector:
            row = self.model.encode_query([text], show_progress_bar=False, convert_to_numpy=True)
            return np.asarray(unit_rows(row)[0])

        return remembering(embed)


def _token_spans(tokenizer: object, text: str) -> list[Span]:
    """Where each of the model's tokens lies in ``text``."""
    encoded = tokenizer(  # type: ignore[operator]
        text, add_special_tokens=False, return_offsets_mapping=True, verbose=False, truncation=False
    )
    return [Span(start, end) for start, end in encoded["offset_mapping"]]
