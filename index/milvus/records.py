"""What Milvus holds of an article: its record, in parts, and a row for each vector of its passages.

Nothing here is in the words of the articles or of those who ask: keys are digests, so no condition can be written by
either, and a record is ASCII, so that no text is too strange for it.
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from index.articles import Article, Dropped
from index.twins import Kin

#: Milvus's VARCHAR holds 65,535 bytes; a part is ASCII, so it can be cut anywhere.
PART = 60_000
EVERYONE = ""  # the group of what is for everyone; no group has this name
_KEY, _VERSION, _OFFSET = 32, 8, 8  # hexadecimal digits


@dataclass(frozen=True, slots=True)
class Record:
    """An article, and each of its kin with it."""

    article: Article
    kin: tuple[Kin, ...] = ()


class Place(NamedTuple):
    """Where a passage lies: its article's key, the version of that article's text, and the offsets."""

    article: str
    version: str
    start: int
    end: int

    @classmethod
    def of(cls, article: Article, start: int, end: int) -> "Place":
        """The place of ``[start, end)`` in the text that ``article`` has now."""
        return cls(key_of(article.id), version_of(article), start, end)

    @classmethod
    def read(cls, digits: str) -> "Place":
        """What ``digits`` wrote; what comes after it is passed over."""
        numbers = digits[_KEY + _VERSION :]
        start, end = numbers[:_OFFSET], numbers[_OFFSET : 2 * _OFFSET]
        return cls(digits[:_KEY], digits[_KEY : _KEY + _VERSION], int(start, 16), int(end, 16))

    @property
    def digits(self) -> str:
        """The place in 56 hexadecimal digits."""
        return f"{self.article}{self.version}{self.start:0{_OFFSET}x}{self.end:0{_OFFSET}x}"

    @property
    def row(self) -> int:
        """The place as the number by which a collection's searches name it."""
        return int(self.digits, 16)

    @classmethod
    def of_row(cls, row: int) -> "Place":
        """The place that ``row`` names."""
        return cls.read(f"{row:0{_KEY + _VERSION + 2 * _OFFSET}x}")


def key_of(name: str) -> str:
    """A name's key: 128 bits of its BLAKE2b, in hexadecimal."""
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=_KEY // 2).hexdigest()


def version_of(article: Article) -> str:
    """The beginning of the SHA-256 of its text: a passage of another text is not taken for one of this."""
    return article.sha256[:_VERSION]


def group_keys(groups: Iterable[str]) -> list[str]:
    """The keys of the groups that an article is for, which are everyone where there are none."""
    return sorted({key_of(group) for group in groups}) or [key_of(EVERYONE)]


def publisher_key(publisher: str | None) -> str:
    """The same for a name in whatever case its ASCII letters are, as SQLite's NOCASE has it."""
    return key_of(folded(publisher)) if publisher else ""


def folded(name: str) -> str:
    """ASCII letters in lower case, others as they are."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in name)


def packed(said: Mapping[str, object]) -> list[str]:
    """JSON as ASCII strings of at most ``PART`` characters."""
    whole = base64.b64encode(zlib.compress(json.dumps(said, sort_keys=True).encode("ascii"), 6)).decode("ascii")
    return [whole[at : at + PART] for at in range(0, len(whole), PART)]


def unpacked(parts: Sequence[str]) -> dict[str, Any]:
    """What ``packed`` made; ValueError where that is not what it is."""
    try:
        said = json.loads(zlib.decompress(base64.b64decode("".join(parts), validate=True)))
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if not isinstance(said, dict):
        raise ValueError("not a record")
    return said


def as_json(record: Record) -> dict[str, object]:
    """A record for ``packed``."""
    article = record.article.as_json()
    del article["kept"]  # it is what is not dropped
    return {"article": article, "kin": [list(pair) for pair in record.kin]}


def of_json(said: Mapping[str, Any]) -> Record:
    """The record that ``as_json`` wrote; KeyError or TypeError where it is another thing."""
    its = said["article"]
    article = Article(
        its["id"], its["title"], its["text"], its["sha256"], its["url"], its["byline"], its["publisher"],
        published=_day(its["published"]),
        updated=_day(its["updated"]),
        dropped=tuple(Dropped(one["start"], one["end"], one["reason"]) for one in its["dropped"]),
        all_kept=its["all_kept"],
        groups=tuple(its["groups"]),
    )  # fmt: skip
    return Record(article, tuple(Kin(older, newer, kind) for older, newer, kind in said["kin"]))


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None
