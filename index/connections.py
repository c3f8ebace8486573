"""Connections to an index's SQLite file, in a folder that may be written or not."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from index.errors import QuotedeskError

#: Seconds that a connection waits for another one to finish writing.
PATIENCE = 30
#: What SQLite says where it would have to make the files beside a catalog that it works with, and may not.
_NOT_HERE = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}


class Stamp(NamedTuple):
    """By what it is seen that a file was changed, or that somebody began to write it."""

    inode: int
    size: int
    modified: int
    being_written: bool


class Opened(NamedTuple):
    """A connection; ``unchanged`` is the file for which it holds, None where SQLite itself sees every change."""

    connection: sqlite3.Connection
    unchanged: Stamp | None = None

    def holds(self, file: Path) -> bool:
        """Whether it shows the file as it is now."""
        return self.unchanged is None or self.unchanged == _stamp(file)


def open_to_write(file: Path) -> Opened:
    """Every commit is on the disk before it counts."""
    connection = sqlite3.connect(file, isolation_level=None, timeout=PATIENCE)
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")
    return Opened(connection)


def open_to_read(file: Path) -> Opened:
    """Where the folder may not be written and nobody else writes the file, it is read as one that does not change.

    What else is wrong with it is for whoever asks it first.
    """
    stamp = _stamp(file)
    connection = sqlite3.connect(file, isolation_level=None, timeout=PATIENCE)
    connection.execute("PRAGMA query_only=ON")
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in _NOT_HERE and not _may_be_written(file):
            connection.close()
            _refuse_unfinished(file, error)
            immutable = f"{file.absolute().as_uri()}?immutable=1"
            return Opened(sqlite3.connect(immutable, uri=True, isolation_level=None), stamp)
    return Opened(connection)


def _is_busy(error: BaseException) -> bool:
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY


def write_ahead(connection: sqlite3.Connection) -> None:
    """Have SQLite keep a write-ahead log, waiting for another connection that writes, as SQLite itself does not.

    Its busy handler is not called where a read lock becomes a write lock: https://www.sqlite.org/c3ref/busy_handler.html
    """
    import tenacity  # not with each question that is asked: it imports asyncio

    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception(_is_busy),
        wait=tenacity.wait_fixed(0.05),
        stop=tenacity.stop_after_delay(PATIENCE),
        reraise=True,
    )
    retrying(_set_write_ahead, connection)


def _set_write_ahead(connection: sqlite3.Connection) -> None:
    """Reads what SQLite answers to its end: while a statement is open that wrote, nothing may be committed."""
    connection.execute("PRAGMA journal_mode=WAL").fetchall()


def _may_be_written(file: Path) -> bool:
    """With the folder, in which SQLite keeps its log; otherwise too many open files are the matter, or the like."""
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def _refuse_unfinished(file: Path, error: sqlite3.DatabaseError) -> None:
    """What its last writer left beside it belongs to it, and can be put into it only where it may be written."""
    with suppress(FileNotFoundError):
        if _log_of(file).stat().st_size:
            raise QuotedeskError(
                f"{file} was not closed by its last writer, and {file.parent} may not be written",
                fix=f"run: quotedesk info --index {file.parent}, once, as somebody who may write there",
            ) from error


def _log_of(file: Path) -> Path:
    """SQLite's write-ahead log, which is there while somebody has the file open who may write it."""
    return file.with_name(f"{file.name}-wal")


def _stamp(file: Path) -> Stamp:
    found = file.stat()
    return Stamp(found.st_ino, found.st_size, found.st_mtime_ns, _log_of(file).exists())
