"""JSON Lines, plain or gzipped: an article a line, each judged by itself."""

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from typing import IO, Any, cast

from index.formats.declared import declared
from index.formats.documents import Document, Rejected
from index.formats.groups import BadGroups
from index.formats.sources import Source, Unreadable, worded

OPTIONAL = ("title", "date", "updated", "source", "url", "byline", "publisher", "locale")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
SURROGATE = re.compile(r"[\x00\ud800-\udfff]")
# Articles pack to a tenth or so; deflate's utmost is 1 to 1,032, which only a bomb comes near.
MOST_PACKED = 200


def read_jsonl(source: Source) -> Iterator[Document | Rejected]:
    """The articles of a file of any length; the limit is on each line, and one line is in memory at a time."""
    with source.path.open("rb") as file:
        yield from records(file, source)


def read_jsonl_gz(source: Source) -> Iterator[Document | Rejected]:
    """The same, unpacked on the way."""
    packed = source.path.stat().st_size
    try:
        with gzip.open(source.path, "rb") as file:
            most = packed * MOST_PACKED + source.max_bytes
            yield from records(cast("IO[bytes]", file), source, most)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise Unreadable(
            "is damaged, or is not gzip; the lines before the damage went in", fix="pack it again"
        ) from error


def records(file: IO[bytes], source: Source, most: int | None = None) -> Iterator[Document | Rejected]:
    """A document or a rejection for each line that is not blank."""
    first: dict[str, int] = {}
    seen = number = 0
    while line := file.readline(source.max_bytes + 1):
        number, seen = number + 1, seen + len(line)
        if len(line) > source.max_bytes:
            raise source.oversized(f"line {number} is longer than")
        if most is not None and seen > most:
            raise source.oversized("unpacks to far more than articles do; it goes beyond")
        if not line.strip():
            continue
        try:
            document = record(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
            if first.setdefault(cast("str", document.id), number) != number:
                raise Unreadable(
                    f'"id" was given before, on line {first[cast("str", document.id)]}', fix="give another"
                )
            yield document
        except BadGroups as error:
            yield Rejected(f"{source.path} line {number}", str(error), entry=error.entry, withdraws=True)
        except Unreadable as error:
            yield Rejected(f"{source.path} line {number}", str(error))
    if not number:
        raise Unreadable("is empty", fix="leave it out, or export it again")


def record(line: bytes) -> Document:
    """The article of one line, its text unchanged."""
    held = parsed(line)
    identity, text = held.get("id"), held.get("text")
    if isinstance(identity, int) and not isinstance(identity, bool):
        identity = str(identity)
    if not isinstance(identity, str) or not identity.strip() or CONTROL.search(identity):
        raise Unreadable('"id" is missing or not a plain string', fix='give each line its own "id"')
    if not isinstance(text, str) or not text.strip():
        raise Unreadable('"text" is missing or blank', fix='put the article in "text"')
    if SURROGATE.search(text):
        raise Unreadable('"text" holds a NUL or half a surrogate pair', fix="write it again as valid Unicode")
    for field in OPTIONAL:
        if not isinstance(held.get(field), str | None):
            raise Unreadable(f'"{field}" is not a string', fix="write it as a string, or leave it out")
    return declared(worded(text), held, identity)


def parsed(line: bytes) -> dict[str, Any]:
    """The object that ``line`` is."""
    try:
        held = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Unreadable("is not UTF-8", fix="save the file as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable("is not valid JSON", fix="write one object a line") from error
    if not isinstance(held, dict):
        raise Unreadable("is not a JSON object", fix='write {"id": …, "title": …, "text": …}')
    return held
