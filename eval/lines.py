"""Lines of the contract's JSON Lines that are written here, and lines of other people's that are read."""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypedDict, cast

from index.errors import QuotedeskError


class QuestionLine(TypedDict):
    """A line of ``questions.jsonl``."""

    id: str
    question: str
    answerable: bool
    articles: list[str]
    quotes: list[str]
    answers: list[str]
    tags: list[str]


class ArticleLine(TypedDict):
    """A line of ``articles.jsonl``."""

    id: str
    title: str
    text: str


Imported = tuple[Iterable[QuestionLine], Iterable[ArticleLine]]


def json_lines(path: Path) -> Iterator[Mapping[str, object]]:
    """The object of each line that is not blank, one at a time."""
    opened = gzip.open if path.suffix == ".gz" else open
    at = 0
    try:
        with opened(path, "rt", encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                at = number
                if line.strip():
                    yield cast("Mapping[str, object]", json.loads(line))
    except (OSError, EOFError, zlib.error) as error:
        raise QuotedeskError(f"cannot read {path}: {error}", fix="give a BEIR folder") from error
    except ValueError as error:
        raise QuotedeskError(f"{path}:{at}: not JSON ({error})", fix="write one JSON object a line") from error


def bytes_of(path: Path) -> bytes:
    """The bytes of the file, unpacked."""
    try:
        return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        raise QuotedeskError(f"cannot read {path}: {error}", fix="give a SQuAD file or a BEIR folder") from error
