"""How soon the server is ready, and what memory is its own: an index of as many passages as wanted, of invented words.

    python -m eval.bench.startup [--passages 1000000] [--words 40] [--index DIR] [--starts 3]

The index is made directly in the catalog, with random vectors where a model's would be, and published as any other; a
``--index`` that is there already is served again. The memory is that of ``/proc/PID/smaps_rollup``, on Linux.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from itertools import accumulate
from pathlib import Path
from time import perf_counter, sleep
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import Request, urlopen

import numpy as np

from eval.bench.search import DIM
from eval.bench.synthetic import spelled
from index.articles import Article, Passage, sha256_of
from index.catalog import Catalog, Entry
from index.embedders import unit_rows
from index.generations import publish
from index.settings import settled
from index.writing import one_writer

IN_AN_ARTICLE = 10
ARTICLES_AT_ONCE = 500
COMMON = 50_000  # words that occur at all
PORT = 7899


class Started(NamedTuple):
    """Seconds until ``/readyz`` says so, and until the page is there; megabytes.

    Of its own once the page is there, after ten questions too, and of mapped files.
    """

    ready_s: float
    page_s: float
    private_mb: float
    answering_mb: float
    mapped_mb: float


def main() -> None:
    """Make the index if it is not there, and print one line a start."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.startup", description=__doc__.splitlines()[0])
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--words", type=int, default=40, help="of a passage")
    parser.add_argument("--index", type=Path)
    parser.add_argument("--starts", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = arguments.index or Path(place) / "index"
        if not folder.exists():
            begun = perf_counter()
            make(folder, arguments.passages, arguments.words)
            print(f"made in {perf_counter() - begun:.0f} s")
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                print(f"{file.relative_to(folder)}: {file.stat().st_size / 1e6:.0f} MB")
        print("| ready s | page s | private MB | private MB after ten questions | mapped MB |\n|---|---|---|---|---|")
        for _ in range(arguments.starts):
            print(f"| {' | '.join(f'{figure:.4g}' for figure in started(folder))} |", flush=True)


def make(folder: Path, passages: int, words: int) -> None:
    """An index of articles of ten passages each, published."""
    with one_writer(folder):
        catalog = Catalog.open_to_write(folder)
        settings = settled(catalog, None, None, None)
        drawn = np.random.default_rng(11)
        for begin in range(0, passages // IN_AN_ARTICLE, ARTICLES_AT_ONCE):
            with catalog.transaction():
                for number in range(begin, begin + ARTICLES_AT_ONCE):
                    article, stretches = _invented(number, words, drawn)
                    vectors = unit_rows(drawn.standard_normal((len(stretches), DIM), dtype=np.float32))
                    catalog.put(article, Entry("invented", article.id), "", stretches, list(vectors[:, None, :]))
        publish(catalog, folder, settings.store)
        catalog.close()


def started(folder: Path) -> Started:
    """Serve it once, ask, and stop it."""
    command = [sys.executable, "-m", "quotedesk", "serve", "--index", str(folder), "--port", str(PORT)]
    begun = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            while not _ready():
                if process.poll() is not None:
                    raise SystemExit(f"the server ended with {process.returncode}")
                sleep(0.02)
            ready = perf_counter() - begun
            with urlopen(f"http://127.0.0.1:{PORT}/", timeout=60) as page:
                page.read()
            shown = perf_counter() - begun
            private, _ = _memory(process.pid)
            for number in range(10):
                _ask(" ".join(spelled(np.arange(200 + 7 * number, 800, 90))))
            return Started(ready, shown, private, *_memory(process.pid))
        finally:
            process.terminate()
            process.wait()


def _invented(number: int, words: int, drawn: np.random.Generator) -> tuple[Article, list[Passage]]:
    """An article, and its passages."""
    ranks = drawn.pareto(0.7, size=(IN_AN_ARTICLE, words)) * 30
    texts = [" ".join(spelled(row.astype(np.int64) % COMMON)) + "." for row in ranks]
    text = " ".join(texts)
    article = Article(f"invented-{number}", f"Invented {number}", text, sha256_of(text))
    ends = accumulate(len(one) + 1 for one in texts)
    return article, [article.passage(end - len(one) - 1, end - 1) for one, end in zip(texts, ends, strict=True)]


def _ready() -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{PORT}/readyz", timeout=5) as reply:
            return int(reply.status) == 200
    except (URLError, ConnectionError, TimeoutError):
        return False


def _ask(question: str) -> None:
    body = json.dumps({"question": question}).encode()
    request = Request(f"http://127.0.0.1:{PORT}/api/ask", body, {"Content-Type": "application/json"})
    with urlopen(request, timeout=60) as reply:  # noqa: S310
        reply.read()


def _memory(process: int) -> tuple[float, float]:
    """Megabytes that are the process's own, and those that files stand behind."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()[1:]
    sizes = {name: int(value.split()[0]) / 1000 for name, _, value in (line.partition(":") for line in lines)}
    return sizes["Anonymous"], sizes["Rss"] - sizes["Anonymous"]


if __name__ == "__main__":
    main()
