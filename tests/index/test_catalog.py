import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from index.catalog import FILE, SCHEMA, Catalog
from index.collection import Collection
from index.connections import write_ahead
from index.errors import IndexMismatch
from index.indexer import index_paths
from index.verify import verify

OLD = Path(__file__).parent / "schemas"
STORY = "Helpline opens at night\n\nThe Fell helpline will open at night from May. Calls are free.\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "helpline.txt").write_text(STORY, encoding="utf-8")
    return tmp_path


def made_by(schema, folder):
    """An index as that schema's program left it, with one article."""
    (folder / "index").mkdir()
    with closing(sqlite3.connect(folder / "index" / FILE)) as connection:
        connection.executescript(f"{(OLD / f'{schema}.sql').read_text()} PRAGMA user_version={schema};")
        connection.execute("INSERT INTO settings VALUES ('embedder', 'hash-256')")
        since_2 = (", all_kept, sketch, heading", ", 0, x'', 'old'") if schema > 1 else ("", "")
        connection.execute(
            f"INSERT INTO articles (id, origin, entry, fingerprint, title, text, sha256, dropped{since_2[0]})"
            f" VALUES ('old', '/gone/old.txt', '', 'f', 'Old', 'Old words.', 'x', '[]'{since_2[1]})"
        )
        connection.commit()


def columns(file):
    with closing(sqlite3.connect(file)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: {row[1:3] for row in connection.execute(f"PRAGMA table_info({name})")} for (name,) in tables}


@pytest.mark.parametrize("schema", range(1, SCHEMA))
def test_an_index_of_every_older_schema_is_brought_up_to_date_by_indexing(folder, schema):
    made_by(schema, folder)
    with pytest.raises(IndexMismatch, match="run quotedesk index again"):
        Catalog.open(folder / "index")
    index_paths([folder / "news"], folder / "index")
    catalog = Catalog.open(folder / "index")
    assert sorted(article.id for article in catalog.articles()) == ["helpline", "old"]
    collection = Collection.open(folder / "index")
    assert [passage.article.id for _, passage in collection.locate(collection.matching("helpline", 3))] == ["helpline"]
    assert list(verify(folder / "index")) == ["article old: its text does not have its SHA-256"]
    index_paths([folder / "news"], folder / "new", embedder="hash-256")
    assert columns(folder / "index" / FILE) == columns(folder / "new" / FILE)


def test_an_index_of_a_newer_schema_is_refused_and_left_as_it_is(folder):
    index_paths([folder / "news"], folder / "index", embedder="hash-256")
    with closing(sqlite3.connect(folder / "index" / FILE)) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA + 1}")
    for opened in (Catalog.open, Catalog.open_to_write):
        with pytest.raises(IndexMismatch, match=f"schema {SCHEMA + 1}.*use the quotedesk that made it"):
            opened(folder / "index")


def test_a_migration_that_fails_leaves_the_old_schema(folder, monkeypatch):
    made_by(1, folder)
    monkeypatch.setattr("index.migrations._statements", lambda _: iter(["CREATE TABLE kin (a)", "CREATE nonsense"]))
    before = columns(folder / "index" / FILE)
    with pytest.raises(IndexMismatch, match="schema 1"):
        Catalog.open_to_write(folder / "index")
    assert columns(folder / "index" / FILE) == before


def test_an_index_that_another_program_is_writing_is_waited_for(folder):
    made_by(1, folder)
    with ThreadPoolExecutor(1) as threads, closing(sqlite3.connect(folder / "index" / FILE)) as other:
        other.execute("BEGIN IMMEDIATE")
        opened = threads.submit(Catalog.open_to_write, folder / "index")
        time.sleep(0.5)
        other.execute("COMMIT")
        assert opened.result().counts()["articles"] == 1


def test_two_programs_may_bring_an_index_up_to_date_at_once(folder):
    made_by(1, folder)
    with ThreadPoolExecutor(4) as threads:
        for opened in [threads.submit(Catalog.open_to_write, folder / "index") for _ in range(8)]:
            assert opened.result().counts()["articles"] == 1


def test_a_new_catalog_waits_for_nobody_who_still_holds_what_sqlite_said_of_its_log(tmp_path):
    class Keeping(sqlite3.Connection):
        """Keeps every cursor, as whoever looks at a thread's frames may (Dask does)."""

        def execute(self, *asked):
            self.kept = [*getattr(self, "kept", []), super().execute(*asked)]
            return self.kept[-1]

    with closing(sqlite3.connect(tmp_path / "catalog.sqlite", factory=Keeping)) as connection:
        write_ahead(connection)
        connection.executescript("BEGIN; CREATE TABLE lamps (name); COMMIT;")
