"""A catalog into Milvus: what differs is sent, what is gone is deleted, what is the same is left alone.

Nothing is remembered between two runs: what Milvus has is read from it, so a run that was stopped, or whose engine
was, is finished by the next one. An article's record is written after all else of it and deleted after all else: it
is what says that the rest is done. A passage names the text that it lies in, so whoever asks meanwhile finds the old
or the new article, or for a moment none, and never a mixture.
"""

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from index.catalog import Catalog
from index.errors import IndexMismatch
from index.generations import newest
from index.milvus import schema
from index.milvus.about import KEY, About
from index.milvus.address import Address
from index.milvus.conditions import among
from index.milvus.engine import Engine
from index.milvus.outgoing import Outgoing, described, ids, outgoing, parts_of, passage_rows
from index.milvus.records import packed
from index.milvus.shelf import Shelf
from index.writing import one_writer

#: The index's own name, by which what was published from another one is not overwritten.
OWNER = "published_as"
#: Seconds that indexing waits for an engine that is away.
PATIENCE = 120.0
#: So many rows of passages are sent together: 4 MB at 384 dimensions with their words.
_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Sent:
    """What a run of publishing did, in articles."""

    sent: int
    deleted: int
    unchanged: int


def publish_to(
    folder: Path,
    engine: Engine,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Sent:
    """Bring the collection in Milvus up to date with the index in ``folder``, which stays the only truth.

    Raises ``IndexMismatch`` where another index was published there, and ``EngineAway``; the same call goes on.
    """
    Catalog.open(folder)  # says it where there is none
    with one_writer(folder):
        catalog = Catalog.open_to_write(folder)
        owner = owner_of(catalog)
        before = _agreed(engine, owner, catalog)
        run = Publishing(catalog, engine, words=schema.has_keywords(engine))
        if before is None:
            run.tell(described(catalog, owner, 0, time.time()))  # whose it is, before the first article
        done = run.articles(progress)
        run.tell(described(catalog, owner, newest(catalog), time.time()))
    return done


def engine_to_write(address: Address) -> Engine:
    """An engine that is waited for, and whose own writes are seen."""
    return Engine(address, patience=PATIENCE, timeout=30, consistency="Strong")


class _Known(NamedTuple):
    """How many parts of an article Milvus has, and the digest that all of them have; else it is sent again."""

    digest: str
    parts: int


_TORN = "torn"  # no digest


@dataclass(frozen=True, slots=True)
class Publishing:
    """Writes what a catalog holds; ``words`` where the passages can be searched by their words."""

    catalog: Catalog
    engine: Engine
    words: bool

    def articles(self, progress: Callable[[int, int], None]) -> Sent:
        """Send and delete what differs."""
        names, there = ids(self.catalog), self._published()
        gone = {key: known for key, known in there.items() if key not in names and key != KEY}
        self._delete(gone)
        waiting, sent, size = list[Outgoing](), 0, 0
        for at, (key, name) in enumerate(names.items(), 1):
            article = self.catalog.article(name)
            one = outgoing(self.catalog, article) if article else None
            if one and (key not in there or there[key].digest != one.digest):
                waiting.append(one)
                size += len(one.places) + len(one.body)
            if size >= _BATCH or at == len(names):
                self.send(waiting, there)
                sent += len(waiting)
                waiting, size = [], 0
            progress(at, len(names))
        return Sent(sent, len(gone), len(names) - sent)

    def tell(self, about: About) -> None:
        """Write what is known of the whole."""
        body = packed(about.as_json())
        address = self.engine.address.articles
        self.engine.upsert(address, list(parts_of(KEY, body, secrets.token_hex(16))))

    def _published(self) -> dict[str, _Known]:
        """What Milvus has of each article."""
        found: dict[str, _Known] = {}
        for row in self.engine.each(self.engine.address.articles, "pk", ["pk", "digest"]):
            key, digest = str(row["pk"]).rpartition("-")[0], str(row["digest"])
            known = found.get(key, _Known(digest, 0))
            found[key] = _Known(digest if digest == known.digest else _TORN, known.parts + 1)
        return found

    def send(self, articles: Sequence[Outgoing], there: Mapping[str, _Known]) -> None:
        """Passages first, without those that are no longer theirs; then the records, whole."""
        before = self._passages([one.key for one in articles])
        rows = [row for one in articles for row in passage_rows(self.catalog, one, words=self.words)]
        for at in range(0, len(rows), _BATCH):
            self.engine.upsert(self.engine.address.passages, rows[at : at + _BATCH])
        kept = {str(row["pk"]) for row in rows}
        self.engine.delete(self.engine.address.passages, [pk for pk in before if pk not in kept])
        for one in articles:
            self.engine.upsert(self.engine.address.articles, list(parts_of(one.key, one.body, one.digest)))
            left = range(len(one.body), there[one.key].parts if one.key in there else 0)
            self.engine.delete(self.engine.address.articles, [f"{one.key}-{part}" for part in left])

    def _delete(self, gone: Mapping[str, _Known]) -> None:
        """Passages first: while the record is there, the next run knows that something is left to do."""
        self.engine.delete(self.engine.address.passages, self._passages(list(gone)))
        parts = [f"{key}-{part}" for key, known in gone.items() for part in range(known.parts)]
        self.engine.delete(self.engine.address.articles, parts)

    def _passages(self, keys: Sequence[str]) -> list[str]:
        """The primary keys of all passages of these articles."""
        found: list[str] = []
        for at in range(0, len(keys), 20):  # few, since an answer has 16,384 rows at most
            condition = among("article", list(keys[at : at + 20]))
            rows = self.engine.query(self.engine.address.passages, condition, ["pk"], strong=True)
            found += [str(row["pk"]) for row in rows]
        return found


def owner_of(catalog: Catalog) -> str:
    """The index's own name, which it is given when it is first asked for."""
    name = catalog.setting(OWNER)
    if name is None:
        name = secrets.token_hex(8)
        with catalog.transaction():
            catalog.set(OWNER, name)
    return name


def _agreed(engine: Engine, owner: str, catalog: Catalog) -> About | None:
    """What was published before, by this index and with its embedder; makes the collections where they are missing."""
    about = Shelf(engine).published()
    if about and about.owner != owner:
        raise IndexMismatch(
            f"{engine.address} was published from another index",
            fix="give it another name, or use the folder, or a backup of it, that it was published from",
        )
    schema.make(engine, _dimensions(catalog))
    return about


def _dimensions(catalog: Catalog) -> int:
    """The length of the vectors, of two bytes each."""
    found = catalog.connection.execute("SELECT length(vector) FROM vectors LIMIT 1").fetchone()
    if not found:
        raise IndexMismatch("an index without a passage cannot be published", fix="index articles first")
    return int(found[0]) // 2
