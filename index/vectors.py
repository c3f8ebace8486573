"""Nearest rows of unit vectors: the exact store defines what the others must answer."""

import errno
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from index.embedders import Matrix, Vector
from index.inverted import PROBED, inverted, probed

if TYPE_CHECKING:
    import faiss

Rows: TypeAlias = npt.NDArray[np.int64]  # row numbers, as the catalog gives them
Batch: TypeAlias = tuple[Rows, Matrix]  # as many rows as vectors

#: From what ``eval.bench.search`` takes at 100,000 and 1,000,000 (docs/speed.md); no size between was measured.
EXACT_UP_TO = 200_000


class Neighbour(NamedTuple):
    """A row and its cosine with the question; higher is nearer."""

    row: int
    score: float


class VectorStore(Protocol):
    """Finds the rows nearest to a vector."""

    @classmethod
    def gather(cls, batches: Iterable[Batch]) -> Self:
        """A store of the vectors of all ``batches``, which need not fit into memory together."""

    @classmethod
    def load(cls, file: Path) -> Self:
        """What ``save`` wrote."""

    def save(self, file: Path) -> None:
        """Write all of it to one file; an OSError where the disk is full."""

    def search(self, vector: Vector, k: int, allowed: Rows | None = None) -> list[Neighbour]:
        """The ``k`` nearest of the allowed rows (all, if None), nearest first; fewer if there are fewer."""


class ExactStore:
    """Every cosine, in NumPy: the meaning of the others."""

    def __init__(self, rows: Rows, vectors: Matrix) -> None:
        self._rows = rows
        self._vectors = vectors

    @classmethod
    def gather(cls, batches: Iterable[Batch]) -> Self:
        """Join the batches; this store is for so few that they fit."""
        every = list(batches)
        if not every:
            return cls(np.empty(0, dtype=np.int64), np.empty((0, 1), dtype=np.float32))
        return cls(np.concatenate([rows for rows, _ in every]), np.concatenate([vectors for _, vectors in every]))

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read an ``.npz`` file."""
        with np.load(file) as arrays:
            return cls(arrays["rows"], arrays["vectors"])

    def save(self, file: Path) -> None:
        """Write an ``.npz`` file."""
        with file.open("wb") as out:
            np.savez(out, rows=self._rows, vectors=self._vectors)

    def search(self, vector: Vector, k: int, allowed: Rows | None = None) -> list[Neighbour]:
        """All cosines, sorted."""
        chosen = np.arange(len(self._rows)) if allowed is None else np.flatnonzero(np.isin(self._rows, allowed))
        if not len(chosen):
            return []
        scores = self._vectors[chosen] @ vector
        best = np.argsort(-scores, kind="stable")[:k]
        return [Neighbour(int(self._rows[chosen[at]]), float(scores[at])) for at in best]


class FaissStore:
    """FAISS over float16 vectors, half the memory of float32: every cosine among few, cells among many.

    Exact search takes as long as memory takes to be read, and above ``EXACT_UP_TO`` vectors too long.
    """

    def __init__(self, index: "faiss.Index") -> None:
        self._index = index

    @classmethod
    def gather(cls, batches: Iterable[Batch]) -> Self:
        """Add batch by batch; where there are many in the end, put them into cells."""
        index = None
        for rows, vectors in batches:
            index = flat(vectors.shape[1]) if index is None else index
            index.add_with_ids(np.ascontiguousarray(vectors), np.ascontiguousarray(rows))
        index = flat(1) if index is None else index
        return cls(index if index.ntotal <= EXACT_UP_TO else inverted(index))

    @classmethod
    def load(cls, file: Path) -> Self:
        """Map a FAISS file: its vectors are read when they are asked for, and are nobody's private memory."""
        import faiss

        return cls(faiss.read_index(str(file), faiss.IO_FLAG_MMAP_IFC))

    def save(self, file: Path) -> None:
        """Write a FAISS file."""
        import faiss

        try:
            faiss.write_index(self._index, str(file))
        except RuntimeError as error:  # it says what the system said, but in its own way
            full = os.strerror(errno.ENOSPC) in str(error)
            raise OSError(errno.ENOSPC if full else errno.EIO, str(error), str(file)) from error

    def search(self, vector: Vector, k: int, allowed: Rows | None = None) -> list[Neighbour]:
        """FAISS pads with row -1 where there are fewer than ``k``: those are left out."""
        index = self._index
        most = min(k, index.ntotal if allowed is None else len(allowed))
        if most <= 0:
            return []
        scores, rows = index.search(vector[None, :], most, params=_parameters(index, allowed))
        found = zip(rows[0].tolist(), scores[0].tolist(), strict=True)
        return [Neighbour(row, score) for row, score in found if row >= 0]


def kind_of(vectors: int) -> str:
    """How so many vectors are searched, and why, in half a sentence."""
    if vectors <= EXACT_UP_TO:
        return f"exact: up to {EXACT_UP_TO:,} vectors every one is compared"
    return f"inverted file: of more than {EXACT_UP_TO:,} vectors those in the {PROBED} nearest cells are compared"


def _parameters(index: "faiss.Index", allowed: Rows | None) -> "faiss.SearchParameters":
    """Which rows, and in how many cells."""
    import faiss

    chosen = None if allowed is None else _selector(allowed)
    if not isinstance(index, faiss.IndexIVF):
        return faiss.SearchParameters(sel=chosen)  # type: ignore[call-arg]
    cells = probed(index, None if allowed is None else len(allowed))
    return faiss.SearchParametersIVF(sel=chosen, nprobe=cells)  # type: ignore[call-arg]


def _selector(allowed: Rows) -> "faiss.IDSelectorBitmap":
    """A bit a row: made anew for each question, which for a set of a million rows would take longer than to search."""
    import faiss

    bits = np.zeros(int(allowed.max(initial=0)) + 1, dtype=bool)
    bits[allowed] = True
    return faiss.IDSelectorBitmap(np.packbits(bits, bitorder="little"))  # type: ignore[call-arg, arg-type]


def flat(dim: int) -> "faiss.IndexIDMap2":
    """An index of no vectors of that length."""
    import faiss

    halves = faiss.IndexScalarQuantizer(dim, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    return faiss.IndexIDMap2(halves)


STORES: dict[str, type[ExactStore] | type[FaissStore]] = {"exact": ExactStore, "faiss": FaissStore}
