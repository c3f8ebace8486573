"""Another site's page, on another origin, with the widget and the frame."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import browser_tests, exactly
from tests.browser.portal import NOTICE, PORTAL
from tests.ui import small_collection
from tests.ui.small_collection import HOSTILE
from ui.server import STATIC

pytestmark = browser_tests()


@pytest.fixture
def portal(page, addresses, requested):
    """The portal's page; afterwards, nothing may have been asked of a third host, or complained."""
    page.goto(addresses[0])
    yield page
    assert {url for url in requested["urls"] if not url.startswith((*addresses, "data:"))} == set()
    assert [error for error in requested["errors"] if "503" not in error] == []
    assert page.evaluate("window.ran") is None


def ask(portal, question):
    portal.get_by_label("Your question").first.fill(question)
    portal.keyboard.press("Enter")
    turn = portal.locator("quotedesk-widget .turn").first
    expect(turn.locator("h2")).to_have_text(question)
    return turn


def test_the_widget_quotes_word_for_word_on_another_origin(portal, addresses):
    turn = ask(portal, "How many grooming offences?")
    expect(portal.locator("quotedesk-widget [role=status]")).to_have_text("3 quotes found")
    quotes = small_collection.ask("grooming").quotes
    shown = turn.locator("blockquote")
    assert [exactly(shown.nth(number)) for number in range(3)] == [quote.passage.text for quote in quotes]
    assert exactly(turn.locator("mark")) == "7,062"
    expect(turn.locator("small")).to_have_text("Very likely the answer")
    expect(turn.locator(".speaker")).to_have_text("Ruth Calloway, Harbourlight chief executive")
    first = turn.locator("figcaption").first
    expect(first).to_contain_text("The Ledger · 1 November 2024")
    opened = first.get_by_role("link", name="Read it in the article")
    assert opened.get_attribute("href") == f"{addresses[1]}/?q=How+many+grooming+offences%3F"


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_is_shown_to_the_letter_in_the_widget(portal, kind):
    turn = ask(portal, kind)
    expect(turn.locator("mark")).to_have_count(1)
    assert exactly(turn.locator("blockquote")) == HOSTILE[kind]
    assert exactly(turn.locator("mark")) == HOSTILE[kind][3:9]
    assert exactly(turn.locator(".speaker")) == HOSTILE[kind][:12]


def test_the_widget_copies_the_words_who_said_them_and_where_they_stand(portal, addresses):
    turn = ask(portal, "How many grooming offences?")
    portal.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=addresses[0])
    said = small_collection.ask("grooming").quotes[1]
    copy = turn.get_by_role("button", name="Copy quote").nth(1)
    copy.focus()
    portal.keyboard.press("Enter")
    expect(portal.locator("quotedesk-widget [role=status]")).to_have_text("Copied")
    lines = portal.evaluate("navigator.clipboard.readText()").split("\n")
    article = said.passage.article
    assert lines == [
        said.passage.text,
        "",
        said.speaker.text,
        f"{article.title}, The Ledger, 1 November 2024",
        said.link,
    ]
    assert turn.locator("figcaption a").nth(2).get_attribute("href") == said.link
    expect(copy).to_have_text("Copy quote")


@pytest.mark.parametrize("kind", ["emoji", "markdown", "spaces", "tags"])
def test_the_widget_copies_hostile_text_to_the_letter_without_a_clipboard_of_its_own(portal, kind):
    turn = ask(portal, kind)
    portal.evaluate("""() => {
        Object.defineProperty(navigator, "clipboard", {value: undefined});
        addEventListener("copy", (event) => { window.copied = event.clipboardData.getData("text/plain"); });
    }""")
    turn.get_by_role("button", name="Copy quote").click()
    expect(portal.locator("quotedesk-widget [role=status]")).to_have_text("Copied")
    assert portal.evaluate("window.copied").startswith(HOSTILE[kind] + "\n")


def test_the_widget_takes_a_verdict(portal, addresses):
    turn = ask(portal, "How many grooming offences?")
    verdicts = turn.get_by_role("group", name="Was this right?")
    with portal.expect_request("**/api/feedback") as told:
        verdicts.get_by_role("button", name="Wrong").click()
    assert told.value.post_data_json == {"answer_id": "answer-1", "verdict": "wrong"}
    expect(portal.locator("quotedesk-widget [role=status]")).to_have_text("Thank you: your feedback was saved.")


def test_the_widget_abstains_in_the_same_words(portal):
    turn = ask(portal, "How many on TikTok?")
    expect(turn.locator(".result")).to_contain_text("No article that comes close mentions “TikTok” or “<b>”.")
    expect(turn.locator("blockquote").first).to_be_hidden()
    turn.get_by_text("Related, but not an answer").click()
    expect(turn.locator("blockquote")).to_have_count(2)
    expect(ask(portal, "busy").locator(".result")).to_contain_text("Too many questions")


def test_both_notices_are_there_as_text(portal):
    notices = portal.locator("quotedesk-widget .notice")
    expect(notices).to_have_count(2)
    assert exactly(notices.first) == NOTICE
    expect(notices.nth(1)).to_contain_text("extension 1234")


def test_the_widget_takes_the_language_the_colour_and_the_first_question(portal, addresses):
    portal.goto(f"{addresses[0]}/?lang=cy&question=grooming")
    inside = portal.locator("quotedesk-widget")
    expect(inside.get_by_role("status")).to_have_text("Cafwyd hyd i 3 dyfyniad")
    expect(inside.locator("section")).to_have_attribute("lang", "cy")
    assert inside.locator("form button").evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(11, 107, 83)"
    portal.goto(f"{addresses[0]}/?lang=xx")
    expect(inside.locator("section")).to_have_attribute("lang", "en-GB")


def test_the_frame_answers_too(portal):
    frame = portal.frame_locator("iframe")
    frame.get_by_label("Your question").fill("grooming")
    frame.get_by_label("Your question").press("Enter")
    expect(frame.locator("figure")).to_have_count(3, timeout=20_000)


def test_the_widget_is_small_and_asks_for_nothing_unsafe():
    assert (STATIC / "widget.js").stat().st_size < 10_000
    assert "'unsafe-" not in (PORTAL / "index.html").read_text("utf-8")
    script = (STATIC / "widget.js").read_text("utf-8")
    assert not [unsafe for unsafe in ("eval(", "Function(", "innerHTML", 'setAttribute("style"') if unsafe in script]
