"""What people say of answers: right, wrong or missing; kept in one SQLite file."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Literal

from index.errors import QuotedeskError
from ui.recent import Given, Place

FILE = "feedback.sqlite"
SCHEMA = 1
_SAVE = """INSERT OR REPLACE INTO feedback VALUES (
    :answer_id, :given_at, :verdict, :comment, :question, :history, :filtered, :reason, :quotes, :generation,
    :answered_at
)"""
Verdict = Literal["right", "wrong", "missing"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """A verdict on an answer, with the question as it was asked and the places that were quoted."""

    answer_id: str
    verdict: Verdict
    comment: str | None
    question: str
    history: tuple[str, ...]
    filtered: bool
    reason: str | None
    quotes: tuple[Place, ...]
    generation: int
    answered_at: datetime


class FeedbackFile:
    """The feedback of one service, in ``folder``; the last verdict on an answer is the one that counts."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE

    @classmethod
    def make(cls, folder: Path, index: Path | None = None) -> "FeedbackFile":
        """The file in ``folder``, made if it is missing, private to this account; ``index`` is what is quoted."""
        made = cls(folder)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            made.file.touch(mode=0o600)
            with made._open() as connection:
                if not connection.execute("PRAGMA user_version").fetchone()[0]:
                    schema = resources.files("ui").joinpath("feedback.sql").read_text("utf-8")
                    connection.executescript(f"BEGIN; {schema} PRAGMA user_version={SCHEMA}; COMMIT;")
                if index:
                    connection.execute("INSERT OR REPLACE INTO settings VALUES ('index', ?)", (str(index.absolute()),))
        except (OSError, sqlite3.Error) as error:
            raise QuotedeskError(f"cannot write {made.file} ({error})", fix="give --state another DIR") from error
        return made

    @classmethod
    def open(cls, folder: Path) -> "FeedbackFile":
        """The file in ``folder``, to read."""
        if not (folder / FILE).is_file():
            raise QuotedeskError(
                f"no feedback in {folder}", fix="give --state the folder that quotedesk serve was given"
            )
        return cls(folder)

    def save(self, given: Given, verdict: Verdict, comment: str | None) -> None:
        """Keep a verdict on ``given``, instead of an earlier one."""
        row = {
            "answer_id": given.id,
            "given_at": datetime.now(UTC).isoformat(),
            "verdict": verdict,
            "comment": comment,
            "question": _valid(given.question),
            "history": json.dumps([_valid(one) for one in given.history]),
            "filtered": given.filtered,
            "reason": given.reason,
            "quotes": json.dumps(given.quotes),
            "generation": given.generation,
            "answered_at": given.at.isoformat(),
        }
        with self._open() as connection:
            connection.execute(_SAVE, row)

    def all(self) -> list[Feedback]:
        """All of it, in the order in which it was given."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT answer_id, verdict, comment, question, history, filtered, reason, quotes, generation,"
                " answered_at FROM feedback ORDER BY given_at, answer_id"
            ).fetchall()
        return [
            Feedback(
                answer_id, verdict, comment, question, tuple(json.loads(history)), bool(filtered), reason,
                tuple(Place(*place) for place in json.loads(quotes)), generation, datetime.fromisoformat(answered_at),
            )
            for answer_id, verdict, comment, question, history, filtered, reason, quotes, generation, answered_at
            in rows
        ]  # fmt: skip

    def index(self) -> Path | None:
        """The folder of the index that was quoted, as it was when the service began."""
        with self._open() as connection:
            found = connection.execute("SELECT value FROM settings WHERE key = 'index'").fetchone()
        return Path(found[0]) if found else None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection for this one use, whatever the thread; what is done in it is written or undone as a whole."""
        with closing(sqlite3.connect(self.file, timeout=10)) as connection, connection:
            yield connection


def _valid(text: str) -> str:
    """The text with a question mark for each half of a character, which SQLite does not take."""
    return text.encode("utf-8", "replace").decode("utf-8")
