"""Inverted files: vectors in cells around centroids, so that a search looks into a few of the cells only.

J. Sivic and A. Zisserman, "Video Google", ICCV 2003, as FAISS implements it (``IndexIVF``), over float16 vectors.
"""

import math
from typing import TYPE_CHECKING

import numpy as np

from index.embedders import Matrix

if TYPE_CHECKING:
    import faiss

PROBED = 64  # cells a search looks into: recall@10 of .99 and more among a million (docs/speed.md)
SAMPLED = 50  # vectors a cell to place the centroids by
ROUNDS = 8
_CHUNK = 65_536


def inverted(flat: "faiss.IndexIDMap2", *, seed: int = 1) -> "faiss.IndexIVF":
    """The vectors of ``flat`` with their rows, in cells; the same from the same vectors in the same order."""
    import faiss

    count, dim = flat.ntotal, flat.d
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dim), dim, cells(count), faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT, False
    )
    index.cp.niter, index.cp.seed, index.cp.spherical = ROUNDS, seed, True
    index.cp.min_points_per_centroid, index.cp.max_points_per_centroid = 1, SAMPLED
    drawn = np.random.default_rng(seed).choice(count, min(count, SAMPLED * cells(count)), replace=False)
    vectors = faiss.downcast_index(flat.index)
    index.train(_reconstructed(vectors, np.sort(drawn)))
    rows = faiss.vector_to_array(flat.id_map)
    for begin in range(0, count, _CHUNK):
        places = np.arange(begin, min(begin + _CHUNK, count))
        index.add_with_ids(_reconstructed(vectors, places), rows[places])
    return index


def cells(count: int) -> int:
    """How many cells so many vectors are put into."""
    return max(1, min(round(2 * math.sqrt(count)), count))


def probed(index: "faiss.IndexIVF", allowed: int | None) -> int:
    """How many cells to look into, so that of few ``allowed`` rows as many are met as of all."""
    share = 1.0 if allowed is None else max(allowed, 1) / max(index.ntotal, 1)
    return min(index.nlist, math.ceil(PROBED / share))


def _reconstructed(vectors: "faiss.Index", places: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Matrix:
    found: Matrix = vectors.reconstruct_batch(places)
    return found
