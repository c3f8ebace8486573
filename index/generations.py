"""Publish and open generations: files of vectors, made from the catalog and made again whenever in doubt."""

import os
import shutil
from pathlib import Path
from typing import NamedTuple

from index.catalog import Catalog
from index.checksums import file_sha256
from index.vector_rows import vector_state, vectors
from index.vectors import STORES, VectorStore
from index.word_files import name_words, word_index, words_damage, write_words

FOLDER = "generations"
#: Old generations that stay, for readers that have not yet taken over the newest.
KEPT = 2


class Published(NamedTuple):
    """A generation as the catalog names it."""

    number: int
    file: str
    sha256: str
    store: str


def publish(catalog: Catalog, folder: Path, store: str) -> int:
    """Write all vectors to a new generation, and the words of many passages; its number. Within the writer's lock.

    Written beside, synced, renamed; the row in the catalog comes last and is what makes it count.
    """
    last, count, hiding = vector_state(catalog)
    place = folder / FOLDER
    place.mkdir(exist_ok=True)
    draft = place / f".draft-{os.getpid()}"
    try:
        STORES[store].gather(vectors(catalog)).save(draft)
        sync(draft)
        digest = file_sha256(draft)
        name = f"{last}-{digest[:16]}.{store}"
        draft.replace(place / name)
        words = write_words(catalog, place)
        if words:
            sync_folder(place / words.folder)
    finally:
        draft.unlink(missing_ok=True)  # on a full disk it must not stay in the way
    for changed in (place, folder, folder.parent):
        sync(changed)
    with catalog.transaction():
        number = catalog.connection.execute(
            "INSERT INTO generations (file, sha256, store, last_vector, vectors, hiding) VALUES (?, ?, ?, ?, ?, ?)",
            (name, digest, store, last, count, hiding),
        ).lastrowid
        name_words(catalog, words)
    sweep(catalog, folder, KEPT)
    return number or 0


def published(catalog: Catalog) -> Published | None:
    """The newest generation, as it was published; None if none was."""
    found = catalog.connection.execute(
        "SELECT number, file, sha256, store FROM generations ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return Published(*found) if found else None


def newest(catalog: Catalog) -> int:
    """The number of the newest generation; 0 if none was published."""
    found = published(catalog)
    return found.number if found else 0


def is_current(catalog: Catalog) -> bool:
    """Whether the newest generation holds just the vectors that the catalog holds now."""
    found = catalog.connection.execute(
        "SELECT last_vector, vectors, hiding FROM generations ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return found == vector_state(catalog) if found else False


def open_store(catalog: Catalog, folder: Path) -> VectorStore:
    """The newest generation's store; built from the catalog where it is missing, damaged or behind.

    Built as it would be published, so that the scores are those of that generation to the last digit.
    """
    found = published(catalog)
    stored = _load(folder / FOLDER / found.file, found) if found and is_current(catalog) else None
    kind = found.store if found else catalog.setting("store") or "exact"
    return stored or STORES[kind].gather(vectors(catalog))


def damage(catalog: Catalog, folder: Path) -> str | None:
    """What is wrong with the newest generation's file, in half a sentence; None if nothing is.

    One that is behind is not damaged: it is not read, until the next run of indexing has published another.
    """
    found = published(catalog)
    if not found or not is_current(catalog):
        return None
    file = folder / FOLDER / found.file
    try:
        whole = file_sha256(file) == found.sha256
    except FileNotFoundError:
        return f"{file} is missing"
    if not whole:
        return f"{file} does not have the SHA-256 that it was published with"
    return words_damage(catalog, folder / FOLDER)


def sweep(catalog: Catalog, folder: Path, keep: int) -> None:
    """Delete what none of the newest ``keep`` generations needs; within the writer's lock."""
    found = catalog.connection.execute("SELECT file FROM generations ORDER BY number DESC LIMIT ?", (keep,)).fetchall()
    words = word_index(catalog)
    kept = {name for (name,) in found} | ({words.folder} if words else set())
    for old in (folder / FOLDER).iterdir():
        if old.name in kept:
            continue
        if old.is_dir():
            shutil.rmtree(old)
        else:
            old.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Have a file's bytes, or a folder's names, on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Have the bytes and the names of a folder's files on the disk."""
    for path in (*folder.iterdir(), folder):
        sync(path)


def _load(file: Path, found: Published) -> VectorStore | None:
    """The store in ``file``; None where it is damaged, or gone since (a writer has published others)."""
    try:
        return STORES[found.store].load(file) if file_sha256(file) == found.sha256 else None
    except (OSError, RuntimeError):
        return None
