import datetime
import errno
import json
import os
import shutil
import subprocess
import sys

import pytest

from index import full_text
from index.backup import back_up, restore
from index.catalog import Catalog
from index.collection import Collection, summary
from index.compaction import compact
from index.errors import QuotedeskError
from index.filters import Filters
from index.generations import FOLDER
from index.indexer import index_paths
from index.verify import verify
from index.word_files import word_index

SUBJECTS = ["helpline", "harbour", "library", "night bus", "7,062 trees", "end-to-end tests"]
FILTERS = [
    Filters(),
    Filters(source="ledger"),
    Filters(after=datetime.date(2017, 6, 1)),
    Filters("Herald", datetime.date(2012, 1, 1), datetime.date(2020, 1, 1)),
    Filters(source="Nobody"),
    Filters(groups=frozenset()),
    Filters(groups=frozenset({"board"})),
    Filters(source="Herald", groups=frozenset()),
]
QUESTIONS = [
    "How many calls did the helpline take?",
    "Which harbour?",
    "7,062",
    "end-to-end",
    "trees and buses",
    "zebra",
]


def records(numbers):
    return [
        {
            "id": f"a{number}",
            "title": f"{SUBJECTS[number % 6].title()} report",
            "date": f"20{10 + number % 13:02}-06-01",
            "source": ["Ledger", "Herald"][number % 2],
            "text": f"The {SUBJECTS[number % 6]} took {number},000 calls in the year. " * (1 + number % 3)
            + "Buses rose."
            if number < 100
            else f"A zebra crossing opened in quarter {number}.",
        }
        | ({"groups": ["board"]} if number % 5 == 0 else {})
        for number in numbers
    ]


def write(folder, numbers):
    file = folder / "feed.jsonl"
    file.write_text("\n".join(map(json.dumps, records(numbers))), encoding="utf-8")
    return file


@pytest.fixture
def an_index_of_words_for_all(monkeypatch):
    monkeypatch.setattr("index.word_files.FTS5_UP_TO", 0)


@pytest.fixture
def folder(tmp_path, an_index_of_words_for_all):
    index_paths([write(tmp_path, range(40))], tmp_path / "index", embedder="hash-256")
    return tmp_path / "index"


def rows(collection, question, filters=FILTERS[0], k=60):
    return {place.row for place in collection.matching(question, k, filters)}


