"""What an embedder is, and the vectors it makes."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from index.articles import Span

Matrix: TypeAlias = npt.NDArray[np.float32]  # (rows, dim), unit rows
Vector: TypeAlias = npt.NDArray[np.float32]  # (dim,), of length one


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


def unit_rows(rows: npt.NDArray[np.floating]) -> Matrix:
    """``rows`` scaled to length one, in float32; a row of zeros points along the first axis."""
    matrix = np.array(rows, dtype=np.float32)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix[lengths[:, 0] == 0, 0] = 1
    return np.asarray(matrix / np.where(lengths == 0, 1, lengths), dtype=np.float32)


def remembering(embed: Callable[[str], Vector]) -> Callable[[str], Vector]:
    """``embed``, without computing a recent question again: more than one part asks for the same question's vector."""
    return lru_cache(maxsize=64)(embed)


def windows_of(tokens: Sequence[Span], length: int, room: int) -> list[Span]:
    """A text of ``length`` characters cut so that each piece has at most ``room`` of its ``tokens``."""
    if len(tokens) <= room:
        return [Span(0, length)]
    cuts = [0, *(tokens[at].start for at in range(room, len(tokens), room)), length]
    return [Span(*cut) for cut in pairwise(cuts)]
