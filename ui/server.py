"""The FastAPI parent: what is served where, and everything that stands before the page."""

import asyncio
import logging
import math
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles

from ui.api import FindArticle, api
from ui.audit import Audit
from ui.desk import Ask, Desk
from ui.doorway import BelowPrefix, BodyLimit, KnownHosts
from ui.feedback import FeedbackFile
from ui.headers import SecurityHeaders, policy
from ui.health import health
from ui.late_page import mount_page
from ui.limits import Rate, RateLimit
from ui.logs import log_json
from ui.metrics import IndexState, Metrics
from ui.phrases import load
from ui.problems import LastResort, add_problems
from ui.recent import RecentAnswers
from ui.reference import reference
from ui.requests import Observed
from ui.service import Service
from ui.site import HERE, Site
from ui.waiting import WaitingRoom
from ui.widget import widget

STATIC = Path(__file__).with_name("static")
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")


UNLIMITED = Service()


def create_app(
    ask: Ask,
    article: FindArticle,
    *,
    site: Site = HERE,
    service: Service = UNLIMITED,
    guard: Sequence[Middleware] = (),
    examples: Sequence[str] = (),
    notice: str = "",
    publishers: Sequence[str] = (),
    ready: Callable[[], bool] = lambda: True,
    index: Callable[[], IndexState] = lambda: IndexState(0, math.nan),
) -> FastAPI:
    """The API, the health checks, the widget and the page; ``guard`` decides who may ask.

    ``examples``, ``notice`` and ``publishers`` are what ``chat_page`` takes.
    """
    more_than_taken = 2 * (service.workers + service.waiting) + 10

    def page() -> FastAPI:
        from ui.page import application, chat_page  # Gradio takes seconds to import

        return application(
            chat_page(desk.reply, load(), examples, notice=notice, publishers=publishers, at_once=more_than_taken)
        )

    desk = open_desk(ask, service, index)
    feedback = FeedbackFile.make(service.state, service.index) if service.state else None
    app = FastAPI(
        title="Quotedesk",
        description="Answers quoted word for word from a collection of articles, or none.",
        version=version("quotedesk"),
        docs_url=None,  # both load scripts from elsewhere
        redoc_url=None,
        middleware=_middleware(site, service, desk.metrics, guard),
        lifespan=_lifespan(desk),
    )
    add_problems(app)
    app.include_router(reference("Quotedesk: the HTTP API"))
    app.include_router(api(desk, article, feedback))
    app.include_router(health(ready, desk.metrics))
    app.include_router(widget(notice))
    app.mount("/ui", StaticFiles(directory=STATIC), name="ui")
    app.get("/favicon.ico", include_in_schema=False)(lambda: FileResponse(STATIC / "favicon.svg"))
    mount_page(app, page)
    return app


def open_desk(ask: Ask, service: Service, index: Callable[[], IndexState]) -> Desk:
    """The one queue for the page and the API, with what counts and records its answers."""
    room = WaitingRoom(service.workers, service.waiting)
    audit = Audit(service.audit, hashed=service.audit_hash) if service.audit else None
    return Desk(ask, room, RecentAnswers(), Metrics(room, index), audit, service.timeout)


def run(app: FastAPI, site: Site, listener: socket.socket, *, json_log: bool = False) -> None:
    """Serve until told to end; pages left open are not waited for."""
    if json_log:
        log_json()
    config = uvicorn.Config(
        app,
        proxy_headers=site.forwarded,
        log_config=None if json_log else uvicorn.config.LOGGING_CONFIG,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    logging.getLogger("uvicorn.error").addFilter(_worth_logging)
    uvicorn.Server(config).run(sockets=[listener])


def _worth_logging(record: logging.LogRecord) -> bool:
    """Not that a page was still open when the server ended: uvicorn prints a traceback for each."""
    ended = record.exc_info is not None and isinstance(record.exc_info[1], asyncio.CancelledError)
    return not ended and "graceful shutdown exceeded" not in record.getMessage()


def _middleware(site: Site, service: Service, metrics: Metrics, guard: Sequence[Middleware]) -> list[Middleware]:
    """Outermost first."""
    hosts = frozenset(host.lower() for host in (*LOOPBACK_NAMES, *site.allowed_hosts))
    return [
        Middleware(Observed, metrics=metrics),
        Middleware(SecurityHeaders, content_security_policy=policy(site.frame_ancestors)),
        # Before all that may refuse, so that a site that may read answers can read refusals too.
        Middleware(
            CORSMiddleware,
            allow_origins=site.allow_origins,
            allow_methods=("GET", "POST"),
            allow_headers=("Authorization", "Content-Type", "X-Request-ID"),
            expose_headers=("Retry-After", "X-Request-ID"),
        ),
        Middleware(LastResort),
        Middleware(KnownHosts, hosts=hosts),
        *([Middleware(BelowPrefix, prefix=site.root_path)] if site.root_path else []),
        *guard,
        *([Middleware(RateLimit, rate=Rate(service.rate))] if service.rate else []),
        Middleware(BodyLimit, most=site.largest_body),
    ]


def _lifespan(desk: Desk) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """What begins and ends with the service: its threads, and the file that it records in."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        desk.room.open()
        yield
        desk.close()

    return lifespan
