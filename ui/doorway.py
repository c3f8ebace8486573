"""What is settled before any route sees it: the prefix of a proxy, foreign host names, bodies larger than questions."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.problems import problem


@dataclass(frozen=True, slots=True)
class BelowPrefix:
    """ASGI middleware for a proxy's path, such as ``/quotedesk``, whether the proxy takes it off or leaves it.

    Either way the application sees what ASGI prescribes: a path that begins with its ``root_path``.
    """

    app: ASGIApp
    prefix: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; the prefix alone is led to the page, whose addresses are relative to it."""
        if scope["type"] == "http" and scope["path"] == self.prefix:
            await RedirectResponse(f"{self.prefix}/", 308)(scope, receive, send)
        elif scope["type"] == "http":
            kept = scope["path"].startswith(f"{self.prefix}/")
            path = scope["path"] if kept else f"{self.prefix}{scope['path']}"
            await self.app({**scope, "root_path": self.prefix, "path": path}, receive, send)
        else:
            await self.app(scope, receive, send)


@dataclass(frozen=True, slots=True)
class KnownHosts:
    """ASGI middleware that refuses a Host that is not ours.

    Without it, a foreign page could point its own host name at 127.0.0.1 and read the collection
    (DNS rebinding).
    """

    app: ASGIApp
    hosts: frozenset[str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 400."""
        if scope["type"] == "http" and host_name(Headers(scope=scope).get("host", "")) not in self.hosts:
            detail = "This is not a host name of this service; its keeper can add it with --allowed-host."
            await problem(400, detail)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def host_name(host: str) -> str | None:
    """The name in a Host header, without its port; None where it is malformed."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class BodyLimit:
    """ASGI middleware that reads the body first, and refuses one of more than ``most`` bytes."""

    app: ASGIApp
    most: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body, or answer 413."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = await self._read(scope, receive)
        if body is None:
            await problem(413, f"A request may have {self.most:,} bytes at most.")(scope, receive, send)
        else:
            await self.app(scope, _replayed(body, receive), send)

    async def _read(self, scope: Scope, receive: Receive) -> list[Message] | None:
        """The messages of the body; None as soon as they are too large, or say that they will be."""
        declared = Headers(scope=scope).get("content-length", "0")
        if not declared.isdecimal() or int(declared) > self.most:
            return None
        messages: list[Message] = []
        size = 0
        while not messages or messages[-1].get("more_body", False):
            messages.append(await receive())
            size += len(messages[-1].get("body", b""))
            if size > self.most:
                return None
        return messages


def _replayed(messages: list[Message], receive: Receive) -> Receive:
    waiting: Iterator[Message] = iter(messages)

    async def receive_again() -> Message:
        message = next(waiting, None)
        return message if message is not None else await receive()

    return receive_again
