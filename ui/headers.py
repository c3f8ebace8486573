"""What every response says to the browser about itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import QuotedeskError

#: Gradio compiles its templates in the browser, hence 'unsafe-eval'; nothing may come from elsewhere.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors {ancestors}"
)
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d+)?")
_PORTAL = re.compile(r"https?://(\*\.)?[a-z0-9.-]+(:(\d+|\*))?/?", re.IGNORECASE)


def policy(frame_ancestors: Sequence[str]) -> str:
    """The Content-Security-Policy; ``frame_ancestors`` are the sites that may show the page in a frame."""
    for site in frame_ancestors:
        if not _PORTAL.fullmatch(site):
            raise QuotedeskError(
                f"--frame-ancestors {site!r} is not the address of a site", fix="give it like https://portal.example"
            )
    return POLICY.format(ancestors=" ".join(["'self'", *frame_ancestors]))


def check_origins(origins: Sequence[str]) -> None:
    """Refuse what a browser never says in ``Origin``, ``*`` too: each site that may ask is named."""
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise QuotedeskError(
                f"--allow-origin {origin!r} is not an origin",
                fix="give it like https://portal.example, in small letters",
            )


@dataclass(frozen=True, slots=True)
class SecurityHeaders:
    """ASGI middleware that adds the headers to every response, errors included."""

    app: ASGIApp
    content_security_policy: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add_to(MutableHeaders(scope=message), hashed="/assets/" in scope["path"])
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)

    def _add_to(self, headers: MutableHeaders, *, hashed: bool) -> None:
        headers["Content-Security-Policy"] = self.content_security_policy
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers.setdefault("Cache-Control", _caching(versioned="etag" in headers, hashed=hashed))


def _caching(*, versioned: bool, hashed: bool) -> str:
    """Files may be kept: for good where their name is of their content. Answers may not."""
    if not versioned:
        return "no-store"
    return "public, max-age=31536000, immutable" if hashed else "no-cache"
