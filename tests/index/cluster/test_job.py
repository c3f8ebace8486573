"""Indexing with worker processes makes the index that one machine makes, whoever dies on the way."""

import sqlite3
from pathlib import Path

import pytest

from index.catalog import Catalog
from index.cluster.scheduler import cluster
from index.errors import QuotedeskError
from index.indexer import correct, index_paths
from index.verify import verify
from tests.index.cluster.faults import deadly, killing_one_at_work, slowed
from tests.index.cluster.ferries import assert_same, index, story, write

pytestmark = pytest.mark.slow


def plain(report):
    """Without what depends on how often an index was published."""
    return report.as_json() | {"generation": None}


def test_a_cluster_makes_the_index_that_one_machine_makes(three_workers, tmp_path):
    articles = write(tmp_path / "articles")
    alone = index_paths([articles], tmp_path / "alone", embedder="hash-256")
    report = index(three_workers, articles, tmp_path / "index")
    assert plain(report) == plain(alone)
    assert report.added == 60
    assert_same(tmp_path / "index", tmp_path / "alone")


def test_a_worker_that_is_killed_is_replaced_and_nothing_is_lost(three_workers, tmp_path):
    articles = write(tmp_path / "articles")
    index_paths([articles], tmp_path / "alone", embedder="hash-256")
    with slowed(three_workers, 0.5), killing_one_at_work(three_workers) as killed:
        report = index(three_workers, articles, tmp_path / "index")
    assert len(killed) == 1
    assert (report.added, report.rejected) == (60, [])
    assert_same(tmp_path / "index", tmp_path / "alone")


def test_a_shard_that_kills_every_worker_is_named_and_the_rest_goes_in(three_workers, tmp_path):
    articles = write(tmp_path / "articles", range(30))
    (articles / "killer.txt").write_text("Nobody survives the reading of this one.\n", encoding="utf-8")
    with deadly(three_workers, "killer.txt"):
        report = index(three_workers, articles, tmp_path / "index", shard=1)
    # A shard that waits at a worker that dies again and again is left out with it; it is done the next time.
    assert "killer.txt" in {Path(one.where).name for one in report.rejected}
    assert {one.reason.partition(",")[0] for one in report.rejected} == {"worker after worker died on it"}
    assert report.added >= 20
    assert report.added + index(three_workers, articles, tmp_path / "index").added == 31


def test_a_second_run_gives_the_workers_nothing_to_do(three_workers, tmp_path):
    articles = write(tmp_path / "articles")
    first = index(three_workers, articles, tmp_path / "index")
    again = index(Idle(), articles, tmp_path / "index")
    assert (again.unchanged, again.added, again.updated, again.generation) == (60, 0, 0, first.generation)


class Idle:
    """A client that cannot be given anything."""


def test_of_a_changed_feed_only_what_differs_is_done_again(three_workers, tmp_path):
    articles = write(tmp_path / "articles")
    index(three_workers, articles, tmp_path / "index")
    before = sqlite3.connect(tmp_path / "index" / "catalog.sqlite").execute("SELECT max(row) FROM articles").fetchone()
    write(articles, [*range(59), 61])
    report = index(three_workers, articles, tmp_path / "index", prune=True)
    assert (report.added, report.updated, report.unchanged, report.deleted) == (1, 0, 59, 1)
    newer = Catalog.open(tmp_path / "index").connection.execute("SELECT id FROM articles WHERE row > ?", before)
    assert newer.fetchall() == [("f61",)]


def test_a_bad_file_is_one_line_and_the_rest_goes_in(three_workers, tmp_path):
    articles = write(tmp_path / "articles")
    (articles / "empty.txt").write_bytes(b"")
    (articles / "torn.jsonl").write_text('{"id": "t1", "text": "The mole was built in 1821."}\n{"id": "t2"', "utf-8")
    report = index(three_workers, articles, tmp_path / "index")
    said = [(Path(one.where.split(" line")[0]).name, one.reason) for one in report.rejected]
    assert said == [
        ("empty.txt", "is empty; leave it out, or save the article again"),
        ("torn.jsonl", "is not valid JSON; write one object a line"),
    ]
    assert report.added == 61
    assert list(verify(tmp_path / "index")) == []


def test_one_machine_goes_on_where_the_cluster_was(three_workers, tmp_path):
    articles = write(tmp_path / "articles", range(30))
    index(three_workers, articles, tmp_path / "index")
    write(articles)
    report = index_paths([articles], tmp_path / "index")
    assert (report.added, report.unchanged) == (30, 30)
    assert list(verify(tmp_path / "index")) == []


def test_what_a_person_dropped_stays_dropped(three_workers, tmp_path):
    articles = write(tmp_path / "articles", range(30))
    index(three_workers, articles, tmp_path / "index")
    text = Catalog.open(tmp_path / "index").article("f28").text
    start = text.index("Repairs")
    correct(tmp_path / "index", "f28", start, start + 20, "other")
    feed = articles / "feed.jsonl"
    feed.write_text(feed.read_text("utf-8").replace("Ferry 28", "Ferry twenty-eight"), "utf-8")
    assert index(three_workers, articles, tmp_path / "index").updated == 1
    article = Catalog.open(tmp_path / "index").article("f28")
    assert article.title == "Ferry twenty-eight"
    assert any(one.start <= start < start + 20 <= one.end for one in article.dropped)


def test_stopping_keeps_what_was_merged_and_the_same_call_goes_on(three_workers, tmp_path):
    articles = write(tmp_path / "articles", range(60))
    for number in range(60, 200):
        (articles / f"more-{number}.txt").write_text(f"More {number}\n\n{story(number)}", encoding="utf-8")

    def stop(done, _all):
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as stopped:
        index(three_workers, articles, tmp_path / "index", progress=stop)
    assert 0 < stopped.value.report.added < 200
    assert list(verify(tmp_path / "index")) == []
    report = index(three_workers, articles, tmp_path / "index")
    assert report.added + stopped.value.report.added == 200
    index_paths([articles], tmp_path / "alone", embedder="hash-256")
    assert_same(tmp_path / "index", tmp_path / "alone")


@pytest.mark.parametrize("said", ["local:0", "local:many", "http://one.example", "milvus://x/y"])
def test_what_is_no_cluster_is_said_in_one_line(said):
    with pytest.raises(QuotedeskError, match="is no cluster; write tcp://host:port"), cluster(said):
        pass


def test_two_clusters_of_one_machine_are_not_in_each_others_way_nor_open_to_others(three_workers):
    with cluster("local:1") as other:
        assert other.submit(len, "four", pure=False).result() == 4
        served = [client.scheduler_info()["services"]["dashboard"] for client in (three_workers, other)]
    assert served[0] != served[1]
    listening = Path("/proc/net/tcp").read_text().split()
    assert not [one for one in listening if one.startswith("00000000:") and int(one[9:13], 16) in served]
