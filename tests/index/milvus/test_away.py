"""A real engine that is killed with kill -9 and comes back."""

import json
import threading
import time

import pytest
from click.testing import CliRunner

from index.errors import QuotedeskError
from index.indexer import index_paths
from index.milvus.address import Address
from index.milvus.collection import PATIENCE, MilvusCollection
from index.milvus.engine import Engine, EngineAway
from index.milvus.publishing import publish_to
from index.milvus.verify import verify
from quotedesk import main
from tests.index.milvus.engines import free_port, started_engine, writer

TEXT = "Tram {n} carried {n},000 people to the fair and came back empty. Its driver had a day off after that. "


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    with started_engine(tmp_path_factory.mktemp("killed")) as engine:
        yield engine


def feed(tmp_path, count=6):
    file, folder = tmp_path / "feed.jsonl", tmp_path / "index"
    records = [{"id": f"t{n}", "title": f"Tram {n}", "text": TEXT.format(n=n)} for n in range(count)]
    file.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    index_paths([file], folder, embedder="hash-256")
    return folder


class Slow(Engine):
    """Gives the test time to kill the engine between two writes; ``begun`` is set at the first article."""

    begun = threading.Event()

    def upsert(self, collection, rows):
        super().upsert(collection, rows)
        self.begun.set()
        time.sleep(0.5)


@pytest.mark.milvus
def test_indexing_waits_for_an_engine_that_was_killed_and_goes_on(engine, tmp_path):
    address, folder, done = engine.address("killed_indexing"), feed(tmp_path), []
    slow = Slow(address, patience=120, timeout=30, consistency="Strong")
    thread = threading.Thread(target=lambda: done.append(publish_to(folder, slow)))
    thread.start()
    assert slow.begun.wait(60)
    engine.kill()
    time.sleep(1)
    engine.start()
    thread.join(180)
    assert done
    assert list(verify(address)) == []
    assert publish_to(folder, writer(address)).unchanged == 6


@pytest.mark.milvus
def test_a_question_to_an_engine_that_is_away_ends_in_one_line_and_the_next_is_answered(engine, tmp_path):
    address = engine.address("killed_asking")
    publish_to(feed(tmp_path), writer(address))
    collection = MilvusCollection.open(address, consistency="Strong")
    before = collection.locate(collection.nearest("Which tram carried 4,000 people?", 3))
    assert len(before) == 3
    assert collection.is_ready()
    engine.kill()
    began = time.monotonic()
    with pytest.raises(EngineAway, match=r"did not answer \(.*\); check that it runs and can be reached") as away:
        collection.nearest("Which tram carried 4,000 people?", 3)
    assert time.monotonic() - began < PATIENCE + 12
    assert "\n" not in str(away.value)
    assert not collection.is_ready()
    engine.start()
    deadline = time.monotonic() + 90
    while not collection.is_ready() and time.monotonic() < deadline:
        time.sleep(0.5)
    assert (
        ready_within(
            collection, 60, lambda: collection.locate(collection.nearest("Which tram carried 4,000 people?", 3))
        )
        == before
    )


def ready_within(collection, seconds, ask):
    deadline = time.monotonic() + seconds
    while True:
        try:
            return ask()
        except QuotedeskError:
            if time.monotonic() > deadline:
                raise


@pytest.mark.milvus
def test_what_was_written_is_found_at_bounded_consistency_in_a_few_seconds(engine, tmp_path):
    address = engine.address("bounded")
    publish_to(feed(tmp_path), writer(address))
    collection = MilvusCollection.open(address)  # finds at once that it is there
    deadline = time.monotonic() + 15
    while len(collection.locate(collection.nearest("tram", 10))) < 6:
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.mark.milvus
def test_the_commands_read_a_collection_in_milvus(engine, tmp_path, monkeypatch):
    folder, store = feed(tmp_path), str(engine.address("commands"))
    run = CliRunner().invoke
    indexed = run(main, ["index", str(tmp_path / "feed.jsonl"), "--index", str(folder), "--store", store])
    assert (indexed.exit_code, "published: 6 sent, 0 deleted, 0 were there" in indexed.output) == (0, True)
    said = run(main, ["index", str(tmp_path / "feed.jsonl"), "--index", str(folder), "--store", store, "--json"])
    assert json.loads(said.stdout)["published"] == {"sent": 0, "deleted": 0, "unchanged": 6}
    monkeypatch.setenv("QUOTEDESK_STORE", store)
    assert json.loads(run(main, ["info", "--json"]).stdout)["articles"] == 6
    assert run(main, ["verify"]).exit_code == 0
    assert json.loads(run(main, ["show", "t3", "--json"]).stdout)["text"] == TEXT.format(n=3)
    assert run(main, ["show", "nobody"]).exit_code == 2


def test_an_engine_that_was_never_there_is_said_in_one_line():
    address = Address("127.0.0.1", free_port(), "nowhere")
    with pytest.raises(EngineAway, match="did not answer"):
        Engine(address, patience=0.5, timeout=0.5).has("x")


def test_a_command_without_index_and_store_says_that_one_is_needed():
    said = CliRunner().invoke(main, ["info"])
    assert (said.exit_code, "'--index', or '--store'" in said.output) == (2, True)
