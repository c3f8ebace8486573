"""A real server and a real Chromium: one of each for the session."""

import os
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn

from tests.ui import small_collection
from ui.server import Site, address, open_socket

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


def browser_tests():
    """The marks of a module that drives Chromium; without it the module is skipped, in one line, or fails in CI."""
    if not CHROMIUM.exists():
        missing = f"{CHROMIUM} is missing: apt-get install chromium"
        if os.environ.get("QUOTEDESK_REQUIRE_BROWSER") == "1":
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing, allow_module_level=True)
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


@pytest.fixture(scope="session")
def server():
    """The address of a server over the small collection."""
    with serving(small_collection.service(examples=small_collection.EXAMPLES)) as url:
        yield url


@pytest.fixture(scope="module")
def kept_context(browser):
    """A browser that keeps its cache from test to test: Gradio's page is sixty files."""
    with browser.new_context() as context:
        yield context


@pytest.fixture
def page(kept_context):
    """A new page, which is a new conversation."""
    page = kept_context.new_page()
    yield page
    page.close()


@pytest.fixture
def requested(page):
    """Every address the page asks for, and every complaint of its console."""
    seen = {"urls": [], "errors": []}
    page.on("request", lambda request: seen["urls"].append(request.url))
    page.on("console", lambda message: seen["errors"].append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen["errors"].append(str(error)))
    return seen
