"""Where the service is reached: its address, and the names and sites that may use it."""

import os
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass

from index.errors import QuotedeskError
from ui.access.settings import NOBODY_IS_ASKED, Access
from ui.headers import check_origins, policy

_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)+")
#: How the service's own paths begin.
OWN_PATHS = frozenset(
    {"api", "assets", "favicon.ico", "gradio_api", "healthz", "login", "logout", "metrics"}
    | {"openapi.json", "readyz", "static", "theme.css", "ui", "widget", "widget.js"}
)


@dataclass(frozen=True, slots=True)
class Site:
    """How the service is reached.

    ``allowed_hosts`` are names besides those of this machine, ``frame_ancestors`` the sites that may show it in
    a frame, ``allow_origins`` those whose own pages may ask, and ``largest_body`` is in bytes: a question and its
    history fit in a few kilobytes. ``forwarded`` says that a proxy on this machine is believed where a request came
    from.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    root_path: str = ""
    allowed_hosts: Sequence[str] = ()
    frame_ancestors: Sequence[str] = ()
    allow_origins: Sequence[str] = ()
    largest_body: int = 256 * 1024
    forwarded: bool = True

    def __post_init__(self) -> None:
        check_prefix(self.root_path)
        policy(self.frame_ancestors)  # so that a bad one is known before anything slow is loaded
        check_origins(self.allow_origins)


def check_prefix(prefix: str) -> None:
    """Refuse what is not a path, or is one of the service's own, which could not be told from it."""
    if prefix and (not _PREFIX.fullmatch(prefix) or prefix.split("/")[1] in OWN_PATHS):
        raise QuotedeskError(
            f"--root-path {prefix!r} cannot stand before the paths of the service",
            fix="give it like /quotedesk, without a slash at its end",
        )


HERE = Site()


def open_socket(site: Site, access: Access = NOBODY_IS_ASKED) -> socket.socket:
    """Take the address before anything slow is loaded, so that a port in use is known at once."""
    access.require_fit(site.host)
    family = socket.AF_INET6 if ":" in site.host else socket.AF_INET
    try:
        return socket.create_server((site.host, site.port), family=family)
    except OSError as error:
        reason = os.strerror(error.errno).lower() if error.errno else str(error)
        raise QuotedeskError(
            f"cannot serve on {site.host}:{site.port} ({reason})",
            fix="end what uses it, or choose another with --port",
        ) from error


def address(listener: socket.socket) -> str:
    """What to open in a browser on this machine."""
    host, port, *_ = listener.getsockname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
