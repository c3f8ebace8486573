"""How many workers one merging process keeps busy: what a passage costs it, and what it costs them.

    python -m eval.bench.merging ARTICLES [--most 100] [--workers 2]

Indexes the first articles of a file with worker processes of this machine; times are CPU, without loading the model.
"""

import argparse
import json
import tempfile
from pathlib import Path
from time import process_time

from eval.bench.measuring import take_articles
from index.catalog import Catalog
from index.cluster.job import index_with
from index.cluster.scheduler import cluster
from index.cluster.work import embed
from index.embedders import BUNDLED
from index.indexer import index_paths


def main() -> None:
    """Print both, and their ratio."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.merging", description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path, help="a .jsonl or .jsonl.gz file")
    parser.add_argument("--most", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, cluster(f"local:{arguments.workers}") as client:
        file, folder = Path(place) / "articles.jsonl", Path(place) / "index"
        take_articles(arguments.articles, arguments.most, file)
        warm = Path(place) / "warm.txt"
        warm.write_text("A word or two, so that the models are loaded. And another sentence.\n", encoding="utf-8")
        index_paths([warm], Path(place) / "warm")
        client.run(embed, BUNDLED, ["a word"])
        before, begun = client.run(process_time), process_time()
        report = index_with(client, [file], folder, shard=10)
        here, after = process_time() - begun, client.run(process_time)
        there = sum(after[worker] - before.get(worker, 0) for worker in after)
        passages = Catalog.open(folder).counts()["passages"]
    costs = {"merging_ms": 1000 * here / passages, "working_ms": 1000 * there / passages, "ratio": there / here}
    print(json.dumps({"articles": report.added, "passages": passages} | costs))


if __name__ == "__main__":
    main()
