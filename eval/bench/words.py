"""Search by words, by size: the product's two ways (FTS5, tantivy) and bm25s, on the same passages in the same run.

    python -m eval.bench.words [--sizes 1000,10000,100000,1000000] [--engines fts5,tantivy,bm25s] [--json FILE]

The passages are invented, with the frequencies of real words (``eval.bench.synthetic``). Each engine builds in a
process of its own and is asked in another one; times are CPU, one question after another, for the best 100. The
overlap is with FTS5's own ranking (BM25, exact). A peer that is not installed is left out.
"""

import argparse
import importlib
import multiprocessing
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from itertools import chain
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple, TypeVar

import numpy as np

from eval.bench.measuring import installed, print_table, resident
from eval.bench.synthetic import Asked, passages, questions
from index.full_text import FullText, Worded, write

QUESTIONS, DEPTH, K = 100, 100, 10
BATCH = 10_000
#: As index/schema.sql has it.
FTS5 = (
    "CREATE VIRTUAL TABLE words USING fts5 (title, body, content='', tokenize='porter unicode61 remove_diacritics 2')"
)

Search = Callable[[list[str]], list[int]]
Found = TypeVar("Found")


class Engine(NamedTuple):
    """How passages are put into a folder, and how what is there is asked."""

    build: Callable[[Path, Path], None]  # from a file of one passage a line
    open: Callable[[Path], Search]
    module: str = "sqlite3"


class Measured(NamedTuple):
    """One engine over so many passages; CPU times, and megabytes that are its own and that a file stands behind."""

    passages: int
    engine: str
    build_s: float
    disk_mb: float
    open_ms: float
    private_mb: float
    mapped_mb: float
    p50_ms: float
    p95_ms: float
    overlap: float
    first: float


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.words", description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1000,10000,100000,1000000")
    parser.add_argument("--engines", default=",".join(ENGINES), help="FTS5 first: the others are compared with it")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    engines = arguments.engines.split(",")
    rows = chain.from_iterable(measured(size, engines) for size in map(int, arguments.sizes.split(",")))
    print_table(rows, Measured, arguments.json)


def measured(size: int, engines: Sequence[str]) -> Iterator[Measured]:
    """A row for each engine that is installed."""
    asked = questions(size, QUESTIONS)
    truth: list[list[int]] = []
    with tempfile.TemporaryDirectory() as place:
        texts = Path(place) / "passages.txt"
        with texts.open("w", encoding="ascii") as out:
            out.writelines(f"{passage}\n" for passage in passages(size))
        for name in (engine for engine in engines if installed(ENGINES[engine].module)):
            folder = Path(place) / name
            folder.mkdir()
            built = _alone(_built, name, texts, folder)
            one, rankings = _alone(_asked, name, folder, asked)
            truth = truth or rankings
            shared = [len({*a[:K]} & {*b[:K]}) / max(1, len(b[:K])) for a, b in zip(rankings, truth, strict=True)]
            yield one._replace(passages=size, build_s=built, overlap=float(np.mean(shared)))


def _alone(work: Callable[..., Found], *arguments: object) -> Found:
    """What ``work`` returns in a fresh process, whose memory is nobody else's."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def _built(name: str, texts: Path, folder: Path) -> float:
    begun = process_time()
    ENGINES[name].build(texts, folder)
    return process_time() - begun


def _asked(name: str, folder: Path, asked: Sequence[Asked]) -> tuple[Measured, list[list[int]]]:
    before, begun = resident(), perf_counter()
    search = ENGINES[name].open(folder)
    opened = 1000 * (perf_counter() - begun)
    for question in asked[:5]:
        search(question.words)
    spent, rankings = [], []
    for question in asked:
        begun = process_time()
        rankings.append(search(question.words))
        spent.append(1000 * (process_time() - begun))
    p50, p95 = np.percentile(spent, [50, 95])
    after = resident()
    disk = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
    first = float(np.mean([one.passage in ranking[:1] for one, ranking in zip(asked, rankings, strict=True)]))
    private, mapped = after[0] - before[0], after[1] - before[1]
    return Measured(0, name, 0, disk, opened, private, mapped, float(p50), float(p95), 1.0, first), rankings


def _lines(texts: Path) -> Iterator[tuple[int, str]]:
    with texts.open(encoding="ascii") as lines:
        for row, line in enumerate(lines):
            yield row, line.rstrip("\n")


# --- FTS5


def _build_fts5(texts: Path, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "words.sqlite", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(FTS5)
        connection.execute("BEGIN")
        for row, text in _lines(texts):
            connection.execute("INSERT INTO words (rowid, title, body) VALUES (?, '', ?)", (row, text))
            if row % BATCH == BATCH - 1:
                connection.execute("COMMIT")
                connection.execute("BEGIN")
        connection.execute("COMMIT")


def _open_fts5(folder: Path) -> Search:
    connection = sqlite3.connect(folder / "words.sqlite")
    query = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words, 2.0, 1.0) LIMIT ?"

    def search(words: list[str]) -> list[int]:
        return [row for (row,) in connection.execute(query, (" OR ".join(f'"{word}"' for word in words), DEPTH))]

    return search


# --- tantivy


def _build_tantivy(texts: Path, folder: Path) -> None:
    write((Worded(row, "", text) for row, text in _lines(texts)), folder)


def _open_tantivy(folder: Path) -> Search:
    indexed = FullText.open(folder)

    def search(words: list[str]) -> list[int]:
        return [place.row for place in indexed.best(words, DEPTH)]

    return search


# --- bm25s


def _build_bm25s(texts: Path, folder: Path) -> None:
    bm25s = importlib.import_module("bm25s")
    tokens = bm25s.tokenize([text for _, text in _lines(texts)], stopwords=None, show_progress=False)
    retriever = bm25s.BM25(k1=1.2, b=0.75)
    retriever.index(tokens, show_progress=False)
    retriever.save(str(folder))


def _open_bm25s(folder: Path) -> Search:
    bm25s = importlib.import_module("bm25s")
    retriever = bm25s.BM25.load(str(folder), mmap=True)

    def search(words: list[str]) -> list[int]:
        depth = min(DEPTH, retriever.scores["num_docs"])
        rows, _ = retriever.retrieve([words], k=depth, show_progress=False, n_threads=0)
        found: list[int] = rows[0].tolist()
        return found

    return search


ENGINES = {
    "fts5": Engine(_build_fts5, _open_fts5),
    "tantivy": Engine(_build_tantivy, _open_tantivy),
    "bm25s": Engine(_build_bm25s, _open_bm25s, "bm25s"),
}

if __name__ == "__main__":
    main()
