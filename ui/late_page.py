"""The page, made while questions are answered already: Gradio takes longer to import than everything else together."""

import asyncio
import logging
import warnings
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from functools import cached_property

from fastapi import FastAPI
from pydantic.warnings import UnsupportedFieldAttributeWarning
from starlette.types import Receive, Scope, Send

from index.beside import beside
from ui.conversations import OwnConversations
from ui.guard import GuardedMount

log = logging.getLogger(__name__)

# FastAPI turns it off for the whole process and on again wherever it makes a field, which a page that is made in one
# thread and a request in another do at the same time.
warnings.filterwarnings("ignore", category=UnsupportedFieldAttributeWarning)


def mount_page(app: FastAPI, make: Callable[[], FastAPI]) -> None:
    """Serve what ``make`` gives at the root of ``app``, behind the guard; its other routes must be there already.

    It is made in a thread, which begins when ``app`` does, and who opens the page sooner waits for it.
    """
    page = LatePage(make)
    before = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with before(app), page.living():
            yield

    app.router.lifespan_context = lifespan
    app.router.routes.append(GuardedMount(OwnConversations(page)))


class LatePage:
    """An ASGI application that is there once ``make`` has made it."""

    def __init__(self, make: Callable[[], FastAPI]) -> None:
        self._make = make

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, as soon as the page is there; raises why it could not be made."""
        page = await asyncio.wrap_future(self.made)
        await page(scope, receive, send)

    @asynccontextmanager
    async def living(self) -> AsyncIterator[None]:
        """Make the page, and let it begin and end what it does beside answering."""
        ended = asyncio.Event()
        life = asyncio.create_task(self._live(ended))
        try:
            yield
        finally:
            ended.set()
            await life

    async def _live(self, ended: asyncio.Event) -> None:
        try:
            page = await asyncio.wrap_future(self.made)
        except Exception:
            log.exception("the page could not be made; questions are answered without it")
            return
        async with page.router.lifespan_context(page):
            await ended.wait()

    @cached_property
    def made(self) -> Future[FastAPI]:
        """The page, which begins to be made when this is first asked for."""
        return beside(lambda: asyncio.run(self._make_it()))

    async def _make_it(self) -> FastAPI:
        return self._make()  # in an event loop: unless one is running, Gradio leaves one unclosed
