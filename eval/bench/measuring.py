"""What several benches do: print a table as its rows come, read this process's memory, take the first articles."""

import gzip
import importlib
import json
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

Row = TypeVar("Row", bound=NamedTuple)


def print_table(rows: Iterable[Row], kind: type[Row], file: Path | None) -> None:
    """A Markdown table of ``kind``, line by line; with ``file``, also as a JSON array that is whole after each row."""
    found = []
    print(f"| {' | '.join(kind._fields)} |\n|{'---|' * len(kind._fields)}")
    for row in rows:
        found.append(row._asdict())
        print(f"| {' | '.join(map(_shown, row))} |", flush=True)
        if file:
            file.write_text(json.dumps(found, indent=1), encoding="utf-8")


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def resident() -> tuple[float, float]:
    """Megabytes of this process that no file stands behind, and those that one does; on Linux."""
    status = Path("/proc/self/status").read_text("ascii")
    private, mapped = (int(status.split(f"{name}:")[1].split()[0]) / 1000 for name in ("RssAnon", "RssFile"))
    return private, mapped


def installed(module: str) -> bool:
    """Whether a peer can be imported; a bench leaves it out otherwise."""
    try:
        importlib.import_module(module)
    except ImportError:
        return False
    return True


def take_articles(articles: Path, most: int, file: Path) -> None:
    """Write the first ``most`` lines of a .jsonl or .jsonl.gz file into ``file``."""
    opened = gzip.open if articles.suffix == ".gz" else open
    with opened(articles, "rt", encoding="utf-8") as lines:
        file.write_text("".join(islice(lines, most)), encoding="utf-8")
