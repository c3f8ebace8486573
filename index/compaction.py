"""Give back the room that deleted articles and old generations take."""

from pathlib import Path
from typing import NamedTuple

from index.catalog import FILE, Catalog
from index.errors import IndexMismatch
from index.generations import FOLDER, damage, is_current, publish, sweep
from index.writing import one_writer

#: What the catalog remembers of publishers that it has no article of.
_IDLE_LINES = "DELETE FROM lines WHERE publisher NOT IN (SELECT publisher FROM articles WHERE publisher IS NOT NULL)"


class Sizes(NamedTuple):
    """Bytes on the disk."""

    catalog: int
    generations: int


class Compacted(NamedTuple):
    """What compaction did."""

    before: Sizes
    after: Sizes
    rows: int


def compact(folder: Path) -> Compacted:
    """Leave the newest generation and the rows in use, and nothing between them; others may read meanwhile.

    The catalog is written anew, which takes up to twice its size for as long as it lasts.
    """
    Catalog.open(folder).close()
    with one_writer(folder):
        catalog = Catalog.open_to_write(folder)
        store = catalog.setting("store")
        if store is None:
            raise IndexMismatch(f"the index in {folder} was never finished", fix="run the same quotedesk index again")
        before = _sizes(folder)
        rows = _forget(catalog)
        if damage(catalog, folder) or not is_current(catalog):
            publish(catalog, folder, store)
        with catalog.transaction():
            catalog.connection.execute("DELETE FROM generations WHERE number < (SELECT max(number) FROM generations)")
        sweep(catalog, folder, keep=1)
        catalog.connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        catalog.connection.execute("VACUUM")
        catalog.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return Compacted(before, _sizes(folder), rows)


def _forget(catalog: Catalog) -> int:
    """Delete the rows of files and publishers that are gone; how many there were."""
    idle = catalog.connection.execute("SELECT path FROM files WHERE path NOT IN (SELECT origin FROM articles)")
    gone = [(path,) for (path,) in idle.fetchall() if not Path(path).exists()]
    with catalog.transaction():
        catalog.connection.executemany("DELETE FROM files WHERE path = ?", gone)
        return len(gone) + catalog.connection.execute(_IDLE_LINES).rowcount


def _sizes(folder: Path) -> Sizes:
    return Sizes(
        sum(file.stat().st_size for file in folder.glob(f"{FILE}*")),
        sum(file.stat().st_size for file in (folder / FOLDER).rglob("*") if file.is_file()),
    )
