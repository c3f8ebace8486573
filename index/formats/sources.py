"""The bytes of a file, never more of them than the limit allows."""

from dataclasses import dataclass
from pathlib import Path

from index.errors import QuotedeskError


class Unreadable(QuotedeskError):
    """A file, or what is in it, that cannot become an article; ``read`` turns it into a ``Rejected``."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, and the most bytes of it that may be in memory at once."""

    path: Path
    max_bytes: int

    def content(self) -> bytes:
        """All that the file holds."""
        with self.path.open("rb") as file:
            data = file.read(self.max_bytes + 1)
        if len(data) > self.max_bytes:
            raise self.oversized("is larger than")
        if not data:
            raise Unreadable("is empty", fix="leave it out, or save the article again")
        return data

    def oversized(self, verb: str) -> Unreadable:
        """The complaint that this file ``verb`` the limit."""
        return Unreadable(f"{verb} the limit of {self.max_bytes:,} bytes", fix="split it, or raise --max-bytes")


def worded(text: str) -> str:
    """``text`` itself, if there is a letter or a digit in it."""
    if not any(map(str.isalnum, text)):
        raise Unreadable("has no words in it, only white space or signs", fix="leave it out")
    return text
