"""Who asked what and what was cited, in JSON Lines, for those who must account for it; off unless asked for."""

import hashlib
import json
import logging
import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import cast

from index.errors import QuotedeskError
from ui.recent import Given
from ui.request_ids import REQUEST_ID


class Audit:
    """A file to which each answer adds a line, its question only as a SHA-256 if ``hashed``.

    Beyond ``largest`` bytes it becomes ``FILE.1``, the older ones move up, and what would be number ``kept`` + 1 is
    deleted.
    """

    def __init__(self, file: Path, *, hashed: bool = False, largest: int = 10_000_000, kept: int = 9) -> None:
        self.hashed = hashed
        try:
            self._file = _Private(file, maxBytes=largest, backupCount=kept, encoding="utf-8")
        except OSError as error:
            raise QuotedeskError(
                f"cannot write the audit record {file}: {error.strerror}", fix="give --audit another FILE, or off"
            ) from error

    def write(self, given: Given) -> None:
        """Add the line; a disk that is full is said on standard error, and the answer is given all the same."""
        line = json.dumps(_line(given, hashed=self.hashed))
        self._file.handle(logging.makeLogRecord({"msg": line, "levelno": logging.INFO}))

    def close(self) -> None:
        """Close the file; a later line opens it again."""
        self._file.close()


class _Private(RotatingFileHandler):
    """A log file that only the service's own account can read, those it starts by rotation too."""

    def _open(self) -> TextIOWrapper:
        opened = open(self.baseFilename, self.mode, encoding=self.encoding, opener=_private)  # noqa: SIM115
        return cast(TextIOWrapper, opened)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _line(given: Given, *, hashed: bool) -> dict[str, object]:
    exact = given.question.encode("utf-8", "surrogatepass")
    question = {"question_sha256": hashlib.sha256(exact).hexdigest()} if hashed else {"question": given.question}
    return {
        "time": given.at.isoformat(timespec="milliseconds"),
        "user": given.asker,
        **question,
        "abstained": given.reason is not None,
        "reason": given.reason,
        "cited": [place._asdict() for place in given.quotes],
        "generation": given.generation,
        "answer_id": given.id,
        "request_id": REQUEST_ID.get() or None,
    }
