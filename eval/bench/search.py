"""Dense search by size: the product's two ways, beside hnswlib and usearch on the same vectors in the same run.

    python -m eval.bench.search [--sizes 1000,10000,100000,1000000] [--peers-up-to 100000] [--json FILE]

The vectors are synthetic, 384 numbers in clusters; recall is against every cosine in float32. hnswlib and usearch are
left out where they are not installed. Times are CPU of this process, one question after another.
"""

import argparse
import importlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

import numpy as np

from eval.bench.measuring import installed, print_table, resident
from index.embedders import Matrix, Vector, unit_rows
from index.inverted import PROBED, inverted
from index.vectors import FaissStore, Rows, flat

DIM, K, QUESTIONS = 384, 10, 100
CHUNK = 65_536
#: Of both libraries: links a vector, and how many candidates are kept while building and while searching.
LINKS, BUILDING, SEARCHING = 16, 128, 128

Search = Callable[[Vector], Sequence[int]]


class Measured(NamedTuple):
    """One way to search so many vectors: CPU seconds to build, wall time to open the file, CPU a question."""

    vectors: int
    name: str
    build_s: float
    open_ms: float
    private_mb: float
    disk_mb: float
    recall: float
    p50_ms: float
    p95_ms: float


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.search", description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1000,10000,100000,1000000")
    parser.add_argument("--peers-up-to", type=int, default=100_000)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    sizes = map(int, arguments.sizes.split(","))
    rows = (_every(*clustered(size, QUESTIONS), peers=size <= arguments.peers_up_to) for size in sizes)
    print_table(chain.from_iterable(rows), Measured, arguments.json)


def clustered(size: int, questions: int, seed: int = 5) -> tuple[Matrix, Matrix]:
    """So many unit vectors around one centre for every 500 of them, and questions around the same centres."""
    drawn = np.random.default_rng(seed)
    centres = unit_rows(drawn.normal(size=(max(8, size // 500), DIM)))
    around = np.empty((size + questions, DIM), dtype=np.float32)
    for begin in range(0, len(around), CHUNK):
        part = around[begin : begin + CHUNK]
        noise = drawn.standard_normal(part.shape, dtype=np.float32) / np.sqrt(DIM)
        part[:] = unit_rows(centres[drawn.integers(len(centres), size=len(part))] + noise)
    return around[:size], around[size:]


def nearest(vectors: Matrix, questions: Matrix) -> Rows:
    """The rows of the ``K`` highest cosines of each question, (questions, K), best first; little is in memory."""
    scores = np.full((len(questions), K), -2, dtype=np.float32)
    rows = np.zeros((len(questions), K), dtype=np.int64)
    for at in range(0, len(vectors), CHUNK):
        part = questions @ vectors[at : at + CHUNK].T
        both = np.concatenate([scores, part], axis=1)
        names = np.concatenate([rows, np.broadcast_to(np.arange(at, at + part.shape[1]), part.shape)], axis=1)
        best = np.argsort(-both, axis=1, kind="stable")[:, :K]
        scores, rows = np.take_along_axis(both, best, axis=1), np.take_along_axis(names, best, axis=1)
    return rows


def _every(vectors: Matrix, questions: Matrix, *, peers: bool) -> Iterator[Measured]:
    truth = nearest(vectors, questions)
    begun = process_time()
    whole = flat(DIM)
    for begin in range(0, len(vectors), CHUNK):
        part = vectors[begin : begin + CHUNK]
        whole.add_with_ids(part, np.arange(begin, begin + len(part)))
    built = process_time() - begun
    yield _of_store("flat float16", FaissStore(whole), built, questions, truth, len(vectors))
    if len(vectors) >= 10 * PROBED:
        begun = process_time()
        cells = FaissStore(inverted(whole))
        built = process_time() - begun
        yield _of_store("inverted file", cells, built, questions, truth, len(vectors))
        for every in (2, 100):
            allowed = np.arange(0, len(vectors), every, dtype=np.int64)
            right = nearest(vectors[::every], questions) * every
            name = f"inverted file, 1 in {every} allowed"
            yield _timed(name, _search(cells, allowed), questions, right, len(vectors))
    for name, build in (("hnswlib", _hnswlib), ("usearch", _usearch)) if peers else ():
        if installed(name):
            begun = process_time()
            search = build(vectors)
            built = process_time() - begun
            yield _timed(name, search, questions, truth, len(vectors))._replace(build_s=built)


def _of_store(name: str, store: FaissStore, built: float, questions: Matrix, truth: Rows, size: int) -> Measured:
    """As it is served: written to a file, and mapped."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "store"
        store.save(file)
        before, begun = resident()[0], perf_counter()
        mapped = FaissStore.load(file)
        opened = perf_counter() - begun
        found = _timed(name, _search(mapped, None), questions, truth, size)
        disk = file.stat().st_size / 1e6
        return found._replace(build_s=built, open_ms=1000 * opened, private_mb=resident()[0] - before, disk_mb=disk)


def _timed(name: str, search: Search, questions: Matrix, truth: Rows, size: int) -> Measured:
    for question in questions[:10]:
        search(question)
    spent, right = [], 0
    for question, rows in zip(questions, truth, strict=True):
        begun = process_time()
        found = search(question)
        spent.append(1000 * (process_time() - begun))
        right += len(set(found) & set(rows.tolist()))
    p50, p95 = np.percentile(spent, [50, 95])
    return Measured(size, name, 0.0, 0.0, 0.0, 0.0, right / truth.size, float(p50), float(p95))


def _search(store: FaissStore, allowed: Rows | None) -> Search:
    return lambda question: [one.row for one in store.search(question, K, allowed)]


def _hnswlib(vectors: Matrix) -> Search:
    hnswlib = importlib.import_module("hnswlib")
    index = hnswlib.Index(space="ip", dim=DIM)
    index.init_index(max_elements=len(vectors), M=LINKS, ef_construction=BUILDING)
    index.set_num_threads(1)
    index.add_items(vectors)
    index.set_ef(SEARCHING)
    return lambda question: [int(row) for row in index.knn_query(question, k=K)[0][0]]


def _usearch(vectors: Matrix) -> Search:
    peer = importlib.import_module("usearch.index")
    index = peer.Index(
        ndim=DIM, metric="ip", dtype="f16", connectivity=LINKS, expansion_add=BUILDING, expansion_search=SEARCHING
    )
    index.add(np.arange(len(vectors)), vectors, threads=1)
    return lambda question: [int(row) for row in index.search(question, K, threads=1).keys]


if __name__ == "__main__":
    main()
