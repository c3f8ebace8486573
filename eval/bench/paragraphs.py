"""Makes a collection of a reading set's paragraphs, each an article of its own, to be told from others on one subject.

    python -m eval.bench.paragraphs SET OUT

In a set of long articles the right article is easily found, and finding it says much; where a whole collection is about
one thing it says little. Confidence is fitted on both. Writes articles.jsonl and questions.jsonl into the folder OUT.
"""

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

Record = dict[str, object]


def paragraphs(folder: Path) -> Iterator[Record]:
    """Each paragraph as an article, under its article's headline."""
    titles = {record["id"]: record["title"] for record in _records(folder / "articles.jsonl.gz")}
    for record in _records(folder / "passages.jsonl.gz"):
        yield {"id": record["id"], "title": titles[record["doc_id"]], "text": record["text"]}


def questions(folder: Path) -> Iterator[Record]:
    """Each question, its paragraphs in the place of its articles."""
    for record in _records(folder / "questions.jsonl.gz"):
        yield record | {"articles": record["passages"]}


def _records(file: Path) -> Iterator[Record]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _write(file: Path, records: Iterable[Record]) -> None:
    lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
    file.write_text("".join(lines), encoding="utf-8")


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.paragraphs", description=__doc__.splitlines()[0])
    parser.add_argument("set", type=Path, help="a folder with articles, passages and questions, as in data/dev")
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    _write(arguments.out / "articles.jsonl", paragraphs(arguments.set))
    _write(arguments.out / "questions.jsonl", questions(arguments.set))


if __name__ == "__main__":
    main()
