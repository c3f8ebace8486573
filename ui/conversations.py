"""Whose a conversation is: Gradio knows it by a session hash alone, which the browser makes up and nothing binds.

Here the hash that Gradio sees is made of the user and the browser's hash together. So who has learnt another's hash
reads no answers, ends no conversation and continues none, and there is no table of owners to fill or to wait out.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.access.users import user_of

FIELD = "session_hash"
_IN_PATH = re.compile(r"(.*/gradio_api/heartbeat/)([^/]+)")


@dataclass(frozen=True, slots=True)
class OwnConversations:
    """ASGI middleware that gives each user session hashes of their own; where nobody is known, all stay as they are."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with the hash in its path, query and body exchanged."""
        known = user_of(scope)
        if known is None:
            await self.app(scope, receive, send)
            return
        user = known.name
        scope = {**scope, "path": _path(scope["path"], user), "query_string": _query(scope["query_string"], user)}
        scope.pop("raw_path", None)
        if scope["method"] == "POST":
            body = _body(await Request(scope, receive).body(), user)
            scope["headers"] = list(scope["headers"])
            MutableHeaders(scope=scope)["content-length"] = str(len(body))
            receive = _sent(body, receive)
        await self.app(scope, receive, send)


def owned(session_hash: str, user: str) -> str:
    """The hash that only ``user`` can come by; the length says where the name ends."""
    return hashlib.sha256(f"{len(user)} {user} {session_hash}".encode("utf-8", "surrogatepass")).hexdigest()


def _path(path: str, user: str) -> str:
    found = _IN_PATH.fullmatch(path.rstrip("/"))
    return f"{found[1]}{owned(found[2], user)}" if found else path


def _query(query: bytes, user: str) -> bytes:
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return urlencode([(name, owned(value, user) if name == FIELD else value) for name, value in pairs]).encode()


def _body(body: bytes, user: str) -> bytes:
    """JSON with the hash exchanged; what has none, or is no JSON, is left for Gradio to refuse."""
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        return body
    if not isinstance(asked, dict) or not isinstance(asked.get(FIELD), str):
        return body
    return json.dumps({**asked, FIELD: owned(asked[FIELD], user)}).encode()


def _sent(body: bytes, receive: Receive) -> Receive:
    """The whole body first; then what comes after it, such as that the browser has left."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return waiting.pop() if waiting else await receive()

    return receive_again
