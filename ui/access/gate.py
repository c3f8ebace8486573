"""The gate: no request reaches the page, the API or a file before it is known who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.access.doors import BearerToken, SignedIn, shown_token
from ui.access.login import Login
from ui.access.records import open_records, session_key
from ui.access.sessions import Sessions
from ui.access.settings import Access
from ui.access.tokens import Tokens
from ui.access.users import Door
from ui.doorway import BodyLimit
from ui.problems import http_problem, problem
from ui.requests import path_of

#: They say that the service is up, and nothing else.
HEALTH = frozenset({"/healthz", "/readyz"})
METRICS = "/metrics"
#: In bytes: a token, and where to go on to.
LARGEST_FORM = 16 * 1024


@dataclass(frozen=True, slots=True)
class Gate:
    """ASGI middleware that lets in whom one of the ``doors`` knows, as ``scope["state"]["user"]``.

    ``open_paths`` are answered to anybody, and so is ``login``.
    """

    app: ASGIApp
    doors: Sequence[Door]
    login: Login
    sign_in: ASGIApp
    open_paths: frozenset[str] = HEALTH

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 401."""
        if scope["type"] == "lifespan" or self._is_open(scope):
            await self.app(scope, receive, send)
            return
        if scope["type"] == "http" and self._is_sign_in(scope):
            await self.sign_in(scope, receive, send)
            return
        asking = HTTPConnection(scope)
        user = next((user for door in self.doors if (user := door.user(asking)) is not None), None)
        if user is not None:
            scope.setdefault("state", {})["user"] = user
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._refusal(asking)(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _is_open(self, scope: Scope) -> bool:
        return scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and path_of(scope) in self.open_paths

    def _is_sign_in(self, scope: Scope) -> bool:
        return any(route.matches(scope)[0] is Match.FULL for route in self.login.routes())

    def _refusal(self, asking: HTTPConnection) -> Response:
        """A page for people, a problem for programs."""
        path = path_of(asking.scope)
        wants_page = "text/html" in asking.headers.get("accept", "") and asking.scope["method"] in {"GET", "HEAD"}
        if wants_page and not path.startswith("/api/"):
            return self.login.page(asking, f"{asking.url.path}?{asking.url.query}".rstrip("?"))
        return problem(401, "This service answers only those it knows.", headers=_challenge(asking))


def guarded(access: Access, state: Path) -> list[Middleware]:
    """The gate as middleware, innermost of all; none where nobody is asked. ``state`` holds tokens and sessions."""
    if not access.asks:
        return []
    records = open_records(state)
    key = session_key(state)
    tokens, provider = Tokens(records), None
    sessions = Sessions(records, key, access.session_seconds, access.public_url.startswith("https:"))
    doors: list[Door] = [access.proxy] if access.proxy else []
    if access.by_token:
        doors.append(BearerToken(tokens))
    if access.registration:
        from ui.access.oidc import OpenIdProvider  # Authlib, which others need not load

        provider = OpenIdProvider.registered(access.registration)
    if access.by_token or provider:
        doors.append(SignedIn(sessions))
    login = Login(sessions, tokens if access.by_token else None, provider)
    open_paths = HEALTH | ({METRICS} if access.metrics_open else set())
    return [Middleware(Gate, doors=doors, login=login, sign_in=_sign_in(login, key, access), open_paths=open_paths)]


def _sign_in(login: Login, key: bytes, access: Access) -> ASGIApp:
    """The open routes; a cookie of ten minutes binds a stay at the provider to the browser that went there."""
    path = urlsplit(access.public_url).path.rstrip("/") or "/"
    visit = Middleware(
        SessionMiddleware,
        secret_key=key.hex(),
        session_cookie="quotedesk_visit",
        max_age=600,
        path=path,
        same_site="lax",  # the way back from the provider is a link from another site
        https_only=access.public_url.startswith("https:"),
    )
    return Starlette(
        routes=login.routes(),
        middleware=[Middleware(BodyLimit, most=LARGEST_FORM), *([visit] if login.provider else [])],
        exception_handlers={HTTPException: http_problem},  # type: ignore[dict-item]  # Starlette types it for any error
    )


def _challenge(asking: HTTPConnection) -> dict[str, str]:
    """How to be let in (RFC 6750, 3): a token that was sent is called invalid, a missing one is not."""
    sent = shown_token(asking) is not None
    return {"WWW-Authenticate": 'Bearer realm="quotedesk"' + (', error="invalid_token"' if sent else "")}
