"""What telling articles from furniture, particulars and twins costs, beside the rest of indexing.

    python -m eval.bench.indexing ARTICLES [--most N]

Indexes the first N articles of a file once, with a clock around each part, so that all parts see the same machine.
"""

import argparse
import functools
import tempfile
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import ParamSpec, TypeVar
from unittest.mock import patch

from eval.bench.measuring import take_articles
from index.indexer import index_paths

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
#: What reading news as a press officer does adds to indexing.
PARTS = ("article_of", "relate", "keys_of", "note", "recurring")


def main() -> None:
    """Print the seconds of each part, and their share of the rest."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.indexing", description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path, help="a .jsonl or .jsonl.gz file")
    parser.add_argument("--most", type=int, default=200)
    arguments = parser.parse_args()
    spent: dict[str, float] = defaultdict(float)

    def clocked(name: str, work: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        @functools.wraps(work)
        def timed(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            begun = perf_counter()
            try:
                return work(*args, **kwargs)
            finally:
                spent[name] += perf_counter() - begun

        return timed

    import index.runs as parts

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.jsonl"
        take_articles(arguments.articles, arguments.most, file)
        warm = Path(folder) / "warm.txt"
        warm.write_text("A word or two, so that the models are loaded.\n", encoding="utf-8")
        index_paths([warm], Path(folder) / "warm")
        with ExitStack() as clocks:
            for name in PARTS:
                clocks.enter_context(patch.object(parts, name, clocked(name, getattr(parts, name))))
            begun = perf_counter()
            report = index_paths([file], Path(folder) / "index")
            whole = perf_counter() - begun
    added = sum(spent.values())
    print(
        f"{report.added} articles, {report.passages} passages in {whole:.1f} s: {report.passages / whole:.0f} a second"
    )
    for name in PARTS:
        print(f"{name:>12}  {spent[name]:6.2f} s  {1000 * spent[name] / max(report.added, 1):6.2f} ms an article")
    print(f"{'all of these':>12}  {added:6.2f} s, {added / (whole - added):.1%} of the rest")


if __name__ == "__main__":
    main()
