"""Publish and open generations: files of vectors, made from the catalog and made again whenever in doubt."""

import os
from pathlib import Path

from index.catalog import Catalog
from index.checksums import file_sha256
from index.vectors import STORES, VectorStore

FOLDER = "generations"
#: Old generations that stay, for readers that have not yet taken over the newest.
KEPT = 2


def publish(catalog: Catalog, folder: Path, store: str) -> int:
    """Write all vectors to a new generation and return its number.

    Written beside, synced, renamed; the row in the catalog comes last and is what makes it count.
    """
    rows, vectors = catalog.vectors()
    last, count, hiding = catalog.vector_state()
    place = folder / FOLDER
    place.mkdir(exist_ok=True)
    draft = place / f".draft-{os.getpid()}"
    STORES[store].build(rows, vectors).save(draft)
    _sync(draft)
    digest = file_sha256(draft)
    name = f"{last}-{digest[:16]}.{store}"
    draft.replace(place / name)
    _sync(place)
    with catalog.transaction():
        number = catalog.connection.execute(
            "INSERT INTO generations (file, sha256, store, last_vector, vectors, hiding) VALUES (?, ?, ?, ?, ?, ?)",
            (name, digest, store, last, count, hiding),
        ).lastrowid
    _sweep(catalog, place)
    return number or 0


def newest(catalog: Catalog) -> int:
    """The number of the newest generation; 0 if none was published."""
    number: int = catalog.connection.execute("SELECT coalesce(max(number), 0) FROM generations").fetchone()[0]
    return number


def is_current(catalog: Catalog) -> bool:
    """Whether the newest generation holds just the vectors that the catalog holds now."""
    found = catalog.connection.execute(
        "SELECT last_vector, vectors, hiding FROM generations ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return found == catalog.vector_state() if found else False


def open_store(catalog: Catalog, folder: Path) -> VectorStore:
    """The newest generation's store; built from the catalog where it is missing, damaged or behind."""
    found = catalog.connection.execute(
        "SELECT file, sha256, store FROM generations ORDER BY number DESC LIMIT 1"
    ).fetchone()
    if not found:
        return STORES["exact"].build(*catalog.vectors())
    name, digest, store = found
    file = folder / FOLDER / name
    if is_current(catalog) and file.is_file() and file_sha256(file) == digest:
        return STORES[store].load(file)
    return STORES[store].build(*catalog.vectors())


def damage(catalog: Catalog, folder: Path) -> str | None:
    """What is wrong with the newest generation's file, in half a sentence; None if nothing is."""
    found = catalog.connection.execute("SELECT file, sha256 FROM generations ORDER BY number DESC LIMIT 1").fetchone()
    if not found or not is_current(catalog):
        return "no generation holds the vectors of the catalog"
    file = folder / FOLDER / found[0]
    if not file.is_file():
        return f"{file} is missing"
    return None if file_sha256(file) == found[1] else f"{file} does not have the SHA-256 that it was published with"


def _sweep(catalog: Catalog, place: Path) -> None:
    """Delete what neither the newest generations nor a running publication needs."""
    newest_files = catalog.connection.execute(
        "SELECT file FROM generations ORDER BY number DESC LIMIT ?", (KEPT,)
    ).fetchall()
    kept = {name for (name,) in newest_files}
    for file in place.iterdir():
        if file.name not in kept:
            file.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Have a file's bytes, or a folder's names, on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
