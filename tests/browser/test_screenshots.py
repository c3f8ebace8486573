"""States of the desk, as pictures: with QUOTEDESK_SCREENSHOTS=docs/images, those of the documentation."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ask, browser_tests, serving
from tests.ui import small_collection
from ui.commands import EXAMPLES

pytestmark = browser_tests()
WINDOW = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def samples(sample_index):
    """The address of a server over the sample collection."""
    from rag.opening import open_assistant

    assistant = open_assistant(sample_index)
    assistant.ask("Is anybody there?")  # loads the models, as serve does
    with serving(small_collection.service(assistant.ask, find=assistant.article, examples=EXAMPLES)) as url:
        yield url


@pytest.fixture
def picture(page, tmp_path):
    """Takes the picture under a name: into the folder of QUOTEDESK_SCREENSHOTS, or else only to see that it can."""

    def take(name):
        outside = "it => it.scrollWidth > it.clientWidth"
        assert not page.locator("html").evaluate(outside), "the page can be pushed sideways"
        file = Path(os.environ.get("QUOTEDESK_SCREENSHOTS") or tmp_path, f"{name}.png")
        page.screenshot(path=file)
        assert 5_000 < file.stat().st_size < 200_000

    return take


def seen(page, url, size=WINDOW, scheme="light"):
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(url)


@pytest.mark.parametrize(
    ("name", "size", "scheme"),
    [("chat", WINDOW, "light"), ("dark", WINDOW, "dark"), ("phone-source", PHONE, "light")],
)
def test_an_answer_with_its_source(page, samples, picture, name, size, scheme):
    seen(page, samples, size, scheme)
    ask(page, EXAMPLES[0]).locator(".reference").first.click()
    expect(page.locator("mark.current")).to_be_in_viewport()
    picture(name)


def test_an_answer_on_a_phone(page, samples, picture):
    seen(page, samples, PHONE)
    expect(ask(page, EXAMPLES[0]).locator("blockquote").first).to_be_in_viewport()
    picture("phone")


def test_an_abstention(page, samples, picture):
    seen(page, samples)
    expect(ask(page, EXAMPLES[2]).locator(".abstained")).to_be_in_viewport()
    picture("abstains")


def test_figures_over_time(page, alone, picture):
    seen(page, alone.url)
    expect(ask(page, "over time").locator(".plot")).to_be_in_viewport()
    picture("figures")


def test_feedback_after_an_answer_in_the_dark(page, alone, picture):
    seen(page, alone.url, scheme="dark")
    feedback = ask(page, "close").locator(".feedback")
    feedback.locator("summary").click()
    feedback.get_by_label("Wrong").check()
    expect(feedback.get_by_role("button", name="Send feedback")).to_be_in_viewport()
    picture("feedback")
