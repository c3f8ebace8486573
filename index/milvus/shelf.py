"""Articles in Milvus, read; what is torn, because it is being written, is read again."""

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cachetools import TTLCache

from index.errors import IndexMismatch, IndexMissing
from index.milvus.about import KEY, SCHEMA, About
from index.milvus.conditions import among
from index.milvus.engine import Engine, Row
from index.milvus.records import Record, key_of, of_json, unpacked

_FIELDS = ("key", "part", "parts", "digest", "body")
#: Seconds for which an article that was read is not asked for again: less than Milvus may be behind at Bounded.
FRESH = 2.0
_MOST = 2_000  # articles that are remembered for so long
_AT_ONCE = 50  # articles in one query: an answer of Milvus holds 64 MB at most


class Torn(ValueError):
    """Parts that do not belong together: the article is being written, or is damaged."""


class Shelf:
    """The records of articles by their keys; for many threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._recent: TTLCache[str, Record | About | None] = TTLCache(maxsize=_MOST, ttl=FRESH)
        self._lock = threading.Lock()

    def about(self) -> About:
        """What is known of the whole; IndexMissing where there is nothing yet, or not all of it."""
        with self._lock:
            recent = self._recent.get(KEY)
        if isinstance(recent, About):
            return recent
        found = self.published()
        if found is None or not found.generation:  # perhaps it was finished just now
            found = self.published(strong=True)
        if found is None or not found.generation:
            raise IndexMissing(
                f"no finished index at {self.engine.address}",
                fix=f"run: quotedesk index ARTICLES --index DIR --store {self.engine.address}",
            )
        with self._lock:
            self._recent[KEY] = found
        return found

    def published(self, *, strong: bool = False) -> About | None:
        """What was last written of the whole, finished or not; None where nothing was."""
        if not self.engine.has(self.engine.address.articles):
            return None
        said = self._read([KEY], strong=strong).get(KEY) or self._read([KEY], strong=True).get(KEY)
        if said is None:
            return None
        if said.get("schema") != SCHEMA:
            raise IndexMismatch(
                f"{self.engine.address} has schema {said.get('schema')}, this program reads schema {SCHEMA}",
                fix="use the quotedesk that made it, or index the articles again under a new name",
            )
        return About.of_json(said)

    def records(self, keys: Iterable[str]) -> dict[str, Record]:
        """The records of those of these articles that are there."""
        wanted = list(dict.fromkeys(keys))
        with self._lock:
            found = {key: self._recent[key] for key in wanted if key in self._recent}
        absent = [key for key in wanted if key not in found]
        for at in range(0, len(absent), _AT_ONCE):
            some = absent[at : at + _AT_ONCE]
            read = {key: of_json(said) for key, said in self._whole(some).items()}
            found |= {key: read.get(key) for key in some}
        with self._lock:
            self._recent.update({key: found[key] for key in absent})
        return {key: one for key, one in found.items() if isinstance(one, Record)}

    def record(self, article_id: str) -> Record | None:
        """The record of the article of that id."""
        key = key_of(article_id)
        return self.records([key]).get(key)

    def _whole(self, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The records, those that are torn read again with all that has been written."""
        found = self._read(keys, strong=False)
        torn = [key for key, said in found.items() if said is None]
        found |= self._read(torn, strong=True) if torn else {}
        return {key: said for key, said in found.items() if said is not None}

    def _read(self, keys: Sequence[str], *, strong: bool) -> dict[str, dict[str, Any] | None]:
        """What is stored under these keys; None for what is torn."""
        rows = self.engine.query(self.engine.address.articles, among("key", list(keys)), _FIELDS, strong=strong)
        return {key: _joined_or_none(parts) for key, parts in by_key(rows).items()}


def by_key(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The parts of each record."""
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        parts[str(row["key"])].append(row)
    return parts


def joined(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The record that these parts are; ``Torn`` where none is whole. What an older one left over is passed over."""
    first = next((row for row in parts if row["part"] == 0), None)
    its = sorted((row for row in parts if first and row["digest"] == first["digest"]), key=lambda row: row["part"])
    if first is None or [row["part"] for row in its] != list(range(first["parts"])):
        raise Torn("parts of several records")
    try:
        return unpacked([row["body"] for row in its])
    except ValueError as error:
        raise Torn(str(error)) from error


def _joined_or_none(parts: Sequence[Row]) -> dict[str, Any] | None:
    try:
        return joined(parts)
    except Torn:
        return None


def every_article(engine: Engine) -> Iterator[tuple[str, list[Row]]]:
    """Each article's key and the parts of its record, read in groups of keys; the whole is not held in memory."""
    keys = sorted({str(row["key"]) for row in engine.each(engine.address.articles, "pk", ["pk", "key"])} - {KEY})
    for at in range(0, len(keys), _AT_ONCE):
        some = keys[at : at + _AT_ONCE]
        rows = engine.query(engine.address.articles, among("key", some), _FIELDS, strong=True)
        yield from by_key(rows).items()
