"""What a reader does with a quote: sees how sure it is, copies it, says whether it was right."""

import json

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import expect

from tests.browser.conftest import ask, browser_tests, exactly
from tests.ui.small_collection import ARTICLES, HOSTILE

pytestmark = browser_tests()


@pytest.fixture
def clipboard(desk, alone):
    """Presses a copy button and gives what is in the clipboard."""
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=alone.url)

    def copied(place, name):
        place.get_by_role("button", name=name).click()
        expect(desk.locator("#status")).to_have_text("Copied")
        return desk.evaluate("navigator.clipboard.readText()")

    return copied


def test_the_certainty_is_words_and_the_number_is_there_for_the_keyboard(desk):
    certainty = ask(desk, "grooming").locator(".certainty")
    expect(certainty).to_have_count(1)
    expect(certainty.locator("summary")).to_have_text("Very likely the answer")
    expect(certainty.locator("p")).to_be_hidden()
    certainty.locator("summary").focus()
    desk.keyboard.press("Enter")
    expect(certainty.locator("p")).to_contain_text("90%")


def test_each_quote_says_who_when_and_where(desk):
    quotes = ask(desk, "grooming").locator("figure")
    expect(quotes.nth(1).locator(".speaker .exact")).to_have_text("Ruth Calloway, Harbourlight chief executive")
    expect(quotes.nth(1).locator(".particulars")).to_have_text("The Ledger · 1 November 2024")
    expect(quotes.nth(2).locator(".number")).to_have_text("2")
    expect(quotes.nth(2).locator(".particulars")).to_have_text("Eastmoor Post · no date")


def test_a_copied_quote_is_exact_and_says_whose_it_is(desk, clipboard):
    figure = ask(desk, "grooming").locator("figure").nth(1)
    lines = clipboard(figure, "Copy quote").split("\n")
    assert lines[0] == exactly(figure.locator("blockquote")) == "“It took them far too long to answer us.”"
    assert lines[1:4] == [
        "",
        "Ruth Calloway, Harbourlight chief executive",
        "Police count more offences than ever before, The Ledger, 1 November 2024",
    ]
    assert lines[4].startswith("https://news.example/grooming#:~:text=%E2%80%9CIt%20took")


def test_a_copied_reference_is_csl_with_the_exact_words(desk, clipboard):
    figure = ask(desk, "grooming").locator("figure").nth(1)
    (reference,) = json.loads(clipboard(figure, "Copy reference (CSL)"))
    assert reference["type"] == "article-newspaper"
    assert reference["title"] == "Police count more offences than ever before"
    assert reference["author"] == [{"literal": "Ada Finch"}]
    assert reference["issued"] == {"date-parts": [[2024, 11, 1]]}
    quoted = reference["custom"]
    assert ARTICLES["news/grooming"].text[quoted["start"] : quoted["end"]] == quoted["quotation"]
    assert quoted["quotation"] == exactly(figure.locator("blockquote"))
    assert quoted["speaker"] == "Ruth Calloway, Harbourlight chief executive"


#: The clipboard itself changes a null byte, half a pair and a carriage return.
COPIED = [kind for kind in HOSTILE if kind not in {"surrogate", "spaces"}]


@pytest.mark.parametrize("kind", COPIED)
def test_hostile_text_is_copied_to_the_letter(desk, clipboard, kind):
    figure = ask(desk, kind).locator("figure").first
    assert clipboard(figure, "Copy quote").startswith(HOSTILE[kind] + "\n\n")
    (reference,) = json.loads(clipboard(figure, "Copy reference (CSL)"))
    assert reference["custom"]["quotation"] == HOSTILE[kind]
    rendered = MarkdownIt("commonmark").parse(clipboard(figure, "Copy as Markdown"))
    words = "".join(
        {"text": part.content, "hardbreak": "\n", "softbreak": "\n"}.get(part.type, f"<{part.type}>")
        for part in next(token for token in rendered if token.type == "inline").children
    )
    assert words == HOSTILE[kind]
    assert rendered[0].type == "blockquote_open"


def judge(turn, verdict, comment):
    """Say in the form under an answer what it was worth."""
    turn.get_by_text("Was this right?").first.click()
    turn.get_by_label(verdict).check()
    turn.get_by_label("Comment (optional)").fill(comment)
    turn.get_by_role("button", name="Send feedback").click()


def test_feedback_is_told_under_the_name_of_the_answer(desk, alone):
    turn = ask(desk, "grooming")
    judge(turn, "Something is missing", "the share is there too ")
    expect(turn.locator(".outcome")).to_have_text("Thank you: your feedback was saved.")
    told = {"answer_id": "answer-1", "verdict": "missing", "comment": "the share is there too"}
    assert alone.heard.feedback == [told]


def test_feedback_that_is_refused_can_be_sent_again(desk, alone):
    turn = ask(desk, "nonsense")
    judge(turn, "Wrong", "refuse")
    expect(turn.locator(".outcome")).to_contain_text("could not be saved")
    turn.get_by_label("Comment (optional)").fill("")
    turn.get_by_role("button", name="Send feedback").click()
    expect(turn.locator(".outcome")).to_contain_text("Thank you")
    assert alone.heard.feedback[-1] == {"answer_id": "answer-1", "verdict": "wrong"}
