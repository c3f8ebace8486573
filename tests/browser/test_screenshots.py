"""Makes the pictures of the documentation, of the sample collection: QUOTEDESK_SCREENSHOTS=docs/images pytest FILE."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import browser_tests, serving
from tests.ui import small_collection
from ui.commands import EXAMPLES, index_samples

FOLDER = os.environ.get("QUOTEDESK_SCREENSHOTS", "")
pytestmark = [
    *browser_tests(),
    pytest.mark.skipif(not FOLDER, reason="QUOTEDESK_SCREENSHOTS names no folder"),
]
WINDOW = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    """The address of a server over the sample collection."""
    from rag.assistant import open_assistant

    folder = tmp_path_factory.mktemp("samples") / "index"
    index_samples(folder)
    assistant = open_assistant(folder)
    with serving(small_collection.service(assistant.ask, find=assistant.article, examples=EXAMPLES)) as url:
        yield url


@pytest.mark.parametrize(
    ("name", "size", "scheme", "question", "opened"),
    [
        ("chat", WINDOW, "light", EXAMPLES[0], True),
        ("dark", WINDOW, "dark", EXAMPLES[0], True),
        ("abstains", WINDOW, "light", EXAMPLES[2], False),
        ("phone", PHONE, "light", EXAMPLES[0], False),
        ("phone-source", PHONE, "light", EXAMPLES[0], True),
    ],
)
def test_a_picture_is_made(page, samples, name, size, scheme, question, opened):
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(samples)
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    expect(page.locator(".result")).to_be_visible(timeout=60_000)
    if opened:
        page.locator(".reference").first.click()
        expect(page.locator("mark.current")).to_be_in_viewport()
    picture = Path(FOLDER, f"{name}.png")
    page.screenshot(path=picture)
    assert picture.stat().st_size < 200_000
