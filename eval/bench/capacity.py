"""What smaller vectors cost: recall and time of quantised indexes over one set of vectors, in one run.

    python -m eval.bench.capacity [--size 1000000 | --index DIR] [--most 100] [--json FILE]

The vectors are synthetic, as ``eval.bench.search`` has them, or those of an index, a hundred of which are asked for
among the others. Every kind is an inverted file with the same cells, ``PROBED`` of which a question looks into, so
that they differ by how a vector is written only. Re-ranked are the best ``most`` of each search, by the vectors in
float16. Recall is against every cosine in float32; times are CPU of one thread, one question after another.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np
import numpy.typing as npt

from eval.bench.measuring import print_table
from eval.bench.search import CHUNK, QUESTIONS, K, clustered, nearest
from index.catalog import Catalog
from index.embedders import Matrix
from index.inverted import PROBED, ROUNDS, SAMPLED, cells
from index.vector_rows import vectors as stored
from index.vectors import Rows

if TYPE_CHECKING:
    import faiss

Halves = npt.NDArray[np.float16]
#: FAISS's names: float16, a byte a number, and product quantisation in 96 or 48 bytes.
KINDS = ("SQfp16", "SQ8", "PQ96", "PQ48")
#: Of a product quantiser: vectors for each of its 256 centroids to learn from, and rounds (FAISS: 256 and 25).
LEARNT_FROM, LEARNING = 64, 10


class Measured(NamedTuple):
    """One kind: bytes a vector (8 are its row), CPU seconds to build; recall@10 and CPU a search, also re-ranked."""

    vectors: int
    kind: str
    bytes: float
    build_s: float
    recall: float
    reranked: float
    p50_ms: float
    reranked_p50_ms: float


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.capacity", description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--index", type=Path, metavar="DIR")
    parser.add_argument("--most", type=int, default=100)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    vectors, questions = _of_index(arguments.index) if arguments.index else clustered(arguments.size, QUESTIONS)
    print_table(measured(vectors, questions, arguments.most), Measured, arguments.json)


def measured(vectors: Matrix, questions: Matrix, most: int) -> Iterator[Measured]:
    """A row for each kind; each is gone before the next is built."""
    import faiss

    faiss.omp_set_num_threads(1)
    truth = nearest(vectors, questions)
    halves = vectors.astype(np.float16)
    sampled = vectors[np.sort(np.random.default_rng(1).permutation(len(vectors))[: SAMPLED * cells(len(vectors))])]
    for kind in KINDS:
        begun = process_time()
        index = _built(kind, vectors, sampled)
        built = process_time() - begun
        yield _asked(index, kind, built, halves, questions, truth, most)


def _of_index(folder: Path) -> tuple[Matrix, Matrix]:
    """An index's vectors, those of every so many-th passage taken out to be asked."""
    vectors = np.concatenate([rows for _, rows in stored(Catalog.open(folder))])
    asked = np.zeros(len(vectors), dtype=bool)
    asked[:: max(1, len(vectors) // QUESTIONS)] = True
    return vectors[~asked], vectors[asked][:QUESTIONS]


def _built(kind: str, vectors: Matrix, sampled: Matrix) -> "faiss.IndexIVF":
    """An index of that kind, its cells placed as those of ``index.inverted``."""
    import faiss

    name = f"IVF{cells(len(vectors))},{kind}"
    index = cast("faiss.IndexIVFPQ", faiss.index_factory(vectors.shape[1], name, faiss.METRIC_INNER_PRODUCT))
    index.cp.niter, index.cp.seed, index.cp.spherical = ROUNDS, 1, True
    index.cp.max_points_per_centroid = SAMPLED
    if kind.startswith("PQ"):
        index.pq.cp.niter, index.pq.cp.max_points_per_centroid = LEARNING, LEARNT_FROM
    index.train(sampled)
    for at in range(0, len(vectors), CHUNK):
        index.add(vectors[at : at + CHUNK])
    index.nprobe = PROBED
    return index


def _asked(
    index: "faiss.IndexIVF", kind: str, built: float, halves: Halves, questions: Matrix, truth: Rows, most: int
) -> Measured:
    alone, reranked = [], []
    right = np.zeros(2)
    for question, gold in zip(questions, truth, strict=True):
        begun = process_time()
        plain = index.search(question[None, :], K)[1][0]
        alone.append(1000 * (process_time() - begun))
        begun = process_time()
        found = index.search(question[None, :], most)[1][0]
        found = found[found >= 0]
        best = found[np.argsort(-(halves[found].astype(np.float32) @ question))[:K]]
        reranked.append(1000 * (process_time() - begun))
        right += [len(set(rows.tolist()) & set(gold.tolist())) for rows in (plain, best)]
    size = index.code_size + 8
    recall, again = (right / truth.size).tolist()
    return Measured(
        len(halves), kind, size, built, recall, again, float(np.median(alone)), float(np.median(reranked))
    )  # fmt: skip


if __name__ == "__main__":
    main()
