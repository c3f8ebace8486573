"""Catalogs of older schemas brought up to date: ``N.sql`` beside this file leads from schema N to the next."""

import sqlite3
from collections.abc import Iterator
from importlib import resources


def migrate(connection: sqlite3.Connection, schema: int) -> None:
    """Bring the catalog up to ``schema``, all of the way or not at all; nothing happens to one that is not older.

    Of two programs that do so at once, the second waits and finds it done. Raises ``sqlite3.DatabaseError``.
    """
    connection.isolation_level = None
    connection.execute("BEGIN IMMEDIATE")
    try:
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        for version in range(found, schema) if found else ():
            for statement in _statements(resources.files(__name__).joinpath(f"{version}.sql").read_text("utf-8")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={version + 1}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _statements(script: str) -> Iterator[str]:
    """The statements of an SQL script."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
