"""What of a catalog is published to Milvus, article by article."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from index.articles import Article
from index.catalog import Catalog
from index.embedders import unit_rows
from index.kinship import hidden
from index.milvus.about import About, Share
from index.milvus.engine import Row
from index.milvus.records import (
    EVERYONE,
    Place,
    Record,
    as_json,
    group_keys,
    key_of,
    packed,
    publisher_key,
)
from index.milvus.schema import MOST_GROUPS, MOST_WORDS, NO_VECTOR
from index.twins import Kin

#: What an index remembers that those who ask it need to know.
SETTINGS = ("embedder", "splitter", "threshold")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An article as it is published; ``digest`` is of all of it, so that what has not changed is not sent again.

    ``standing`` are the groups that may see an article that stands for this one.
    """

    record: Record
    standing: tuple[str, ...] | None
    places: tuple[tuple[int, int], ...]
    body: list[str]
    digest: str

    @property
    def key(self) -> str:
        """The article's key."""
        return key_of(self.record.article.id)


def outgoing(catalog: Catalog, article: Article) -> Outgoing:
    """The article with its kin and its places; its vectors are read only where it is sent."""
    record = Record(article, tuple(_kin(catalog, article.id)))
    standing, places = _standing(catalog, article.id), tuple(catalog.places_of(article.id))
    whole = as_json(record)
    body = packed(whole)
    said = [whole, standing, places, [catalog.setting(key) for key in SETTINGS[:2]]]
    digest = hashlib.blake2b(json.dumps(said, sort_keys=True).encode("ascii"), digest_size=16).hexdigest()
    return Outgoing(record, standing, places, body, digest)


def parts_of(key: str, body: list[str], digest: str) -> Iterator[Row]:
    """The rows of a record."""
    for number, part in enumerate(body):
        yield {
            "pk": f"{key}-{number}", "key": key, "part": number, "parts": len(body), "digest": digest, "body": part,
            "vector": NO_VECTOR,
        }  # fmt: skip


def passage_rows(catalog: Catalog, one: Outgoing, *, words: bool) -> Iterator[Row]:
    """A row for each vector of the article's passages; with ``words``, what keyword search reads too."""
    article = one.record.article
    about = {
        "article": one.key,
        "publisher": publisher_key(article.publisher),
        "published": article.published.toordinal() if article.published else 0,
        "groups": group_keys(article.groups)[:MOST_GROUPS],
        "standing": sorted(map(key_of, one.standing or ()))[:MOST_GROUPS],
        "stood_for": one.standing is not None,
    }
    found = catalog.connection.execute(
        "SELECT p.start, p.end, v.vector FROM vectors v JOIN passages p ON p.row = v.passage"
        " JOIN articles a ON a.row = p.article WHERE a.id = ? ORDER BY v.row",
        (article.id,),
    ).fetchall()
    for number, (start, end, blob) in enumerate(found):
        vector = unit_rows(np.frombuffer(blob, dtype="<f2")[None, :])[0].tolist()
        row = {"pk": f"{Place.of(article, start, end).digits}-{number}", "vector": vector, **about}
        yield row | ({"words": _words(article, start, end)} if words else {})


def described(catalog: Catalog, owner: str, generation: int, at: float) -> About:
    """What is known of the whole catalog."""
    found = catalog.connection.execute(
        "SELECT a.publisher, n.groups, count(*) FROM articles a JOIN audiences n ON n.row = a.audience GROUP BY 1, 2"
    ).fetchall()
    shares = tuple(Share(publisher, tuple(json.loads(groups)), count) for publisher, groups, count in found)
    settings = {key: value for key in SETTINGS if (value := catalog.setting(key)) is not None}
    counts = {**catalog.counts(), "hidden": hidden(catalog)}
    return About(owner, generation, settings, counts, shares, *catalog.span_of_dates(), at)


def ids(catalog: Catalog) -> Mapping[str, str]:
    """Every article's id by its key."""
    return {key_of(name): name for (name,) in catalog.connection.execute("SELECT id FROM articles ORDER BY row")}


def _kin(catalog: Catalog, article_id: str) -> list[Kin]:
    found = catalog.connection.execute(
        "SELECT o.id, n.id, k.kind FROM kin k JOIN articles o ON o.row = k.older JOIN articles n ON n.row = k.newer"
        " WHERE o.id = ? OR n.id = ? ORDER BY 1, 2",
        (article_id, article_id),
    ).fetchall()
    return [Kin(*row) for row in found]


def _standing(catalog: Catalog, article_id: str) -> tuple[str, ...] | None:
    """The groups of all that stand for an article, ``EVERYONE`` among them; None where nothing does."""
    found = catalog.connection.execute(
        "SELECT DISTINCT n.groups FROM stands s JOIN articles a ON a.row = s.article JOIN articles b ON b.row = s.by"
        " JOIN audiences n ON n.row = b.audience WHERE a.id = ?",
        (article_id,),
    ).fetchall()
    groups = {group for (said,) in found for group in json.loads(said) or [EVERYONE]}
    return tuple(sorted(groups)) if found else None


def _words(article: Article, start: int, end: int) -> str:
    """The headline twice, since it counts double, and the passage; only to be searched, so it may be cut."""
    said = f"{article.title}\n{article.title}\n{article.text[start:end]}"
    return said.encode("utf-8", "replace")[:MOST_WORDS].decode("utf-8", "ignore")
