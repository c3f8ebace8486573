"""Sentence-transformers models of the commonest kind, without torch."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from index.articles import Span
from index.beside import beside
from index.embedders.bert import Bert
from index.embedders.bundled import BUNDLED, bundled_tokenizer, check_weights
from index.embedders.vectors import Matrix, Vector, remembering, unit_rows, windows_of


@dataclass(frozen=True)
class ExportedEmbedder:
    """A model that ``Bert`` supports, computed by OpenVINO: the bundled one, or a folder.

    The vectors are sentence-transformers' own: a cosine of at least 0.9998 to those in float32. In bfloat16 where the
    processor computes in it.
    """

    name: str = BUNDLED
    batch: int = 16

    def begin_loading(self) -> None:
        """Load the model beside whatever else there is to do; whoever asks for vectors first waits for it."""
        self._loading  # noqa: B018 - begins when it is first asked for

    @cached_property
    def _loading(self) -> Future[Bert]:
        return beside(self._loaded)

    def _loaded(self) -> Bert:
        if self.name == BUNDLED:
            check_weights()
        self._bert.load()
        return self._bert

    @cached_property
    def _bert(self) -> Bert:
        return Bert(bundled_tokenizer().parent if self.name == BUNDLED else Path(self.name))

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(self._bert.folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    @cached_property
    def _truncating(self) -> Tokenizer:
        tokenizer = Tokenizer.from_str(self._tokenizer.to_str())
        tokenizer.enable_truncation(self._bert.most_tokens)
        return tokenizer

    @property
    def dim(self) -> int:
        """The length of a vector."""
        return int(self._bert.config["hidden_size"])

    def windows(self, header: str, text: str) -> list[Span]:
        """``text`` cut at token boundaries so that each piece is read whole after ``header``."""
        most = self._bert.most_tokens
        special = self._tokenizer.num_special_tokens_to_add(is_pair=False)
        room = max(most - special - len(self._tokenizer.encode(header, add_special_tokens=False).ids), most // 2)
        tokens = self._tokenizer.encode(text, add_special_tokens=False).offsets
        return windows_of([Span(*token) for token in tokens], len(text), room)

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """One unit row a text, in order."""
        rows = np.empty((len(texts), self.dim), dtype=np.float32)
        encoded = [row.ids for row in self._truncating.encode_batch(list(texts))]
        by_length = sorted(range(len(texts)), key=lambda place: len(encoded[place]))
        for first in range(0, len(texts), self.batch):
            places = by_length[first : first + self.batch]
            rows[places] = self._loading.result().pooled([encoded[place] for place in places])
        return unit_rows(rows) if len(rows) else rows

    def embed_question(self, text: str) -> Vector:
        """The question's unit vector."""
        return self._recent_questions(text)

    @cached_property
    def _recent_questions(self) -> Callable[[str], Vector]:
        return remembering(lambda text: self.embed_passages([text])[0])
