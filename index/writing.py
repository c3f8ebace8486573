"""Writing to an index is for one process at a time, and a disk that is full is said in one line."""

import errno
import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.catalog import LOCK, Catalog, refuse_other_folder
from index.errors import IndexMismatch, QuotedeskError

_FULL = {errno.ENOSPC, errno.EDQUOT}
#: SQLite's words for a disk that is full, and for one that does not do as it is told.
_SQLITE_FULL = {sqlite3.SQLITE_FULL}
_SQLITE_DISK = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which the kernel frees when the process ends, however it ends.

    The folder is made if it is missing; one that is something else is refused.
    """
    refuse_other_folder(folder)
    with full_disk_said(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise IndexMismatch(
                    f"another quotedesk index is writing to {folder}",
                    fix="wait until it has finished, then run this again",
                ) from error
            yield


@contextmanager
def full_disk_said(folder: Path) -> Iterator[None]:
    """What the disk refuses becomes a ``QuotedeskError``; all that was committed before stays."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise _no_room(folder) from error
        if isinstance(error, PermissionError):
            raise QuotedeskError(f"{error.filename} may not be written", fix="check who owns it") from error
        raise
    except sqlite3.OperationalError as error:
        primary = error.sqlite_errorcode & 0xFF
        if primary in _SQLITE_FULL:
            raise _no_room(folder) from error
        if primary in _SQLITE_DISK:
            raise QuotedeskError(
                f"the disk of {folder} cannot be written ({error})",
                fix="check its space and permissions, then run this again: what was committed is kept",
            ) from error
        raise


def remember(folder: Path, key: str, value: str | None) -> None:
    """Store a setting in the index that is in ``folder``, or take it out where ``value`` is None."""
    Catalog.open(folder)  # an index that is not there is an error, and is not made
    with one_writer(folder):
        catalog = Catalog.open_to_write(folder)
        with catalog.transaction():
            if value is None:
                catalog.unset(key)
            else:
                catalog.set(key, value)


def _no_room(folder: Path) -> QuotedeskError:
    return QuotedeskError(
        f"there is no room left on the disk of {folder}",
        fix="make room, then run the same again: what was committed is kept",
    )
