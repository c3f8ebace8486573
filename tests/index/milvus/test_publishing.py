import json
import logging

import pytest

from index.collection import Collection
from index.errors import IndexMismatch, IndexMissing
from index.indexer import index_paths
from index.milvus.collection import MilvusCollection
from index.milvus.conditions import among
from index.milvus.engine import Engine
from index.milvus.publishing import Sent, publish_to
from index.milvus.records import key_of
from index.milvus.shelf import Shelf
from index.milvus.verify import summary, verify
from tests.index.milvus.engines import fresh, writer

LONG = "Barge {n} left the quay at dawn with {n},000 bales of wool. It was seen again at Marsh Lock by noon. " * 40


def write(file, records):
    file.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")


def record(number, text=LONG, **others):
    return {"id": f"b{number}", "title": f"Barge {number}", "text": text.format(n=number), **others}


@pytest.fixture
def feed(tmp_path):
    """A feed of six articles, and how to index it again after a change."""
    file, folder = tmp_path / "feed.jsonl", tmp_path / "index"

    def index(records):
        write(file, records)
        index_paths([file], folder, embedder="hash-256", prune=True)
        return folder

    return index


def test_what_is_there_is_not_sent_again(feed, published):
    folder = feed(map(record, range(6)))
    there = published(folder)
    assert there.sent == Sent(6, 0, 0)
    assert published(folder, there.address).sent == Sent(0, 0, 6)
    assert list(verify(there.address)) == []


def test_updates_and_deletions_arrive_and_nothing_else_is_touched(feed, published):
    there = published(feed(map(record, range(6))))
    folder = feed([*map(record, range(1, 5)), record(5, "Barge {n} sank.")])
    now = published(folder, there.address)
    assert now.sent == Sent(1, 1, 4)
    assert list(verify(there.address)) == []
    assert now.collection.article("b0") is None
    assert now.collection.article("b5").text == "Barge 5 sank."
    assert now.collection.generation.number == now.local.generation.number


def test_a_collection_of_another_index_is_not_overwritten(feed, published, tmp_path):
    there = published(feed(map(record, range(2))))
    other = tmp_path / "other"
    write(tmp_path / "other.jsonl", [record(9)])
    index_paths([tmp_path / "other.jsonl"], other, embedder="hash-256")
    with pytest.raises(IndexMismatch, match="was published from another index; give it another name"):
        published(other, there.address)
    assert there.collection.article("b1") is not None


def test_what_was_never_published_is_missing_and_says_how_to_make_it(milvus):
    with pytest.raises(IndexMissing, match=r"no finished index at milvus://.*; run: quotedesk index ARTICLES --index"):
        MilvusCollection.open(fresh(milvus))


def test_the_summary_counts_what_was_published(feed, published):
    folder = feed(map(record, range(3)))
    there = published(folder)
    facts = summary(there.address)
    assert (facts["articles"], facts["embedder"], facts["generation"]) == (3, "hash-256", 1)


def test_verify_names_what_is_damaged(feed, published):
    there = published(feed(map(record, range(3))))
    engine = writer(there.address)
    engine.delete(there.address.articles, [f"{key_of('b1')}-0"])
    found = list(verify(there.address))
    assert any("2 articles can be read, of 3" in finding for finding in found)
    assert any("no article with the text that it lies in" in finding for finding in found)


def test_what_somebody_damaged_is_sent_again(feed, published):
    folder = feed(map(record, range(3)))
    there = published(folder)
    writer(there.address).delete(there.address.articles, [f"{key_of('b1')}-0"])
    assert published(folder, there.address).sent == Sent(1, 0, 2)
    assert list(verify(there.address)) == []


def test_an_article_with_another_text_than_its_sha256_is_found_out(feed, published):
    there = published(feed(map(record, range(2))))
    engine, key = writer(there.address), key_of("b1")
    rows = engine.query(there.address.articles, among("key", [key]), ["*"], strong=True)
    other = engine.query(there.address.articles, among("key", [key_of("b0")]), ["*"], strong=True)
    engine.upsert(there.address.articles, [{**rows[0], "body": other[0]["body"], "parts": 1}])
    assert any("under the key of another one" in finding for finding in verify(there.address))


class Stopping(Engine):
    """Stops, as when its process is killed, after so many writes."""

    def allow(self, writes):
        object.__setattr__(self, "left", writes)
        return self

    def _count(self):
        object.__setattr__(self, "left", self.left - 1)
        if self.left < 0:
            raise KeyboardInterrupt

    def upsert(self, collection, rows):
        self._count()
        super().upsert(collection, rows)

    def delete(self, collection, keys):
        if keys:
            self._count()
        super().delete(collection, keys)


def test_publishing_may_stop_before_any_write_and_the_next_run_finishes_it(feed, milvus):
    """Meanwhile a reader finds whole articles only: old ones or new ones."""
    address = fresh(milvus)
    folder = feed([record(0), record(1), record(2)])
    publish_to(folder, writer(address))
    old = {article.id: article for article in map(Collection.open(folder).article, ["b0", "b1", "b2"])}
    feed([record(0, "Barge {n} sank."), record(2, LONG * 3), record(3)])
    new = {name: Collection.open(folder).article(name) for name in ["b0", "b2", "b3"]}
    writes = 0
    while True:
        stopping = Stopping(address, patience=60, timeout=30, consistency="Strong").allow(writes)
        try:
            publish_to(folder, stopping)
        except KeyboardInterrupt:
            check_reader(MilvusCollection.open(address, consistency="Strong"), old, new)
            writes += 1
        else:
            break
    assert writes >= 1
    assert list(verify(address)) == []
    assert publish_to(folder, writer(address)) == Sent(0, 0, 3)


def check_reader(reader, old, new):
    for _, passage in reader.locate(reader.nearest("barge", 500)):
        assert passage.article in [old.get(passage.article.id), new.get(passage.article.id)]
    for name in ["b0", "b2"]:
        assert reader.article(name) in [old[name], new[name]]


def test_an_index_is_whose_it_is_before_its_first_article(feed, milvus):
    address = fresh(milvus)
    stopping = Stopping(address, patience=60, timeout=30, consistency="Strong").allow(1)
    with pytest.raises(KeyboardInterrupt):
        publish_to(feed([record(0)]), stopping)
    about = Shelf(writer(address)).published()
    assert about is not None
    assert about.generation == 0
    with pytest.raises(IndexMissing, match="no finished index"):
        MilvusCollection.open(address)


def test_without_keyword_search_there_is_one_plain_warning(feed, published, caplog):
    with caplog.at_level(logging.WARNING):
        there = published(feed([record(0)]))
    warned = [said for said in caplog.messages if "has no keyword search" in said]
    found = there.collection.matching("wool", 5)
    assert (len(warned), found) == (1, []) if not summary(there.address)["keywords"] else not warned and found
