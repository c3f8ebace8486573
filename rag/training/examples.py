"""The questions of a data set, with the passage each was asked of and the spans there that answer it."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.articles import Article, Passage, Span, sha256_of

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """A question asked of one passage; ``gold`` is empty where that does not answer.

    ``short``: the gold spans are short answers, not whole sentences. ``passage`` is a place in ``ReadingSet.passages``.
    """

    text: str
    source: str
    passage: int
    gold: tuple[Span, ...]
    short: bool

    def answered_by(self, start: int, end: int) -> bool:
        """Whether that stretch of the passage's article overlaps the gold."""
        return any(span.start < end and start < span.end for span in self.gold)


@dataclass
class ReadingSet:
    """Passages and the questions asked of them."""

    passages: list[Passage] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    _articles: dict[str, Article] = field(default_factory=dict, repr=False)
    _places: dict[str, int] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, *folders: Path) -> "ReadingSet":
        """The sets in these folders, as ``../shared/data`` has them, one after the other.

        A set may ask about articles and passages of one before it.
        """
        reading = cls()
        for folder in folders:
            reading._add(folder)
        return reading

    def _add(self, folder: Path) -> None:
        for record in read_lines(folder, "articles"):
            article = Article(record["id"], record["title"], record["text"], sha256_of(record["text"]))
            self._articles[article.id] = article
        for record in read_lines(folder, "passages"):
            article = self._articles[record["doc_id"]]
            self._places[record["id"]] = self._place(article.passage(*_stretch(record, article)))
        for record in read_lines(folder, "questions"):
            article = self._articles[record["articles"][0]]
            key = record["passages"][0] if record.get("passages") else article.id
            if key not in self._places:
                self._places[key] = self._place(article.passage(0, len(article.text)))
            place = self._places[key]
            gold = tuple(_gold(record, self.passages[place]))
            short = bool(record.get("passages"))
            self.questions.append(Question(record["question"], folder.name, place, gold, short))

    def _place(self, passage: Passage) -> int:
        self.passages.append(passage)
        return len(self.passages) - 1


def _stretch(record: Record, article: Article) -> Span:
    """Where a passage lies: as it says, or where its text stands, which is once in the article."""
    if "start" in record:
        return Span(record["start"], record["end"])
    start = article.text.index(record["text"])
    return Span(start, start + len(record["text"]))


def _gold(record: Record, passage: Passage) -> Iterator[Span]:
    if "gold" in record:
        yield from (Span(passage.start + start, passage.start + end) for start, end in record["gold"])
        return
    if not record["answerable"]:
        return
    if record.get("passages"):
        for start, answer in zip(record["answer_starts"], record["answers"], strict=True):
            yield Span(passage.start + start, passage.start + start + len(answer))
        return
    for quote in record["quotes"]:
        start = passage.article.text.find(quote)
        if start >= 0:
            yield Span(start, start + len(quote))


def read_lines(folder: Path, name: str) -> list[Record]:
    """The records of a JSON Lines file, plain or gzipped; none if it is missing."""
    for file, opened in ((folder / f"{name}.jsonl", open), (folder / f"{name}.jsonl.gz", gzip.open)):
        if file.is_file():
            with opened(file, "rt", encoding="utf-8") as lines:
                return [json.loads(line) for line in lines]
    return []
