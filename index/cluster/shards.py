"""What one worker does at a time: some files, or some articles of a long one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeAlias

from index.catalog import Catalog
from index.files import articles_in, state_of
from index.formats import read
from index.formats.documents import Document, Rejected

#: Articles of a shard: some ten seconds of a core, which is what is lost with a worker.
SIZE = 50
#: So many shards a file is cut into at most, since each of them reads it from its beginning.
MOST_PARTS = 64


class Part(NamedTuple):
    """The articles ``[first, last)`` of a file, to its end where ``last`` is None; ``known`` are indexed ones."""

    file: Path
    first: int
    last: int | None
    known: frozenset[str]  # fingerprints


Shard: TypeAlias = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was read of a part; ``state`` is the file's, empty where it could not be opened."""

    part: Part
    state: str
    documents: tuple[Document | Rejected, ...] = field(repr=False)


def shards(files: Iterable[Path], catalog: Catalog, size: int = SIZE) -> Iterator[Shard]:
    """The files in their order, cut and put together so that a shard has about ``size`` articles."""
    waiting: list[Part] = []
    count = 0
    for file in files:
        articles = articles_in(file)
        for part in _parts(file, articles, _known(catalog, file), size):
            waiting.append(part)
            count += min(articles, size)
            if count >= size:
                yield tuple(waiting)
                waiting, count = [], 0
    if waiting:
        yield tuple(waiting)


def found_in(part: Part, max_bytes: int) -> Found:
    """Read a part of a file."""
    state = state_of(part.file)
    return Found(part, state, tuple(islice(read(part.file, max_bytes=max_bytes), part.first, part.last)))


def _parts(file: Path, articles: int, known: frozenset[str], size: int) -> Iterator[Part]:
    size = max(size, -(-articles // MOST_PARTS))
    for first in range(0, max(articles, 1), size):
        yield Part(file, first, first + size if first + size < articles else None, known)


def _known(catalog: Catalog, file: Path) -> frozenset[str]:
    found = catalog.connection.execute("SELECT fingerprint FROM articles WHERE origin = ?", (str(file),))
    return frozenset(fingerprint for (fingerprint,) in found)
