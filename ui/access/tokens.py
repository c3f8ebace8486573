"""Bearer tokens: what a program, or a person at the login page, shows to be let in.

A token is ``qd_ID_SECRET``; the secret has 256 random bits and is kept as a salted BLAKE2b hash. A slow hash
protects passwords, which can be guessed; it would only make every request slower here.
"""

import hashlib
import hmac
import json
import re
import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from index.errors import QuotedeskError
from index.groups import RULE, is_group
from ui.access.records import moment
from ui.access.users import User

_TOKEN = re.compile(r"qd_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_NAME = re.compile(r"\w[\w.@+ -]{0,99}")
_LIVE = "revoked IS NULL AND (expires IS NULL OR expires > ?)"


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """What is known of a token, which is not the token."""

    id: str
    name: str
    groups: tuple[str, ...]
    created: datetime
    expires: datetime | None
    revoked: datetime | None

    @classmethod
    def of_row(cls, row: tuple[str, str, str, str, str | None, str | None]) -> Self:
        """Times are read as UTC."""
        token_id, name, groups, created, expires, revoked = row
        return cls(token_id, name, tuple(json.loads(groups)), *map(_time, (created, expires, revoked)))  # type: ignore[arg-type]  # created is never null

    def state(self, now: datetime) -> str:
        """In a word: ``valid``, ``expired`` or ``revoked``."""
        if self.revoked:
            return "revoked"
        return "expired" if self.expires and self.expires <= now else "valid"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens in the records; each has a name that no other unrevoked one has."""

    records: sqlite3.Connection

    def add(self, name: str, groups: Iterable[str] = (), expires: datetime | None = None) -> str:
        """A new token, which cannot be shown again."""
        groups = sorted(set(groups))
        _require_names(name, groups)
        token_id, secret, salt = secrets.token_hex(6), secrets.token_urlsafe(32), secrets.token_bytes(16)
        row = (token_id, name, json.dumps(groups), salt, _hash(secret, salt), moment(datetime.now(UTC)))
        try:
            self.records.execute(
                "INSERT INTO tokens (id, name, groups, salt, hash, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*row, moment(expires) if expires else None),
            )
        except sqlite3.IntegrityError as error:
            raise QuotedeskError(
                f"there is a token for {name} already", fix=f"take another name, or run: quotedesk token revoke {name}"
            ) from error
        return f"qd_{token_id}_{secret}"

    def revoke(self, name: str) -> None:
        """Refuse it from now on, and the browsers that signed in with it."""
        done = self.records.execute(
            "UPDATE tokens SET revoked = ? WHERE name = ? AND revoked IS NULL", (moment(datetime.now(UTC)), name)
        )
        if not done.rowcount:
            raise QuotedeskError(f"there is no token for {name} to revoke", fix="see: quotedesk token list")

    def all(self) -> list[TokenRecord]:
        """Revoked and expired ones too, by name, oldest first."""
        rows = self.records.execute(
            "SELECT id, name, groups, created, expires, revoked FROM tokens ORDER BY name, created"
        )
        return [TokenRecord.of_row(row) for row in rows]

    def identify(self, token: str) -> str | None:
        """The id of a live token; None for any other text. How long that takes does not tell how close it was."""
        parts = _TOKEN.fullmatch(token)
        if parts is None:
            return None
        token_id, secret = parts.groups()
        live = f"SELECT salt, hash FROM tokens WHERE id = ? AND {_LIVE}"  # noqa: S608 - a constant
        salt, known = self.records.execute(live, (token_id, moment(datetime.now(UTC)))).fetchone() or (b"", bytes(32))
        return token_id if hmac.compare_digest(_hash(secret, salt), known) else None

    def holder(self, token_id: str) -> User | None:
        """Whom a token lets in; None once it is revoked or has expired."""
        live = f"SELECT name, groups FROM tokens WHERE id = ? AND {_LIVE}"  # noqa: S608 - a constant
        found = self.records.execute(live, (token_id, moment(datetime.now(UTC)))).fetchone()
        return User(found[0], frozenset(json.loads(found[1]))) if found else None


def _hash(secret: str, salt: bytes) -> bytes:
    return hashlib.blake2b(secret.encode(), digest_size=32, salt=salt, person=b"quotedesk token").digest()


def _time(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None


def _require_names(name: str, groups: Iterable[str]) -> None:
    """Refuse what cannot be a name; a group has one that an article can have too."""
    if not _NAME.fullmatch(name):
        raise QuotedeskError(
            f"{name!r} cannot be a name", fix="use letters, digits, spaces and . _ @ + -, at most 100 of them"
        )
    for group in groups:
        if not is_group(group):
            raise QuotedeskError(f"{group!r} cannot be the name of a group", fix=RULE)
