"""Where a collection in Milvus is: ``milvus://host:port/name``."""

import re
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

from index.errors import QuotedeskError

PORT = 19530
SCHEMES = {"milvus": False, "milvus+tls": True}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,199}")  # Milvus's own rule, with room for what is put after it


@dataclass(frozen=True, slots=True)
class Address:
    """Engine and collection; ``token`` is ``user:password`` or an API key, and is never printed."""

    host: str
    port: int
    name: str
    tls: bool = False
    token: str = field(default="", repr=False)

    @classmethod
    def parse(cls, said: str) -> Self:
        """``milvus://[user:password@]host[:port]/name``, or ``milvus+tls://``; QuotedeskError for anything else."""
        parts = urlsplit(said)
        name = parts.path.strip("/")
        if parts.scheme not in SCHEMES or not parts.hostname or not _NAME.fullmatch(name):
            raise _refused(parts)
        try:
            port = parts.port or PORT
        except ValueError as error:
            raise _refused(parts) from error
        token = unquote(parts.netloc.rpartition("@")[0])
        return cls(parts.hostname, port, name, SCHEMES[parts.scheme], token)

    @property
    def uri(self) -> str:
        """The engine, as its client is told of it."""
        return f"{'https' if self.tls else 'http'}://{self._host}:{self.port}"

    @property
    def articles(self) -> str:
        """Milvus's collection of the articles."""
        return f"{self.name}_articles"

    @property
    def passages(self) -> str:
        """Milvus's collection of the passages."""
        return f"{self.name}_passages"

    @property
    def _host(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host

    def __str__(self) -> str:
        return f"milvus{'+tls' if self.tls else ''}://{self._host}:{self.port}/{self.name}"


def _refused(parts: SplitResult) -> QuotedeskError:
    """Says what was given, without a password that may be in it."""
    given = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
    return QuotedeskError(
        f"{given} is no address of a store",
        fix="write milvus://host:port/name, the name of letters, digits and underscores",
    )
