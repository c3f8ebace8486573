"""The SQLite file: articles, passages, vectors and keywords; the only truth about a collection."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from index.articles import Article, Dropped, Passage
from index.connections import PATIENCE, Opened, open_to_read, open_to_write, write_ahead
from index.embedders import Matrix
from index.errors import IndexMismatch, IndexMissing
from index.filters import Filters, marks, where
from index.migrations import migrate
from index.sketches import sketch
from index.twins import Dates, address, heading

FILE = "catalog.sqlite"
LOCK = "writer.lock"
SCHEMA = 3


class Entry(NamedTuple):
    """Where an article came from: a file, and its own id there (empty in a file of one)."""

    origin: str
    entry: str


class Known(NamedTuple):
    """What the catalog has of an entry."""

    id: str
    fingerprint: str
    groups: tuple[str, ...]


class Located(NamedTuple):
    """A passage's row, and how well its words match."""

    row: int
    score: float


class Catalog:
    """One collection's SQLite file. A connection a thread; writing is for one process at a time."""

    def __init__(self, file: Path, *, read_only: bool) -> None:
        self.file = file
        self._read_only = read_only
        self._local = threading.local()

    @classmethod
    def open(cls, folder: Path) -> "Catalog":
        """The catalog in ``folder``, to read."""
        if not (folder / FILE).is_file():
            raise IndexMissing(f"no index in {folder}", fix=f"run: quotedesk index ARTICLES --index {folder}")
        catalog = cls(folder / FILE, read_only=True)
        catalog._check_schema()
        return catalog

    @classmethod
    def open_to_write(cls, folder: Path) -> "Catalog":
        """The catalog in ``folder``, made if the folder is missing or empty."""
        refuse_other_folder(folder)
        folder.mkdir(parents=True, exist_ok=True)
        catalog = cls(folder / FILE, read_only=False)
        with closing(sqlite3.connect(folder / FILE, timeout=PATIENCE)) as connection:
            write_ahead(connection)
            if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                # One transaction: a catalog is empty, or whole.
                schema = resources.files("index").joinpath("schema.sql").read_text("utf-8")
                connection.executescript(f"BEGIN; {schema} PRAGMA user_version={SCHEMA}; COMMIT;")
            else:
                with suppress(sqlite3.DatabaseError):  # of a file that is none, as _check_schema says
                    migrate(connection, SCHEMA)
        catalog._check_schema()
        return catalog

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of the thread that asks."""
        opened: Opened | None = getattr(self._local, "opened", None)
        if opened is None or not opened.holds(self.file):
            self._local.opened = opened = open_to_read(self.file) if self._read_only else open_to_write(self.file)
        return opened.connection

    def close(self) -> None:
        """Close this thread's connection; the last one to close leaves a single file behind."""
        self.connection.close()
        del self._local.opened

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it is written, or none."""
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:  # on a full disk SQLite may have rolled back by itself
                self.connection.execute("ROLLBACK")
            raise

    def _check_schema(self) -> None:
        try:
            found = self.connection.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise IndexMismatch(
                f"{self.file} cannot be read ({error})",
                fix="restore it from a backup, or delete the folder and index again",
            ) from error
        if not found:  # its maker was stopped before its first commit
            raise IndexMismatch(
                f"the index in {self.file.parent} was never finished", fix="run the same quotedesk index again"
            )
        if found != SCHEMA:
            newer = found not in range(1, SCHEMA)
            raise IndexMismatch(
                f"{self.file} has schema {found}, this program reads schema {SCHEMA}",
                fix="use the quotedesk that made it, or index the articles again into a new folder"
                if newer
                else "run quotedesk index again on its articles, which brings it up to date",
            )

    # --- settings

    def setting(self, key: str) -> str | None:
        """A stored setting; None if it was never set."""
        row = self.connection.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set(self, key: str, value: str) -> None:
        """Store a setting."""
        self.connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, value))

    def unset(self, key: str) -> None:
        """Forget a setting; nothing happens if it was never set."""
        self.connection.execute("DELETE FROM settings WHERE key = ?", (key,))

    # --- files

    def file_state(self, path: str) -> tuple[str, int] | None:
        """The SHA-256 of the file when it was last read without a rejection, and how many articles it held."""
        row: tuple[str, int] | None = self.connection.execute(
            "SELECT sha256, articles FROM files WHERE path = ?", (path,)
        ).fetchone()
        return row

    def set_file_state(self, path: str, sha256: str, articles: int) -> None:
        """Remember a file that was read without a rejection."""
        self.connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", (path, sha256, articles))

    def forget_file(self, path: str) -> None:
        """Have the file read again next time."""
        self.connection.execute("DELETE FROM files WHERE path = ?", (path,))

    # --- articles

    def known(self, entry: Entry) -> Known | None:
        """What is indexed from that entry."""
        row = self.connection.execute(
            "SELECT a.id, a.fingerprint, n.groups FROM articles a JOIN audiences n ON n.row = a.audience"
            " WHERE a.origin = ? AND a.entry = ?",
            entry,
        ).fetchone()
        return Known(row[0], row[1], tuple(json.loads(row[2]))) if row else None

    def entry_of(self, article_id: str) -> Entry | None:
        """Where the article of that id came from."""
        row = self.connection.execute("SELECT origin, entry FROM articles WHERE id = ?", (article_id,)).fetchone()
        return Entry(*row) if row else None

    def entries(self, origin: str | None = None) -> Iterator[tuple[str, Entry]]:
        """Every article's id and where it came from; of those from one file, if ``origin`` is given."""
        every = "SELECT id, origin, entry FROM articles WHERE origin = coalesce(?, origin)"
        for article_id, *entry in self.connection.execute(every, (origin,)).fetchall():
            yield article_id, Entry(*entry)

    def put(
        self,
        article: Article,
        entry: Entry,
        fingerprint: str,
        passages: Sequence[Passage],
        vectors: Sequence[Matrix],
    ) -> None:
        """Store an article with its passages and the vectors of each; replaces the article of that id."""
        self.delete(article.id)
        execute = self.connection.execute
        row = execute(_INSERT, (*_values(article, entry, fingerprint), self.audience_of(article.groups))).lastrowid
        for passage, matrix in zip(passages, vectors, strict=True):
            place = (row, passage.start, passage.end)
            found = execute("INSERT INTO passages (article, start, end) VALUES (?, ?, ?)", place).lastrowid
            execute("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", (found, article.title, passage.text))
            blobs = [(found, vector.astype("<f2").tobytes()) for vector in matrix]
            self.connection.executemany("INSERT INTO vectors (passage, vector) VALUES (?, ?)", blobs)

    def move(self, article_id: str, entry: Entry) -> None:
        """The same article now comes from elsewhere."""
        self.connection.execute("UPDATE articles SET origin = ?, entry = ? WHERE id = ?", (*entry, article_id))

    def delete(self, article_id: str) -> None:
        """Take an article out, with all that hangs on it; nothing happens if there is none."""
        found = self.connection.execute(
            "SELECT p.row, p.start, p.end, a.title, a.text FROM articles a JOIN passages p ON p.article = a.row"
            " WHERE a.id = ?",
            (article_id,),
        ).fetchall()
        # A contentless FTS5 table forgets a row only when it is told again what the row held.
        self.connection.executemany(
            "INSERT INTO words (words, rowid, title, body) VALUES ('delete', ?, ?, ?)",
            ((row, title, text[start:end]) for row, start, end, title, text in found),
        )
        self.connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))

    def article(self, article_id: str, groups: frozenset[str] | None = None) -> Article | None:
        """The article of that id, if somebody in ``groups`` may see it; None is the operator, who sees all."""
        clause, values = where(Filters(), self.seen_by(groups))
        row = self.connection.execute(f"{_ARTICLE} WHERE a.id = ? {clause}", (article_id, *values)).fetchone()
        return _article(row) if row else None

    def articles(self) -> Iterator[Article]:
        """Every article, in order of indexing, one at a time."""
        ids = self.connection.execute("SELECT id FROM articles ORDER BY row").fetchall()
        for (article_id,) in ids:
            article = self.article(article_id)
            if article:
                yield article

    # --- audiences

    def audience_of(self, groups: Sequence[str]) -> int:
        """The number of the audience that these groups are; a new one if there was none."""
        name = json.dumps(sorted(set(groups)))
        self.connection.execute("INSERT OR IGNORE INTO audiences (groups) VALUES (?)", (name,))
        number: int = self.connection.execute("SELECT row FROM audiences WHERE groups = ?", (name,)).fetchone()[0]
        return number

    def seen_by(self, groups: frozenset[str] | None) -> tuple[int, ...] | None:
        """The audiences of which somebody in ``groups`` is; None where that is all there are, as for the operator."""
        if groups is None:
            return None
        known = self.connection.execute(
            "SELECT row, groups FROM audiences n WHERE row = 0 OR EXISTS (SELECT 1 FROM articles"
            " WHERE audience != 0 AND audience = n.row) ORDER BY row"
        ).fetchall()
        seen = tuple(row for row, said in known if said == "[]" or not groups.isdisjoint(json.loads(said)))
        return seen if len(seen) < len(known) else None

    # --- passages

    def passages(self, rows: Iterable[int]) -> dict[int, Passage]:
        """The passages of these rows that are still there; those of one article share it."""
        wanted = list(rows)
        places = self.connection.execute(
            f"SELECT row, article, start, end FROM passages WHERE row IN ({marks(wanted)})",  # noqa: S608 - marks only
            wanted,
        ).fetchall()
        holders = sorted({article for _, article, _, _ in places})
        found = self.connection.execute(f"{_ARTICLE} WHERE a.row IN ({marks(holders)})", holders).fetchall()
        articles = {row[0]: _article(row) for row in found}
        return {
            row: articles[article].passage(start, end) for row, article, start, end in places if article in articles
        }

    def places_of(self, article_id: str) -> list[tuple[int, int]]:
        """Where the passages of an article lie in it, in order."""
        return self.connection.execute(
            "SELECT p.start, p.end FROM passages p JOIN articles a ON p.article = a.row WHERE a.id = ? ORDER BY p.row",
            (article_id,),
        ).fetchall()

    def passages_of_vectors(self, rows: Sequence[int]) -> dict[int, int]:
        """The passage row of each vector row that is still there."""
        query = f"SELECT row, passage FROM vectors WHERE row IN ({marks(rows)})"  # noqa: S608 - marks only
        return dict(self.connection.execute(query, list(rows)).fetchall())

    def newest_passage(self) -> int:
        """The highest row of a passage; 0 where there is none."""
        newest: int = self.connection.execute("SELECT coalesce(max(row), 0) FROM passages").fetchone()[0]
        return newest

    def passages_up_to(self, row: int) -> int:
        """How many passages have no higher row."""
        count: int = self.connection.execute("SELECT count(*) FROM passages WHERE row <= ?", (row,)).fetchone()[0]
        return count

    def worded(self, after: int, batch: int = 1024) -> Iterator[list[tuple[int, str, str]]]:
        """The row, headline and text of every passage with a higher row than ``after``, a batch at a time."""
        texts = self.connection.execute(
            "SELECT p.row, a.title, a.text, p.start, p.end FROM passages p JOIN articles a ON a.row = p.article"
            " WHERE p.row > ? ORDER BY p.row",
            (after,),
        )
        while found := texts.fetchmany(batch):
            yield [(row, title, text[start:end]) for row, title, text, start, end in found]

    def best_by_words(self, query: str, k: int, clause: str = "", values: Sequence[str | int] = ()) -> list[Located]:
        """The ``k`` passages that match the FTS5 ``query`` best, of those ``clause`` admits; all if ``k`` is -1."""
        joins = " JOIN passages p ON p.row = words.rowid JOIN articles a ON a.row = p.article" if clause else ""
        found = self.connection.execute(
            f"SELECT words.rowid, -bm25(words, 2.0, 1.0) AS score FROM words{joins}"  # noqa: S608 - fixed phrases
            f" WHERE words MATCH ? {clause} ORDER BY score DESC LIMIT ?",
            (query, *values, k),
        ).fetchall()
        return [Located(row, score) for row, score in found]

    def admitted(self, located: Sequence[Located], clause: str, values: Sequence[str | int]) -> list[Located]:
        """Those of them that are still there, and whose articles the conditions ``clause`` admit, in their order."""
        rows = [place.row for place in located]
        found = self.connection.execute(
            "SELECT p.row FROM passages p JOIN articles a ON a.row = p.article"  # noqa: S608 - marks, fixed phrases
            f" WHERE p.row IN ({marks(rows)}) {clause}",
            (*rows, *values),
        ).fetchall()
        admitted = {row for (row,) in found}
        return [place for place in located if place.row in admitted]

    # --- particulars

    def dates(self, ids: Iterable[str]) -> dict[str, Dates]:
        """When each of these articles was published and updated, in their order, without reading their texts."""
        wanted = list(ids)
        query = f"SELECT id, published, updated FROM articles WHERE id IN ({marks(wanted)})"  # noqa: S608 - marks only
        found = {
            name: Dates(_day(published), _day(updated))
            for name, published, updated in self.connection.execute(query, wanted)
        }
        return {name: found[name] for name in wanted if name in found}

    def span_of_dates(self) -> tuple[str | None, str | None]:
        """The oldest and the newest date of publication, ISO."""
        row: tuple[str | None, str | None] = self.connection.execute(
            "SELECT min(published), max(published) FROM articles"
        ).fetchone()
        return row

    def publishers(self, groups: frozenset[str] | None = None) -> tuple[str, ...]:
        """The publishers of what somebody in ``groups`` may see, those with most such articles first."""
        clause, values = where(Filters(), self.seen_by(groups))
        found = self.connection.execute(
            f"SELECT a.publisher FROM articles a WHERE a.publisher IS NOT NULL {clause}"  # noqa: S608 - fixed phrases
            " GROUP BY a.publisher COLLATE NOCASE ORDER BY count(*) DESC, a.publisher",
            values,
        ).fetchall()
        return tuple(publisher for (publisher,) in found)

    def counts(self) -> dict[str, int]:
        """How many articles, passages and vectors."""
        return {
            table: self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - fixed names
            for table in ("articles", "passages", "vectors")
        }


