import json
import logging
import sqlite3

import pytest

from index.catalog import FILE
from index.collection import Collection, summary
from index.errors import IndexMismatch, IndexMissing
from index.indexer import index_paths
from index.writing import one_writer
from rag.threshold import Threshold, calibrated_floor, forget, keep

THRESHOLD = Threshold(0.43, 0.1, 0.9, 240, "2026-11-22", "reader-1", "hash-256")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "helpline.txt").write_text("Helpline opens\n\nThe Fell helpline opens in May. Calls are free.\n")
    index_paths([tmp_path / "helpline.txt"], tmp_path / "index", embedder="hash-256")
    return tmp_path / "index"


def floor(folder, reader="reader-1"):
    return calibrated_floor(Collection.open(folder), reader)


def test_an_index_that_was_never_calibrated_has_no_floor_of_its_own(folder, caplog):
    assert floor(folder) is None
    assert summary(folder)["threshold"] is None
    assert not caplog.records


def test_a_kept_threshold_is_the_floor_until_it_is_forgotten(folder, caplog):
    keep(folder, THRESHOLD)
    assert floor(folder) == 0.43
    forget(folder)
    forget(folder)
    assert floor(folder) is None
    assert not caplog.records


def test_indexing_again_leaves_it_there_and_info_shows_it(folder):
    keep(folder, THRESHOLD)
    (folder.parent / "fines.txt").write_text("Fines rise\n\nThe council fined two firms. They had been warned.\n")
    index_paths([folder.parent], folder, prune=True)
    assert floor(folder) == 0.43
    shown = summary(folder)["threshold"]
    assert (shown["risk"], shown["questions"], shown["made"], shown["reader"]) == (0.1, 240, "2026-11-22", "reader-1")


@pytest.mark.parametrize(("reader", "embedder"), [("reader-2", "hash-256"), ("reader-1", "hash-64")])
def test_made_with_another_reader_or_embedder_it_is_ignored_with_a_warning(folder, caplog, reader, embedder):
    keep(folder, Threshold(0.43, 0.1, 0.9, 240, "2026-11-22", reader, embedder))
    with caplog.at_level(logging.WARNING, "rag.threshold"):
        assert floor(folder) is None
    assert f"was calibrated with {reader} on {embedder}, not reader-1 on hash-256" in caplog.text


@pytest.mark.parametrize("stored", ["not JSON", "[]", json.dumps({"value": 0.4})])
def test_what_cannot_be_read_is_ignored_with_a_warning(folder, caplog, stored):
    with sqlite3.connect(folder / FILE) as connection:
        connection.execute("INSERT OR REPLACE INTO settings VALUES ('threshold', ?)", (stored,))
    connection.close()
    assert floor(folder) is None
    assert "cannot be read; run quotedesk calibrate again" in caplog.text


def test_it_is_not_written_while_articles_are_being_indexed(folder):
    with one_writer(folder), pytest.raises(IndexMismatch, match="is writing to"):
        keep(folder, THRESHOLD)
    assert floor(folder) is None


def test_no_index_is_made_to_keep_it_in(tmp_path):
    for attempt in (lambda: keep(tmp_path / "none", THRESHOLD), lambda: forget(tmp_path / "none")):
        with pytest.raises(IndexMissing):
            attempt()
    assert not (tmp_path / "none").exists()
