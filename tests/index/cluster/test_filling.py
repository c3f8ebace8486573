"""A collection in a real Milvus is filled by three worker processes, one of which is killed."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from index.indexer import index_paths
from index.milvus.publishing import Sent, publish_to
from index.milvus.verify import verify
from quotedesk import main
from tests.index.cluster.faults import killing_one_at_work, slowed
from tests.index.cluster.ferries import assert_same, index, story, write
from tests.index.milvus.engines import fresh, writer

pytestmark = pytest.mark.milvus

SAMPLES = Path(__file__).parents[3] / "samples" / "articles"


def rows(address):
    """What Milvus holds: the records of articles, and each passage with all that it is filtered by."""
    engine = writer(address)
    for collection in (address.articles, address.passages):  # an iterator alone sees what Bounded shows
        engine.query(collection, 'pk == ""', ["pk"], strong=True)
    records = list(engine.each(address.articles, "pk", ["pk", "digest", "body"]))
    kept = sorted((row["pk"], row["digest"], row["body"]) for row in records if not row["pk"].startswith("about"))
    fields = ["pk", "article", "publisher", "published", "stood_for", "groups", "standing"]
    passages = {row["pk"]: row for row in engine.each(address.passages, "pk", fields)}
    vectors = {row["pk"]: row["vector"] for row in engine.each(address.passages, "pk", ["pk", "vector"])}
    about = [[passages[pk][field] for field in fields[:5]] + [list(passages[pk][field]) for field in fields[5:]]
             for pk in sorted(passages)]  # fmt: skip
    return kept, about, np.array([vectors[pk] for pk in sorted(vectors)])


def test_workers_fill_what_one_machine_would_have_published_though_one_is_killed(real_engine, three_workers, tmp_path):
    articles = write(tmp_path / "articles")
    (articles / "copy.txt").write_text(f"Ferry news of week 3\n\n{story(3)}", encoding="utf-8")  # an article's twin
    (articles / "empty.txt").write_bytes(b"")
    alone, address = fresh(real_engine), fresh(real_engine)
    index_paths([articles], tmp_path / "alone", embedder="hash-256")
    publish_to(tmp_path / "alone", writer(alone))
    with slowed(three_workers, 0.5), killing_one_at_work(three_workers) as killed:
        report = index(three_workers, articles, tmp_path / "index", store=address)
    assert (len(killed), report.added, len(report.rejected)) == (1, 61, 1)
    assert_same(tmp_path / "index", tmp_path / "alone")
    sent = publish_to(tmp_path / "index", writer(address))
    assert sent.unchanged > 50  # what workers wrote is what would have been sent
    assert list(verify(address)) == []
    *said, vectors = rows(address)
    *expected, right = rows(alone)
    assert said == expected
    assert np.abs(vectors - right).max() < 1e-6
    index(three_workers, articles, tmp_path / "index", store=address)
    assert publish_to(tmp_path / "index", writer(address)) == Sent(0, 0, 61)


def test_once_it_is_published_workers_leave_it_alone(real_engine, three_workers, tmp_path):
    articles, address = write(tmp_path / "articles", range(40)), fresh(real_engine)
    index(three_workers, articles, tmp_path / "index", store=address)
    publish_to(tmp_path / "index", writer(address))
    before = rows(address)[:2]
    write(articles)
    index(three_workers, articles, tmp_path / "index", store=address)
    assert rows(address)[:2] == before
    assert publish_to(tmp_path / "index", writer(address)) == Sent(20, 0, 40)
    assert list(verify(address)) == []


def test_what_an_earlier_job_left_half_written_is_mended(real_engine, three_workers, tmp_path):
    articles, address = write(tmp_path / "articles", range(30)), fresh(real_engine)
    index(three_workers, articles, tmp_path / "index", store=address)  # and never published: as if it was killed
    feed = articles / "feed.jsonl"
    feed.write_text(feed.read_text("utf-8").replace("Repairs", "Work"), "utf-8")
    (articles / "ferry-03.txt").unlink()
    index(three_workers, articles, tmp_path / "index", store=address, prune=True)
    publish_to(tmp_path / "index", writer(address))
    assert list(verify(address)) == []
    assert publish_to(tmp_path / "index", writer(address)) == Sent(0, 0, 29)


def test_the_command_fills_a_collection_by_a_cluster_with_the_model_that_comes_with_it(real_engine, tmp_path):
    """Vectors agree to what bfloat16 gives in batches of another make-up."""
    address, run = fresh(real_engine), CliRunner().invoke
    command = ["index", str(SAMPLES), "--index", str(tmp_path / "index"), "--store", str(address)]
    said = run(main, [*command, "--cluster", "local:2", "--json"])
    assert said.exit_code == 0, said.output
    report = json.loads(said.stdout)
    assert report["added"] == report["published"]["sent"] + report["published"]["unchanged"] > 30
    index_paths([SAMPLES], tmp_path / "alone")
    assert_same(tmp_path / "index", tmp_path / "alone", tolerance=0.01)
    asked = run(main, ["ask", "When did the Online Safety Act get Royal Assent?", "--store", str(address), "--json"])
    quotes = json.loads(asked.stdout)["quotes"]
    assert quotes[0]["answer"]["text"] == "26 October 2023"
    again = json.loads(run(main, [*command, "--cluster", "local:2", "--json"]).stdout)
    assert (again["added"], again["published"]["sent"]) == (0, 0)
