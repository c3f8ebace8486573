"""What the page says while the service has as many questions as it takes."""

import threading
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ask, browser_tests, open_page, serving
from tests.ui import small_collection
from ui.phrases import load
from ui.service import Service

pytestmark = browser_tests()


@pytest.fixture
def slow():
    """A service with one worker and no seats, which answers ``grooming`` only once it is let go."""
    going, begun = threading.Event(), threading.Semaphore(0)

    def answer(question, **how):
        begun.release()
        assert going.wait(30)
        return small_collection.ask(question, **how)

    with serving(small_collection.service(answer, service=Service(workers=1, waiting=0))) as url:
        yield SimpleNamespace(url=url, begun=begun, going=going)
        going.set()


def test_a_page_that_must_wait_is_told_so_in_a_fixed_phrase_and_may_ask_again(page, kept_context, slow):
    other = kept_context.new_page()
    open_page(other, slow.url)
    open_page(page, slow.url)
    other.get_by_label("Your question").fill("grooming")
    other.keyboard.press("Enter")
    assert slow.begun.acquire(timeout=20)
    refused = ask(page, "grooming")
    expect(refused.locator(".result")).to_have_text(load()["failed.busy"])
    slow.going.set()
    expect(other.locator("figure")).to_have_count(3)
    expect(ask(page, "grooming").locator("figure")).to_have_count(3)
    other.close()
