"""axe-core finds nothing, at any level: on the page, the widget and the portal, light and dark, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import ask, browser_tests, open_page

pytestmark = browser_tests()
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


def violations(page):
    """What axe objects to: the rule, and where."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found]


@SIZES
@SCHEMES
def test_the_page_has_no_violation_in_any_state(page, alone, size, scheme):
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_page(page, alone.url)
    states = {"start": violations(page)}
    turn = ask(page, "grooming")
    turn.locator(".certainty summary").click()
    turn.locator(".feedback summary").click()
    page.locator(".filters summary").click()
    page.get_by_text("History", exact=True).click()
    states["answer"] = violations(page)
    page.get_by_text("History", exact=True).click()
    turn.locator(".reference").first.click()
    states["source"] = violations(page)
    page.keyboard.press("Escape")
    ask(page, "over time")
    states["figures"] = violations(page)
    ask(page, "tiktok").get_by_text("Related, but not an answer").click()
    ask(page, "crash")
    states["refusals"] = violations(page)
    assert {state: found for state, found in states.items() if found} == {}


@SIZES
@SCHEMES
def test_the_portal_with_the_widget_has_no_violation(page, addresses, size, scheme):
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{addresses[0]}/?question=grooming")
    widget = page.locator("quotedesk-widget")
    expect(widget.get_by_role("status")).to_have_text("3 quotes found")
    widget.get_by_label("Your question").fill("tiktok")
    page.keyboard.press("Enter")
    widget.get_by_text("Related, but not an answer").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
