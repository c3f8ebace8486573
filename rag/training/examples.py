"""Training questions with their gold evidence as spans of articles."""

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.articles import Span

#: Sets whose articles together make the training collection, small enough to embed in minutes.
SETS = ("squad2-train", "squad2-train-part", "squadshifts-new-wiki", "wikiqa-train", "selqa-dev")


@dataclass(frozen=True, slots=True)
class Example:
    """A question and where its evidence lies: spans by article; none where its article does not answer."""

    question: str
    source: str
    gold: dict[str, tuple[Span, ...]]

    def answered_by(self, article_id: str, start: int, end: int) -> bool:
        """Whether that stretch overlaps the gold evidence."""
        return any(span.start < end and start < span.end for span in self.gold.get(article_id, ()))


def read_examples(data: Path, most: int, seed: int = 7) -> list[Example]:
    """At most ``most`` answerable and ``most`` unanswerable questions of each set, drawn with ``seed``, shuffled."""
    draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
    examples = []
    for name in SETS:
        found = list(_examples(data / name))
        draw.shuffle(found)
        answerable = [example for example in found if example.gold][:most]
        examples += answerable + [example for example in found if not example.gold][:most]
    draw.shuffle(examples)
    return examples


def read_lines(file: Path) -> list[dict[str, Any]]:
    """The records of a gzipped JSON Lines file; none if it is missing."""
    if not file.is_file():
        return []
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _examples(folder: Path) -> Iterator[Example]:
    texts = {article["id"]: article["text"] for article in read_lines(folder / "articles.jsonl.gz")}
    # Each passage of a reading set stands once in its article.
    places = {
        passage["id"]: (passage["doc_id"], texts[passage["doc_id"]].index(passage["text"]))
        for passage in read_lines(folder / "passages.jsonl.gz")
    }
    for record in read_lines(folder / "questions.jsonl.gz"):
        gold: dict[str, tuple[Span, ...]] = {}
        if record["answerable"] and record.get("passages"):
            article_id, at = places[record["passages"][0]]
            answers = zip(record["answer_starts"], record["answers"], strict=True)
            gold[article_id] = tuple(Span(at + start, at + start + len(answer)) for start, answer in answers)
        elif record["answerable"]:
            article_id = record["articles"][0]
            starts = [(texts[article_id].find(quote), quote) for quote in record["quotes"]]
            gold[article_id] = tuple(Span(start, start + len(quote)) for start, quote in starts if start >= 0)
        yield Example(record["question"], folder.name, gold)
