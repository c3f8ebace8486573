"""The routes that are open to strangers, since they make acquaintances of them: /login and /logout."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from ui.access.pages import Pages, destination
from ui.access.sessions import Sessions
from ui.access.tokens import Tokens
from ui.access.users import SignInFailed

if TYPE_CHECKING:
    from ui.access.oidc import OpenIdProvider

STYLE = Path(__file__).with_name("login.css")


@dataclass(frozen=True, slots=True)
class Login:
    """Signs browsers in by a token, at a provider, or either."""

    sessions: Sessions
    tokens: Tokens | None = None
    provider: "OpenIdProvider | None" = None

    def routes(self) -> Sequence[Route]:
        """Those that are open: to sign in and out where that can be done here, and what the page looks like."""
        ways = [Route("/login", self.with_token, methods=["POST"])] if self.tokens else []
        if self.provider:
            ways += [Route("/login/start", self.start), Route("/login/callback", self.callback)]
        if ways:
            ways += [
                Route("/login", self.show),
                Route("/logout", self.sign_out, methods=["POST"]),
                Route("/logout", self.ask_to_sign_out),
            ]
        return [*ways, Route("/login/login.css", _style)]

    def page(self, asking: HTTPConnection, wanted: str, *, status: int = 401, problem: str = "") -> Response:
        """The login page; it leads to ``wanted`` afterwards."""
        pages = Pages.for_browser(asking)
        text = pages.login(
            destination(wanted, pages.root),
            token=self.tokens is not None,
            provider=self.provider is not None,
            problem=problem,
        )
        return HTMLResponse(text, status, headers={"Vary": "Accept, Accept-Language, Cookie"})

    async def show(self, request: Request) -> Response:
        """The page by itself."""
        return self.page(request, request.query_params.get("next", ""), status=200)

    async def with_token(self, request: Request) -> Response:
        """Takes the form of the login page."""
        form = await request.form(max_files=0, max_fields=4)
        shown, wanted = (str(form.get(name, "")) for name in ("token", "next"))
        token_id = self.tokens.identify(shown.strip()) if self.tokens and _own_page(request) else None
        user = self.tokens.holder(token_id) if self.tokens and token_id else None
        if user is None:
            return self.page(request, wanted, problem="login.wrong")
        response = self._onward(request, wanted)
        self.sessions.begin(response, request, user, token=token_id)
        return response

    async def start(self, request: Request) -> Response:
        """Sends the browser to the provider."""
        assert self.provider is not None  # noqa: S101 - the route is there only with one
        wanted = request.query_params.get("next", "")
        try:
            return await self.provider.leave(request, wanted)
        except SignInFailed:
            return self.page(request, wanted, status=503, problem="login.failed")

    async def callback(self, request: Request) -> Response:
        """Takes the browser back from the provider."""
        assert self.provider is not None  # noqa: S101 - as above
        try:
            user, wanted = await self.provider.arrive(request)
        except SignInFailed:
            return self.page(request, "", problem="login.failed")
        response = self._onward(request, wanted)
        self.sessions.begin(response, request, user)
        return response

    async def ask_to_sign_out(self, request: Request) -> Response:
        """The page with the button."""
        return HTMLResponse(Pages.for_browser(request).sign_out())

    async def sign_out(self, request: Request) -> Response:
        """Ends the session; the provider's own can be ended too, by a link."""
        known = self.sessions.user(request) is not None  # for strangers, nothing is asked of the provider
        leaving = await self.provider.sign_out_link() if self.provider and known else None
        response = HTMLResponse(Pages.for_browser(request).signed_out(leaving))
        self.sessions.end(response, request)
        return response

    def _onward(self, request: Request, wanted: str) -> Response:
        return RedirectResponse(destination(wanted, request.scope.get("root_path", "")), 303)


async def _style(_: Request) -> Response:
    return FileResponse(STYLE)


def _own_page(request: Request) -> bool:
    """Whether the form was sent from our page: another site must not sign a visitor in as someone else.

    Browsers say so in Sec-Fetch-Site over HTTPS and on localhost, and else in Origin, which our Referrer-Policy makes
    ``null``.
    """
    fetched_from = request.headers.get("sec-fetch-site")
    if fetched_from is not None:
        return fetched_from in {"same-origin", "none"}
    origin = request.headers.get("origin", "null")
    return origin == "null" or urlsplit(origin).netloc == request.headers.get("host")
