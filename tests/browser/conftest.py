"""A real server and a real Chromium: one of each for the session."""

import asyncio
import datetime
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
import uvicorn
from fastapi import Body, FastAPI
from playwright.sync_api import expect
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import FileResponse, JSONResponse
from starlette.staticfiles import StaticFiles

from index.collection import EVERYTHING
from rag.answers import Answer, Provenance, Quote
from tests.ui import small_collection
from ui.desk import Reply
from ui.headers import SecurityHeaders, policy
from ui.late_page import mount_page
from ui.phrases import load
from ui.server import STATIC
from ui.site import Site, address, open_socket

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def needed(program, package):
    """Without ``program`` of that Debian package the module is skipped, in one line, or fails in CI."""
    if not program.exists():
        missing = f"{program} is missing: apt-get install {package}"
        if os.environ.get("QUOTEDESK_REQUIRE_BROWSER") == "1":
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing, allow_module_level=True)


def browser_tests():
    """The marks of a module that drives Chromium, which is needed."""
    needed(CHROMIUM, "chromium")
    # pytest-base-url 2.1, which pytest-playwright brings.
    ignored = "ignore:Session-scoped fixtures defined as instance:pytest.PytestRemovedIn10Warning"
    return [pytest.mark.browser, pytest.mark.filterwarnings(ignored)]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": ARGUMENTS}


@contextmanager
def serving(app):
    """Serve ``app`` on a free port of this machine; gives its address."""
    with open_socket(Site(port=0)) as listener:
        running = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not running.started:
            time.sleep(0.05)
        yield address(listener)
        running.should_exit = True
        thread.join(10)


def page_alone(replies, **how):
    """The page without the service around it: what it was asked and told is in ``heard``."""
    heard = SimpleNamespace(asked=[], feedback=[])

    async def answer(question, *, filters, history, asker):
        heard.asked.append((question, filters, tuple(history)))
        return Reply("answer-1", replies(question, filters=filters, history=history))

    async def build():
        from ui.page import application, chat_page

        guards = [Middleware(SecurityHeaders, content_security_policy=policy(())), Middleware(CORSMiddleware)]
        app = FastAPI(middleware=guards)

        @app.post("/api/feedback")
        def _feedback(told: dict = Body()):  # noqa: B008 (FastAPI's way)
            heard.feedback.append(told)
            return JSONResponse({}, status_code=503 if told.get("comment") == "refuse" else 200)

        app.get("/favicon.ico")(lambda: FileResponse(STATIC / "favicon.svg"))
        app.mount("/ui", StaticFiles(directory=STATIC))
        mount_page(app, lambda: application(chat_page(answer, load(), **how)))
        return app

    with ThreadPoolExecutor(1) as elsewhere:  # as in small_collection.service
        return elsewhere.submit(asyncio.run, build()).result(), heard


def ask(page, question):
    """Ask on the page and wait; gives the turn that was drawn."""
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    turn = page.locator(".turn").last
    expect(turn.locator(".question")).to_have_text(question)
    expect(turn.locator(".result")).to_be_visible(timeout=30_000)
    return turn


def exactly(locator):
    """The text of an element, to the letter; code units are compared, so that half an emoji counts too."""
    units = locator.evaluate(
        "it => Array.from({length: it.textContent.length}, (_, at) => it.textContent.charCodeAt(at))"
    )
    return b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le", "surrogatepass")


@pytest.fixture(scope="session")
def server():
    """The address of a server over the small collection."""
    with serving(small_collection.service(examples=small_collection.EXAMPLES)) as url:
        yield url


@pytest.fixture(scope="module")
def kept_context(browser):
    """A browser that keeps its cache from test to test: Gradio's page is sixty files."""
    with browser.new_context(locale="en-GB") as context:
        yield context


@pytest.fixture
def page(kept_context):
    """A new page, which is a new conversation."""
    page = kept_context.new_page()
    page.set_default_timeout(60_000)  # far more than it takes, for a machine that does much else
    expect.set_options(timeout=30_000)
    yield page
    if page.url.startswith("http"):
        page.evaluate("localStorage.clear()")
    page.close()


@pytest.fixture
def requested(page):
    """Every address the page asks for, and every complaint of its console."""
    seen = {"urls": [], "errors": []}
    page.on("request", lambda request: seen["urls"].append(request.url))
    page.on("console", lambda message: seen["errors"].append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen["errors"].append(str(error)))
    return seen


def over_time():
    """An answer of three figures that differ, newest first, which are not the best first."""
    quotes = []
    for year, text in [(2020, "There were 1,200 cases."), (2024, "There were 7,062 cases."), (2022, "It was 4,000.")]:
        article = small_collection.article_of(
            f"cases-{year}", text, publisher="The Ledger", published=datetime.date(year, 3, 1),
            updated=datetime.date(year, 3, 2 if year == 2020 else 1),
        )  # fmt: skip
        number = next(word.rstrip(".") for word in text.split() if "," in word)
        start = text.index(number)
        quotes.append(Quote(article.passage(0, len(text)), 0.9, answer=article.passage(start, start + len(number))))
    return Answer("over time", tuple(quotes), 0.7, (), Provenance(1, "small", "small"), timeline=(1, 2, 0))


def known(question, *, filters=EVERYTHING, history=()):
    """The small collection's answers, and that of figures over time."""
    return over_time() if question == "over time" else small_collection.ask(question, filters=filters, history=history)


@pytest.fixture(scope="session")
def alone():
    """The address of the page alone, with a notice and publishers, and what it heard."""
    notice = "In danger? Call 999.\nHelp: https://help.example/talk."
    examples = small_collection.EXAMPLES
    app, heard = page_alone(known, examples=examples, notice=notice, publishers=["The Ledger"])
    with serving(app) as url:
        yield SimpleNamespace(url=url, heard=heard)


@pytest.fixture
def desk(page, alone, requested):
    """The page alone, ready to ask; afterwards, nothing may have been asked of another host, or complained."""
    alone.heard.asked.clear()
    alone.heard.feedback.clear()
    open_page(page, alone.url)
    yield page
    assert {url for url in requested["urls"] if not url.startswith((alone.url, "data:"))} == set()
    assert [error for error in requested["errors"] if "503" not in error] == []


@pytest.fixture(scope="session")
def addresses():
    """Those of a portal and of the service that it shows."""
    from tests.browser.portal import portal_pages, service_for

    served = {}
    with serving(portal_pages(served)) as portal, serving(service_for(portal)) as service:
        served["url"] = service
        yield portal, service


def open_page(page, url):
    page.goto(url)
    expect(page.locator("#question")).to_be_visible(timeout=30_000)
