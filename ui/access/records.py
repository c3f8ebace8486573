"""The SQLite file that tokens and sessions are kept in, readable by its owner only."""

import os
import secrets
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from index.connections import write_ahead
from index.errors import QuotedeskError

FILE = "access.sqlite"
KEY_FILE = "session.key"
SCHEMA = 1


def open_records(state: Path) -> sqlite3.Connection:
    """The records in the folder ``state``, made if they are missing; another process may write them too."""
    file = _private(state) / FILE
    file.touch(mode=0o600)
    connection = sqlite3.connect(file, isolation_level=None, timeout=10, check_same_thread=False)
    try:
        write_ahead(connection)
        connection.execute("BEGIN IMMEDIATE")
        _make_or_check(connection, file)
        connection.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        connection.close()
        raise QuotedeskError(
            f"{file} cannot be read ({error})", fix="restore it from a backup, or delete it and add the tokens again"
        ) from error
    return connection


def session_key(state: Path) -> bytes:
    """The key that cookies are signed with, made once; deleting its file signs everybody out."""
    file = _private(state) / KEY_FILE
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as made:
            made.write(secrets.token_bytes(32))
    except FileExistsError:
        pass
    key = file.read_bytes()
    if len(key) < 32:
        raise QuotedeskError(f"{file} is damaged", fix="delete it; everybody then signs in again")
    return key


def moment(time: datetime) -> str:
    """As it is stored: comparable as text."""
    return time.astimezone(UTC).isoformat(timespec="seconds")


def _private(state: Path) -> Path:
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise QuotedeskError(
            f"{state} cannot be made ({error.strerror})", fix="give another folder with --state"
        ) from error
    return state


def _make_or_check(connection: sqlite3.Connection, file: Path) -> None:
    with closing(connection.execute("PRAGMA user_version")) as asked:
        (found,) = asked.fetchone()
    if found == 0:
        for statement in resources.files(__package__).joinpath("records.sql").read_text("utf-8").split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version={SCHEMA}")
    elif found != SCHEMA:
        connection.execute("ROLLBACK")
        raise QuotedeskError(f"{file} was made by another version of quotedesk", fix="use that version")
