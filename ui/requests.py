"""What is known of a request besides what it asks: who sent it, how it ended."""

import logging
from dataclasses import dataclass
from time import perf_counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.access.users import User, user_of
from ui.metrics import Metrics
from ui.request_ids import HEADER, REQUEST_ID, request_id

log = logging.getLogger(__name__)

#: Who asks where nobody is asked who they are: in no group, so that only what is everyone's is theirs.
NOBODY = User("-")


@dataclass(frozen=True, slots=True)
class Observed:
    """ASGI middleware that gives every request an id, counts how it ended, and writes one log line about it.

    The line has the path without its query, which may hold a question, and no address.
    """

    app: ASGIApp
    metrics: Metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        name = request_id(Headers(scope=scope).get(HEADER))
        context = REQUEST_ID.set(name)
        begun = perf_counter()
        status = 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = name
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        finally:
            self.metrics.responded(status)
            _log(scope, status, perf_counter() - begun)
            REQUEST_ID.reset(context)


def asker(scope: Scope) -> User:
    """The user whom access control found; ``NOBODY`` where nobody is asked who they are."""
    return user_of(scope) or NOBODY


def address(scope: Scope) -> str:
    """Where the request came from; behind a proxy on this machine, what it says in X-Forwarded-For."""
    client = scope.get("client")
    return str(client[0]) if client else NOBODY.name


def path_of(scope: Scope) -> str:
    """The path below the prefix that the service is served under."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")) or "/"


def _log(scope: Scope, status: int, seconds: float) -> None:
    request = {
        "method": scope["method"],
        "path": scope["path"],
        "status": status,
        "ms": round(seconds * 1000, 1),
        "user": asker(scope).name,
    }
    log.info("%s %s %s", request["method"], request["path"], status, extra={"request": request})
