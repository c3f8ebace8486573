"""What reaches Gradio: the requests that its page makes, and no others.

Gradio answers many more (uploads, files, a proxy, its own API and monitoring), which no setting turns off.
What is not on this list falls through to the parent's routes, and so ends as a 404 in the parent's words.
"""

import re

from starlette.routing import Match, Mount
from starlette.types import ASGIApp, Scope

from ui.problems import AsProblems

_READ = re.compile(
    r"/|/(assets|static)/[^/].*|/theme\.css"
    r"|/gradio_api/(info|startup-events|app_id|user|login_check|theme\.css|queue/data|heartbeat/[^/]+)/?"
)
_WRITTEN = re.compile(r"/gradio_api/(queue/join|cancel|reset)/?")
#: From these Gradio would make addresses for its page; the Host, which was checked, is enough.
_NOT_BELIEVED = frozenset({b"x-forwarded-host", b"x-gradio-server"})
ALLOWED = {"GET": _READ, "HEAD": _READ, "POST": _WRITTEN}


class GuardedMount(Mount):
    """A mount at the root that matches nothing but what ``ALLOWED`` lists; its errors are problems."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__("", AsProblems(app))

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """No match at all for what Gradio must not see."""
        if scope["type"] != "http" or not reaches_gradio(scope["method"], _path(scope)):
            return Match.NONE, {}
        match, below = super().matches(scope)
        headers = [(name, value) for name, value in scope["headers"] if name not in _NOT_BELIEVED]
        return match, {**below, "headers": headers}


def reaches_gradio(method: str, path: str) -> bool:
    """Whether the page needs this."""
    allowed = ALLOWED.get(method)
    return allowed is not None and ".." not in path and allowed.fullmatch(path) is not None


def _path(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")) or "/"
