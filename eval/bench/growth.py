"""How cost grows with the passages: time, memory and disk of both searches, in one table and one log-log drawing.

    python -m eval.bench.growth --vectors FILE --words FILE [--words FILE ...] [--svg FILE]

The files are what ``eval.bench.search --json`` and ``eval.bench.words --json`` wrote. The dashed lines are what the
memory of this machine allows: the bytes that a search must read, at the bandwidth of one thread measured just before.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from eval.bench.search import DIM
from eval.bench.synthetic import passages, questions
from eval.drawing import DARK, LIGHT, MIDDLE, PAPER, Drawing, Words, drawn

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE = (7.4, 5.6)
#: Bytes of a float16 vector, and of a posting (a place and a frequency).
VECTOR, POSTING = 2 * DIM, 6
#: Passages that a word's share is counted in.
SAMPLE = 2_000
NAMES = {
    "flat float16": "vectors, exact",
    "inverted file": "vectors, inverted file",
    "fts5": "words, FTS5",
    "tantivy": "words, tantivy",
    "bm25s": "words, bm25s",
}
_STYLES = {
    "flat float16": ("o", DARK), "inverted file": ("s", DARK), "fts5": ("^", DARK), "tantivy": ("D", DARK),
    "bm25s": ("P", MIDDLE),
}  # fmt: skip


class Cost(NamedTuple):
    """One search among so many passages."""

    passages: int
    search: str
    p50_ms: float
    p95_ms: float
    private_mb: float
    disk_mb: float


class Bound(NamedTuple):
    """The least time that reading what a search must read can take."""

    name: str
    points: tuple[tuple[int, float], ...]  # passages, milliseconds


def main() -> None:
    """Print the table, and draw it."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.growth", description=__doc__.splitlines()[0])
    parser.add_argument("--vectors", type=Path, action="append", required=True)
    parser.add_argument("--words", type=Path, action="append", required=True)
    parser.add_argument("--svg", type=Path)
    arguments = parser.parse_args()
    costs = [*_read(arguments.vectors, "vectors", "name"), *_read(arguments.words, "passages", "engine")]
    print("| passages | search | p50 ms | p95 ms | private MB | disk MB |\n|---|---|---|---|---|---|")
    for cost in sorted(costs):
        print(f"| {cost.passages:,} | {NAMES[cost.search]} | {' | '.join(f'{figure:.3g}' for figure in cost[2:])} |")
    speed = bandwidth()
    print(f"\nOne thread reads {speed / 1e9:.1f} GB/s.")
    if arguments.svg:
        arguments.svg.write_text(
            growth_plot(costs, bounds(sorted({one.passages for one in costs}), speed)).svg, "utf-8"
        )


def bandwidth(size: int = 400_000_000, rounds: int = 5) -> float:
    """Bytes a second that one thread reads from memory, at best; CPU time, so that others count for less."""
    array = np.ones(size // 8)
    spent = []
    for _ in range(rounds):
        begun = process_time()
        array.max()
        spent.append(process_time() - begun)
    return size / min(spent)


def bounds(sizes: Sequence[int], speed: float) -> list[Bound]:
    """Of exact search: every vector; of words: every posting of a question's words, by their shares in a sample."""
    asked = questions(SAMPLE, 100)
    sample = [set(passage.split()) for passage in passages(SAMPLE)]
    share = np.mean([[len(words & set(one.words)) for words in sample] for one in asked])
    return [
        Bound("every vector read", tuple((size, 1000 * size * VECTOR / speed) for size in sizes)),
        Bound("every posting read", tuple((size, 1000 * size * float(share) * POSTING / speed) for size in sizes)),
    ]


def growth_plot(costs: Sequence[Cost], limits: Sequence[Bound]) -> Drawing:
    """Milliseconds on the left, megabytes on the right, both over the passages."""
    largest = max(cost.passages for cost in costs)
    told = "; ".join(
        f"{NAMES[cost.search]} {cost.p50_ms:.2g} ms, {cost.disk_mb:.2g} MB"
        for cost in costs
        if cost.passages == largest
    )

    def draw(axes: "Axes") -> None:
        for name, points in _lines(costs, lambda cost: cost.p50_ms):
            marker, ink = _STYLES[name]
            axes.loglog(*points, marker=marker, color=ink, markeredgecolor=PAPER, linewidth=1.4, label=NAMES[name])
        for bound, dashes in zip(limits, ((4, 2), (1, 2)), strict=False):
            axes.loglog(*zip(*bound.points, strict=True), color=MIDDLE, dashes=dashes, linewidth=1.2, label=bound.name)
        axes.set_xlabel("passages")
        axes.set_ylabel("milliseconds of CPU a question (median)")
        axes.grid(color=LIGHT, linewidth=0.5)
        sizes = axes.twinx()
        for name, points in _lines(costs, lambda cost: cost.disk_mb):
            sizes.loglog(*points, marker=_STYLES[name][0], color=LIGHT, linewidth=0.9, markersize=4)
        sizes.set_ylabel("megabytes on the disk (pale)")
        axes.legend(loc="upper left", frameon=False, fontsize=9, labelcolor=DARK)

    return drawn(Words("growth", "How does cost grow?", f"At {largest:,} passages: {told}."), SIZE, draw)


def _lines(
    costs: Sequence[Cost], figure: Callable[[Cost], float]
) -> Iterator[tuple[str, tuple[list[int], list[float]]]]:
    """A line a search, over the passages; where the figure is known."""
    ordered = sorted(costs, key=lambda cost: (cost.search, cost.passages))
    for name, found in groupby(ordered, key=lambda cost: cost.search):
        known = [cost for cost in found if figure(cost)]
        if known:
            yield name, ([cost.passages for cost in known], [figure(cost) for cost in known])


def _read(files: Sequence[Path], count: str, name: str) -> Iterator[Cost]:
    for file in files:
        for row in json.loads(file.read_text("utf-8")):
            if row[name] in NAMES:
                figures = (row[key] for key in Cost._fields[2:])
                yield Cost(row[count], row[name], *figures)


if __name__ == "__main__":
    main()
