"""One file that holds a whole index, made while a writer may write; and an index from such a file."""

import hashlib
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple

from index.archives import pack, unpack
from index.catalog import FILE, Catalog
from index.errors import IndexMismatch, QuotedeskError
from index.generations import FOLDER, damage, is_current, newest, publish, published, sync
from index.writing import full_disk_said


class Backup(NamedTuple):
    """What a backup holds."""

    articles: int
    generation: int
    bytes: int


def back_up(folder: Path, file: Path) -> Backup:
    """Write the index as it is at one moment to ``file``, which appears whole or not at all.

    Raises ``QuotedeskError`` where there is no index, where ``file`` exists, and where the disk is full.
    """
    Catalog.open(folder).close()
    if file.exists():
        raise QuotedeskError(f"{file} is there already", fix="give another name, or remove it first")
    with full_disk_said(file.parent):
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=file.parent) as place:
            copy, draft = Path(place, FILE), Path(place, "draft")
            _copy_catalog(folder / FILE, copy)
            with closing(Catalog.open(Path(place))) as catalog:
                articles, generation = catalog.counts()["articles"], newest(catalog)
                with _generation(catalog, folder) as (name, content):
                    pack(draft, copy, name, content)
            sync(draft)
            draft.rename(file)
        sync(file.parent)
    return Backup(articles, generation, file.stat().st_size)


def restore(file: Path, folder: Path) -> Backup:
    """Make ``folder`` the index that ``file`` holds, once all of it has its checksums; whole or not at all.

    A backup of an older schema is brought up to date. Raises ``QuotedeskError`` for a folder that is not empty, and
    for a file that is damaged or of a newer schema.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise IndexMismatch(f"{folder} is not empty", fix="give --index a new folder: nothing is restored over another")
    with full_disk_said(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = folder.with_name(f".{folder.name}-{secrets.token_hex(4)}")
        draft.mkdir()
        try:
            unpack(file, draft)
            restored = _opened_up(draft, file)
            draft.rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        sync(folder.parent)
    return restored


def _copy_catalog(source: Path, copy: Path) -> None:
    """All of one snapshot: SQLite's online backup in a single step, during which a writer may go on."""
    with closing(sqlite3.connect(source, timeout=30)) as held, closing(sqlite3.connect(copy)) as target:
        held.backup(target)
        try:
            (finding,) = target.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.DatabaseError as error:  # too damaged to say how
            finding = str(error)
    if finding != "ok":
        raise QuotedeskError(
            f"{source} is damaged ({finding})", fix="quotedesk verify says what is; restore an earlier backup"
        )


@contextmanager
def _generation(catalog: Catalog, folder: Path) -> Iterator[tuple[str, BufferedReader | None]]:
    """The file of the catalog's newest generation, opened; none where it is gone since, or damaged.

    It need not be there: restoring makes it again.
    """
    found = published(catalog)
    name = f"{FOLDER}/{found.file}" if found else ""
    try:
        content = (folder / name).open("rb") if found and is_current(catalog) else None
    except FileNotFoundError:
        content = None
    if content is None:
        yield name, None
        return
    with content:  # held open, so that it may be swept meanwhile
        whole = found is not None and hashlib.file_digest(content, "sha256").hexdigest() == found.sha256
        content.seek(0)
        yield name, content if whole else None


def _opened_up(draft: Path, file: Path) -> Backup:
    """Bring what was unpacked up to date, with a generation of its own where it came without."""
    catalog = Catalog.open_to_write(draft)
    with closing(catalog):
        store = catalog.setting("store")
        if store and (damage(catalog, draft) or not is_current(catalog)):
            publish(catalog, draft, store)
        restored = Backup(catalog.counts()["articles"], newest(catalog), file.stat().st_size)
    for place in (draft / FILE, draft):
        sync(place)
    return restored
