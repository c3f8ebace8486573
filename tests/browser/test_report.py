"""The evaluation's report, opened as a file: its policy lets it work, its filters filter, and axe finds nothing."""

import pytest
from playwright.sync_api import expect

from eval.about import Asked, about
from eval.questions import Question
from eval.report import summary, write_report
from eval.run import evaluate
from eval.runs import Run
from index.articles import Article, sha256_of
from rag.answers import Answer, Provenance, Quote
from tests.browser.conftest import browser_tests
from tests.browser.test_accessibility import SCHEMES, SIZES, violations

pytestmark = browser_tests()
TEXT = "Wild geese came early this year. The warden counted 412 of them on the lake. “Never so many,” said Ida Moss."
ARTICLE = Article("geese", "Geese on the lake", TEXT, sha256_of(TEXT))
ASKED = tuple(
    Question(f"q{n}", f"How many geese, for the {n}th time?", answerable=n % 3 > 0, articles=("geese",) * (n % 3 > 0),
             quotes=("counted 412 of them",) * (n % 3 > 0), tags=(("even", "odd")[n % 2],))
    for n in range(30)
)  # fmt: skip


class Warden:
    """Quotes the right sentence, and now and then the first."""

    def ask(self, question, *, history=(), today=None):
        start = 0 if "7th" in question else TEXT.index("The warden")
        quote = Quote(ARTICLE.passage(start, TEXT.index(".", start) + 1), 0.9)
        return Answer(question, (quote,), 0.9, (), Provenance(1, "none", "none"), timings_ms={"total": 3.0})

    def article(self, article_id):
        return ARTICLE if article_id == "geese" else None


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    evaluation = evaluate(ASKED, Warden())
    run = Run(about(Asked("geese.jsonl", "0", len(ASKED)), evaluation, {}, 1.0), evaluation)
    write_report(folder, run, summary(evaluation, ["gate: a floor"]), article_of=Warden().article)
    return (folder / "index.html").as_uri()


@SIZES
@SCHEMES
def test_the_report_has_no_violation_and_cannot_be_pushed_sideways(page, report, size, scheme):
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(report)
    page.get_by_role("button", name="Open all").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_the_questions_can_be_filtered_and_opened_with_the_keyboard_alone(page, report, requested):
    page.goto(report)
    count = page.get_by_role("status")
    expect(count).to_have_text("12 of 30 questions")  # ten unanswerable ones, and two of a "7th" time
    page.get_by_role("combobox", name="Tag").select_option("odd")
    expect(count).to_have_text("7 of 30 questions")
    page.get_by_role("combobox", name="Show").select_option("wrongly answered")
    expect(count).to_have_text("5 of 30 questions")
    page.get_by_label("Words or id").fill("nothing is like this")
    expect(page.get_by_text("No question is like that.")).to_be_visible()
    page.get_by_label("Words or id").fill("q21")
    page.get_by_role("button", name="Close all").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    marked = page.locator(".question:not([hidden]) mark.quote")
    expect(marked).to_have_text("The warden counted 412 of them on the lake.")
    assert {url for url in requested["urls"] if not url.startswith(("file:", "data:"))} == set()
    assert requested["errors"] == []


def test_what_is_printed_is_open(page, report):
    page.goto(report)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".question:not([hidden]):not([open])").count() == 0