def by_fts5(folder, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("index.collection.open_keywords", lambda *_: None)
        collection = Collection.open(folder)
        assert collection.generation.keywords is None
        return collection


@pytest.mark.parametrize("filters", FILTERS, ids=repr)
def test_tantivy_and_fts5_find_the_same(folder, monkeypatch, filters):
    collection, other = Collection.open(folder), by_fts5(folder, monkeypatch)
    assert collection.generation.keywords
    for question in QUESTIONS:
        assert rows(collection, question, filters) == rows(other, question, filters)


@pytest.mark.parametrize("filters", FILTERS, ids=repr)
def test_however_few_may_be_seen_as_many_as_are_asked_for_are_found(folder, monkeypatch, filters):
    monkeypatch.setattr("index.keywords._AHEAD", 1)
    monkeypatch.setattr("index.keywords._FURTHER", 2)
    collection, other = Collection.open(folder), by_fts5(folder, monkeypatch)
    admitted = rows(other, "calls", filters)
    for k in (1, 3, 10):
        found = collection.matching("calls", k, filters)
        assert len(found) == min(k, len(admitted))
        assert {place.row for place in found} <= admitted


@pytest.mark.parametrize("k", [0, 1, 3])
def test_no_more_are_found_than_asked_for(folder, k):
    assert len(Collection.open(folder).matching("helpline calls", k)) == k


def test_what_is_not_yet_published_is_found_and_what_is_gone_is_not(folder, monkeypatch):
    collection = Collection.open(folder)
    with monkeypatch.context() as stopped:
        stopped.setattr("index.indexer.publish", lambda *_: 0)
        index_paths([write(folder.parent, [*range(1, 40), 100])], folder, prune=True)
    assert Catalog.open(folder).article("a0") is None
    newest = Catalog.open(folder).newest_passage()
    assert newest in rows(collection, "zebra")
    for question in QUESTIONS:
        assert rows(collection, question) == rows(by_fts5(folder, monkeypatch), question)


def test_a_new_passage_stands_among_the_others_by_its_score(folder, monkeypatch):
    collection = Collection.open(folder)
    with monkeypatch.context() as stopped:
        stopped.setattr("index.indexer.publish", lambda *_: 0)
        index_paths([write(folder.parent, [*range(40), 100])], folder)
    newest = Catalog.open(folder).newest_passage()
    best = [place.row for place in collection.matching("zebra crossing harbour", 60)]
    assert best[0] == newest
    last = [place.row for place in collection.matching("report harbour", 60)]
    assert len(last) > last.index(newest) >= len(rows(collection, "harbour"))


@pytest.mark.parametrize("gone", [0, 3])
def test_an_index_that_has_changed_finds_what_one_made_afresh_does(folder, tmp_path, monkeypatch, gone):
    changed, before, taken_over = Collection.open(folder), word_index(Catalog.open(folder)), []
    with monkeypatch.context() as watched:
        watched.setattr("index.word_files.write", lambda *given: taken_over.append(given[2]) or full_text.write(*given))
        index_paths([write(folder.parent, [*range(gone, 40), 101, 102])], folder, prune=True)
    assert taken_over == [None if gone else folder / FOLDER / before.folder]
    index_paths([write(folder.parent, [*range(gone, 40), 101, 102])], tmp_path / "fresh", embedder="hash-256")
    fresh = Collection.open(tmp_path / "fresh")
    for question in QUESTIONS:
        assert located(changed, question) == located(fresh, question)


def located(collection, question):
    return sorted(
        (passage.article.id, passage.start, pytest.approx(place.score, rel=1e-4))
        for place, passage in collection.locate(collection.matching(question, 200))
    )


@pytest.mark.parametrize("harm", ["lost", "flipped", "cut", "one lost", "a file"])
def test_a_damaged_index_is_named_and_made_again_and_until_then_fts5_is_asked(folder, harm):
    place = folder / FOLDER / word_index(Catalog.open(folder)).folder
    file = max(place.iterdir(), key=lambda one: one.stat().st_size)
    content = file.read_bytes()
    if harm in ("lost", "a file"):
        shutil.rmtree(place)
        if harm == "a file":
            place.write_bytes(b"words")
    elif harm == "one lost":
        file.unlink()
    else:
        file.write_bytes(content[:-10] if harm == "cut" else content[:20] + b"!" + content[21:])
    assert "words" in " ".join(verify(folder))
    assert Collection.open(folder).generation.keywords is None
    assert Collection.open(folder).matching("helpline", 5)
    index_paths([folder.parent / "feed.jsonl"], folder)
    assert list(verify(folder)) == []
    assert Collection.open(folder).generation.keywords


def test_an_index_of_another_tantivy_is_made_again(folder, monkeypatch):
    def refused(*_):
        raise ValueError("index version mismatch")

    before = word_index(Catalog.open(folder))
    with monkeypatch.context() as patched:
        patched.setattr("index.full_text.FullText.open", refused)
        assert Collection.open(folder).matching("helpline", 5)
        index_paths([write(folder.parent, range(43))], folder)
    assert word_index(Catalog.open(folder)).folder != before.folder
    assert len(Collection.open(folder).matching("calls", 60)) == 43
    assert Collection.open(folder).generation.keywords


def test_what_a_killed_run_left_is_in_nobodys_way(folder):
    draft = folder / FOLDER / f".draft-{os.getpid()}.words"
    draft.mkdir()
    (draft / "meta.json").write_text("half")
    index_paths([write(folder.parent, range(41))], folder)
    assert not draft.exists()
    assert list(verify(folder)) == []
    assert Collection.open(folder).generation.keywords


def test_a_full_disk_is_said_and_leaves_the_index_as_it_was(folder, monkeypatch):
    before = word_index(Catalog.open(folder))

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    more = write(folder.parent, range(42))
    monkeypatch.setattr("index.word_files.write", full)
    with pytest.raises(QuotedeskError, match="no room"):
        index_paths([more], folder)
    assert word_index(Catalog.open(folder)) == before
    assert not list((folder / FOLDER).glob(".draft*"))
    assert Collection.open(folder).matching("helpline", 5)


def test_few_passages_need_no_index_of_words_and_info_says_how_they_are_searched(folder, monkeypatch):
    assert summary(folder)["words"].startswith("tantivy")
    monkeypatch.setattr("index.word_files.FTS5_UP_TO", 1000)
    index_paths([write(folder.parent, [1, 2])], folder, prune=True)
    assert summary(folder)["words"].startswith("SQLite FTS5")
    assert not list((folder / FOLDER).glob("*.words"))


def test_an_unchanged_set_of_passages_keeps_its_index(folder):
    catalog = Catalog.open(folder)
    before = word_index(catalog)
    index_paths([write(folder.parent, range(40))], folder)
    assert word_index(catalog) == before
    assert [found.name for found in (folder / FOLDER).glob("*.words")] == [before.folder]


def test_a_backup_is_restored_with_an_index_of_words(folder, tmp_path):
    back_up(folder, tmp_path / "kept.backup")
    restore(tmp_path / "kept.backup", tmp_path / "restored")
    assert list(verify(tmp_path / "restored")) == []
    assert Collection.open(tmp_path / "restored").generation.keywords


def test_compacting_counts_and_keeps_the_index_of_words(folder):
    done = compact(folder)
    size = sum(file.stat().st_size for file in (folder / FOLDER).rglob("*") if file.is_file())
    assert done.after.generations == size
    assert Collection.open(folder).generation.keywords


def test_a_small_collection_never_loads_tantivy(folder, monkeypatch):
    monkeypatch.setattr("index.word_files.FTS5_UP_TO", 1000)
    index_paths([write(folder.parent, [1, 2])], folder, prune=True)
    said = f"""
import sys
from pathlib import Path
from index.collection import Collection
assert Collection.open(Path({str(folder)!r})).matching("harbour", 5)
assert "tantivy" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", said], check=True)
