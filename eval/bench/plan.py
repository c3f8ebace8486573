"""What so many passages need: the model of docs/capacity.md, worked out.

    python -m eval.bench.plan [--passages 1000000,10000000,1000000000]

Each number is measured (docs/capacity.md says by which command), given by a format, or assumed; comments say which.
"""

import argparse
import math
from collections.abc import Iterator

GB = 1e9
#: Measured: bytes a passage of an index's catalog, of its generation, and of the articles in Milvus's form.
CATALOG, GENERATION = 2_191, 776
#: By the schema in Milvus: a row without its vector, and the vector in float32; assumed: links of its graph.
ROW, VECTOR, LINKS = 220, 4 * 384, 200
#: By the formats, as ``eval.bench.capacity`` prints them: bytes a vector in memory.
KINDS = {"graph, float32": VECTOR + LINKS, "float16": 776, "one byte a number": 392, "96 bytes": 104, "48 bytes": 56}
#: Measured, on a busy core: ms to read, clean, split and embed a passage, and to merge it.
WORKING, MERGING = 28.9, 2.4
#: Measured: ms of a search among a million in cells, which grows with the root of the number.
SEARCH_AT_A_MILLION = 5.4
#: Assumed: a node's memory in GB, the share of it that is filled, and nodes that hold the same.
NODE, FILLED, COPIES = 64, 0.7, 2
#: Assumed prices in dollars: an hour of a node and of a core, a month of a GB on disk.
NODE_HOUR, CORE_HOUR, DISK_MONTH = 0.50, 0.05, 0.08
MONTH = 730  # hours


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.plan", description=__doc__.splitlines()[0])
    parser.add_argument("--passages", default="1000000,10000000,1000000000")
    for passages in map(int, parser.parse_args().passages.split(",")):
        print("\n".join(plan(passages)), end="\n\n")


def plan(passages: int) -> Iterator[str]:
    """The lines about a collection of so many passages."""
    indexing, merging = passages * WORKING / 3.6e6, passages * MERGING / 3.6e6
    folder = passages * (CATALOG + 3 * GENERATION) / GB  # two generations are kept while a third is made
    yield f"{passages:,} passages"
    yield f"workers: {indexing:,.0f} core hours, ${indexing * CORE_HOUR:,.0f}; merging: {merging:,.1f} of one core"
    yield f"folder of the index: {folder:,.0f} GB, ${folder * DISK_MONTH:,.0f} a month"
    yield f"one machine: {passages * GENERATION / GB:,.1f} GB mapped, {milliseconds(passages):,.0f} ms of CPU a search"
    yield "| vectors as | GB in memory | nodes | ms of CPU a search and node | $ a month |\n|---|---|---|---|---|"
    for kind, size in KINDS.items():
        held = passages * (size + ROW) / GB
        nodes = shards(held)
        each = milliseconds(passages / nodes)
        cost = COPIES * nodes * NODE_HOUR * MONTH
        yield f"| {kind} | {held:,.0f} | {COPIES} x {nodes} | {each:,.0f} | {cost:,.0f} |"


def shards(held: float) -> int:
    """How many nodes hold so many GB once."""
    return max(1, math.ceil(held / (NODE * FILLED)))


def milliseconds(passages: float) -> float:
    """CPU time of a search in 2 √n cells, of which 64 are looked into: n / √n vectors, and as many centroids."""
    return SEARCH_AT_A_MILLION * math.sqrt(passages / 1e6)


if __name__ == "__main__":
    main()
