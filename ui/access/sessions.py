"""Browsers that are signed in: a signed cookie names a session, and the session is kept here, so it can be ended."""

import hashlib
import json
import secrets
import sqlite3
from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.cookies import CookieError

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import HTTPConnection
from starlette.responses import Response

from ui.access.records import moment
from ui.access.tokens import Tokens
from ui.access.users import User

COOKIE = "quotedesk_session"
#: Says to the page's script that there is a session, so that it offers to sign out; worth nothing to anybody else.
HINT = "quotedesk_signed_in"


@dataclass(frozen=True, slots=True)
class Sessions:
    """Signs browsers in and out; ``lasting`` is in seconds, ``https`` says that the cookie never travels without."""

    records: sqlite3.Connection
    key: bytes
    lasting: int = 8 * 3600
    https: bool = False

    def begin(self, response: Response, asking: HTTPConnection, user: User, *, token: str | None = None) -> None:
        """Give the browser a cookie; with the id of a ``token``, the session ends when that does."""
        name, now = secrets.token_urlsafe(32), datetime.now(UTC)
        self.records.execute("DELETE FROM sessions WHERE expires <= ?", (moment(now),))
        ends = moment(now + timedelta(seconds=self.lasting))
        row = (_hash(name), token, user.name, json.dumps(sorted(user.groups)), ends)
        self.records.execute("INSERT INTO sessions (hash, token, name, groups, expires) VALUES (?, ?, ?, ?, ?)", row)
        for cookie, value in ((COOKIE, self._seal.dumps(name)), (HINT, "1")):
            response.set_cookie(
                cookie,
                value,
                max_age=self.lasting,
                path=_path(asking.scope),
                secure=self._secure(asking),
                httponly=cookie == COOKIE,
                samesite="lax",
            )

    def user(self, asking: HTTPConnection) -> User | None:
        """Who signed in with this browser, unless the session has ended."""
        name = self._named(asking)
        if name is None:
            return None
        found = self.records.execute(
            "SELECT token, name, groups FROM sessions WHERE hash = ? AND expires > ?",
            (_hash(name), moment(datetime.now(UTC))),
        ).fetchone()
        if found is None:
            return None
        token, user_name, groups = found
        return Tokens(self.records).holder(token) if token else User(user_name, frozenset(json.loads(groups)))

    def end(self, response: Response, asking: HTTPConnection) -> None:
        """Sign the browser out; a copy of its cookie is worth nothing from now on."""
        name = self._named(asking)
        if name is not None:
            self.records.execute("DELETE FROM sessions WHERE hash = ?", (_hash(name),))
        for cookie in (COOKIE, HINT):
            response.delete_cookie(cookie, path=_path(asking.scope), secure=self._secure(asking), samesite="lax")

    @property
    def _seal(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(
            self.key,
            salt="quotedesk session",
            signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
        )

    def _named(self, asking: HTTPConnection) -> str | None:
        """What the cookie says, if it was signed here."""
        try:
            name = self._seal.loads(asking.cookies.get(COOKIE, ""), max_age=self.lasting)
        except (BadSignature, CookieError):
            return None
        return name if isinstance(name, str) else None

    def _secure(self, asking: HTTPConnection) -> bool:
        return self.https or asking.url.scheme == "https"


def _path(scope: MutableMapping[str, object]) -> str:
    return str(scope.get("root_path") or "") or "/"


def _hash(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()