_ARTICLE = (
    "SELECT a.row, a.id, a.title, a.text, a.sha256, a.url, a.byline, a.publisher, a.published, a.updated, a.dropped,"
    " a.all_kept, n.groups FROM articles a JOIN audiences n ON n.row = a.audience"
)
_INSERT = (
    "INSERT INTO articles (id, origin, entry, fingerprint, title, text, sha256, url, byline, publisher, published,"
    " updated, dropped, all_kept, sketch, address, heading, audience)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def _values(article: Article, entry: Entry, fingerprint: str) -> tuple[str | bytes | bool | None, ...]:
    """What ``_INSERT`` stores."""
    kept = [article.text[start:end] for start, end in article.kept]
    return (
        article.id, *entry, fingerprint, article.title, article.text, article.sha256, article.url, article.byline,
        article.publisher,
        article.published.isoformat() if article.published else None,
        article.updated.isoformat() if article.updated else None,
        json.dumps([[stretch.start, stretch.end, stretch.reason] for stretch in article.dropped]),
        article.all_kept, sketch(kept), address(article.url), heading(article.title),
    )  # fmt: skip


def _article(row: tuple[Any, ...]) -> Article:
    """The article of a row of ``_ARTICLE``."""
    _, article_id, title, text, sha256, url, byline, publisher, published, updated, dropped, all_kept, groups = row
    return Article(
        article_id, title, text, sha256, url=url, byline=byline, publisher=publisher,
        published=_day(published),
        updated=_day(updated),
        dropped=tuple(Dropped(start, end, reason) for start, end, reason in json.loads(dropped)),
        all_kept=bool(all_kept),
        groups=tuple(json.loads(groups)),
    )  # fmt: skip


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None


def refuse_other_folder(folder: Path) -> None:
    """An index goes into a new folder, an empty one, or one that is an index already."""
    inside = {file.name for file in folder.iterdir()} if folder.is_dir() else set()
    if folder.is_file() or (FILE not in inside and inside - {LOCK}):
        raise IndexMismatch(
            f"{folder} is not an index, and is not empty",
            fix="give --index a new folder, or one made by quotedesk index",
        )
