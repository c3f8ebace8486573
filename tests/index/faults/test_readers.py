"""Readers in other processes while one writes, a second writer, and Ctrl-C."""

import json
import random
import signal
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from index.catalog import Catalog
from index.collection import Collection
from index.compaction import compact
from index.generations import is_current
from index.indexer import index_paths
from index.verify import verify
from index.writing import one_writer
from quotedesk import main
from tests.index.faults.newsroom import QUESTIONS, Newsroom
from tests.index.faults.trials import ROOT

READER = """
import sys
from pathlib import Path
from index.collection import Collection
collection = Collection.open(Path(sys.argv[1]))
asked, generations = 0, set()
print("ready", flush=True)
while not Path(sys.argv[2]).exists():
    for question in sys.argv[3:]:
        for search in (collection.nearest, collection.matching):
            for place, passage in collection.locate(search(question, 8)):
                assert passage.text == passage.article.text[passage.start:passage.end]
                assert place.score == place.score
                assert passage.article.text.count("This is edition") >= 1
        asked += 1
        assert collection.nearest(question, 8), question
    generations.add(collection.generation.number)
print(asked, len(generations), max(generations))
"""

SLOW = """
import sys, time
from pathlib import Path
import index.runs
from index.embedders import HashEmbedder
from quotedesk import main
index.runs._BATCH = 3
embed = HashEmbedder.embed_passages
def slowly(self, texts):
    time.sleep(0.05)
    return embed(self, texts)
HashEmbedder.embed_passages = slowly
main(["index", sys.argv[1], "--index", sys.argv[2], "--embedder", "hash-256", *sys.argv[3:]])
"""


def heed_ctrl_c():
    """As in a terminal; a shell starts what runs in the background deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def started(script, *words):
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", script, *map(str, words)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heed_ctrl_c,
    )  # fmt: skip


def test_readers_never_fail_while_articles_come_change_and_go(tmp_path):
    newsroom = Newsroom(tmp_path / "news", random.Random(6))
    newsroom.start(4)
    index_paths([tmp_path / "news"], tmp_path / "index", embedder="hash-256")
    readers = [started(READER, tmp_path / "index", tmp_path / "stop", *QUESTIONS) for _ in range(2)]
    try:
        assert [reader.stdout.readline() for reader in readers] == ["ready\n"] * 2
        for day in range(6):
            newsroom.change()
            if day % 2:
                newsroom.withdraw()
            index_paths([tmp_path / "news"], tmp_path / "index", prune=bool(day % 2))
            if day % 3 == 2:
                compact(tmp_path / "index")
            time.sleep(0.05)
        last = Collection.open(tmp_path / "index").generation.number
    finally:
        (tmp_path / "stop").touch()
        ended = [reader.communicate(timeout=60) for reader in readers]
    for said, failed in ended:
        asked, generations, newest = map(int, said.split() or [0, 0, 0])
        assert not failed, failed
        assert asked > 10
        assert generations > 1
        assert newest == last


def test_a_generation_swept_under_a_reader_is_no_failed_question(tmp_path, monkeypatch):
    newsroom = Newsroom(tmp_path / "news", random.Random(6))
    newsroom.start(2)
    index_paths([tmp_path / "news"], tmp_path / "index", embedder="hash-256")
    expected = Collection.open(tmp_path / "index").nearest("lanterns", 5)

    def swept_meanwhile(file):
        file.unlink()
        raise FileNotFoundError(file)

    monkeypatch.setattr("index.generations.file_sha256", swept_meanwhile)
    assert Collection.open(tmp_path / "index").nearest("lanterns", 5) == expected


def test_a_collection_without_a_vector_yet_finds_nothing(tmp_path):
    (tmp_path / "empty").mkdir()
    index_paths([tmp_path / "empty"], tmp_path / "index", embedder="hash-256")
    assert Collection.open(tmp_path / "index").nearest("lanterns", 5) == []


@pytest.mark.parametrize("command", ["index", "compact"])
def test_a_second_writer_is_one_line_even_on_a_new_index(tmp_path, command):
    (tmp_path / "news").mkdir()
    if command == "compact":
        index_paths([tmp_path / "news"], tmp_path / "index", embedder="hash-256")
    words = {"index": ["index", str(tmp_path / "news")], "compact": ["compact"]}[command]
    with one_writer(tmp_path / "index"):
        done = CliRunner().invoke(main, [*words, "--index", str(tmp_path / "index")])
    assert done.exit_code == 2
    assert "another quotedesk index is writing" in done.output
    assert done.output.count("\n") == 1


def interrupt(process, index, articles):
    """Ctrl-C once so many articles are committed."""
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        if (index / "catalog.sqlite").exists() and count(index) >= articles:
            process.send_signal(signal.SIGINT)
            break
        time.sleep(0.01)
    return process.communicate(timeout=90)


def count(index):
    try:
        return Catalog.open(index).counts()["articles"]
    except Exception:  # not yet
        return 0


def test_after_ctrl_c_the_index_is_whole_and_the_same_command_goes_on(tmp_path):
    newsroom = Newsroom(tmp_path / "news", random.Random(2))
    newsroom.start(12)
    process = started(SLOW, tmp_path / "news", tmp_path / "index", "--json")
    said, told = interrupt(process, tmp_path / "index", 4)
    report = json.loads(said)
    assert (process.returncode, report["stopped"]) == (130, True)
    assert told == "stopped: what was added is kept; the same command goes on from there\n"
    done = count(tmp_path / "index")
    assert 4 <= done < 24
    assert report["added"] == done
    assert list(verify(tmp_path / "index")) == []
    assert is_current(Catalog.open(tmp_path / "index"))
    assert Collection.open(tmp_path / "index").nearest("lanterns", 3)
    rest = index_paths([tmp_path / "news"], tmp_path / "index")
    assert (rest.unchanged, rest.added, rest.stopped) == (done, 24 - done, False)


def test_ctrl_c_never_prunes_what_it_has_not_come_to(tmp_path):
    newsroom = Newsroom(tmp_path / "news", random.Random(2))
    newsroom.start(12)
    index_paths([tmp_path / "news"], tmp_path / "index", embedder="hash-256")
    before = count(tmp_path / "index")
    newsroom.texts |= {name: f"{text}\nThis is edition two.\n" for name, text in newsroom.texts.items()}
    newsroom.write()
    process = started(SLOW, tmp_path / "news", tmp_path / "index", "--prune")
    until = time.monotonic() + 90
    while time.monotonic() < until and not changed(tmp_path / "index"):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=90)
    assert process.returncode == 130
    assert count(tmp_path / "index") == before
    assert list(verify(tmp_path / "index")) == []


def changed(index):
    return any("edition two" in article.text for article in Catalog.open(index).articles())
