"""The FastAPI parent: what is served where, and everything that stands before the page."""

import asyncio
import logging
import os
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import FileResponse, JSONResponse
from starlette.staticfiles import StaticFiles

from index.errors import QuotedeskError
from ui.access import require_loopback
from ui.api import Ask, FindArticle, api
from ui.doorway import BodyLimit, KnownHosts
from ui.headers import SecurityHeaders, policy
from ui.phrases import load
from ui.problems import LastResort, add_problems, problem

STATIC = Path(__file__).with_name("static")
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Site:
    """How the service is reached.

    ``allowed_hosts`` are names besides those of this machine, ``frame_ancestors`` the sites that may show it in
    a frame, and ``largest_body`` is in bytes: a question and its history fit in a few kilobytes.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    root_path: str = ""
    allowed_hosts: Sequence[str] = ()
    frame_ancestors: Sequence[str] = ()
    largest_body: int = 256 * 1024

    def __post_init__(self) -> None:
        policy(self.frame_ancestors)  # so that a bad one is known before anything slow is loaded


HERE = Site()


def create_app(
    ask: Ask,
    article: FindArticle,
    *,
    site: Site = HERE,
    examples: Sequence[str] = (),
    ready: Callable[[], bool] = lambda: True,
) -> FastAPI:
    """The API, the health checks and the page."""
    from ui.page import chat_page, mount  # Gradio takes seconds to import

    app = FastAPI(
        title="Quotedesk",
        description="Answers quoted word for word from a collection of articles, or none.",
        docs_url=None,  # both load scripts from elsewhere
        redoc_url=None,
        middleware=_middleware(site),
    )
    add_problems(app)
    app.include_router(api(ask, article))
    _add_health(app, ready)
    app.mount("/ui", StaticFiles(directory=STATIC), name="ui")
    app.get("/favicon.ico", include_in_schema=False)(lambda: FileResponse(STATIC / "favicon.svg"))
    mount(app, chat_page(ask, load(), examples))
    return app


def open_socket(site: Site) -> socket.socket:
    """Take the address before anything slow is loaded, so that a port in use is known at once."""
    require_loopback(site.host)
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


def run(app: FastAPI, site: Site, listener: socket.socket) -> None:
    """Serve until told to end; pages left open are not waited for."""
    config = uvicorn.Config(
        app, root_path=site.root_path, log_level="warning", server_header=False, timeout_graceful_shutdown=1
    )
    logging.getLogger("uvicorn.error").addFilter(_worth_logging)
    uvicorn.Server(config).run(sockets=[listener])


def _worth_logging(record: logging.LogRecord) -> bool:
    """Not that a page was still open when the server ended: uvicorn prints a traceback for each."""
    ended = record.exc_info is not None and isinstance(record.exc_info[1], asyncio.CancelledError)
    return not ended and "graceful shutdown exceeded" not in record.getMessage()


def _middleware(site: Site) -> list[Middleware]:
    hosts = frozenset(host.lower() for host in (*LOOPBACK_NAMES, *site.allowed_hosts))
    return [
        Middleware(SecurityHeaders, content_security_policy=policy(site.frame_ancestors)),
        Middleware(LastResort),
        Middleware(KnownHosts, hosts=hosts),
        Middleware(BodyLimit, most=site.largest_body),
        # No other origin may read answers. Its presence also keeps Gradio from adding a laxer one.
        Middleware(CORSMiddleware, allow_origins=()),
    ]


def _add_health(app: FastAPI, ready: Callable[[], bool]) -> None:
    @app.get("/healthz", summary="The process is up")
    def _healthz() -> JSONResponse:
        return JSONResponse({"status": "up"})

    @app.get("/readyz", summary="The index is loaded")
    def _readyz() -> JSONResponse:
        return JSONResponse({"status": "ready"}) if ready() else problem(503, "The index is not loaded yet.")
