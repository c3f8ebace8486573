"""The page in a real browser: what is on the screen is what the article holds."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ask, browser_tests, exactly, serving
from tests.ui import small_collection
from tests.ui.small_collection import ARTICLES, GROOMING, HOSTILE

pytestmark = browser_tests()
RECORDED = GROOMING[GROOMING.index("The charity said") : GROOMING.index("2017-18.") + len("2017-18.")]
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def chat(page, server, requested):
    """The page, ready to ask; afterwards, nothing may have been asked of another host, or complained."""
    page.goto(server)
    expect(page.get_by_role("heading", name="Quotedesk")).to_be_visible(timeout=30_000)
    yield page
    assert {url for url in requested["urls"] if not url.startswith((server, "data:"))} == set()
    assert requested["errors"] == []
    assert page.evaluate("window.ran") is None


def test_a_question_shows_the_quote_its_reference_and_the_place_in_the_article(chat):
    turn = ask(chat, "How many grooming offences?")
    first = turn.locator("figure").first
    assert exactly(first.locator("blockquote")) == RECORDED
    assert exactly(first.locator("blockquote mark")) == "7,062"
    reference = first.locator(".reference")
    expect(reference).to_contain_text("Police count more offences than ever before")
    expect(reference).to_contain_text("The Ledger · 1 November 2024")
    reference.click()
    panel = chat.get_by_role("complementary", name="Source")
    assert exactly(panel.locator(".text")) == GROOMING
    marked = panel.locator("mark.current")
    assert exactly(marked) == RECORDED
    expect(marked).to_be_focused()
    expect(marked).to_be_in_viewport()
    assert exactly(marked.locator(".short")) == "7,062"


@pytest.mark.parametrize("kind", HOSTILE)
def test_every_article_is_shown_to_the_letter_and_runs_nothing(chat, kind):
    figure = ask(chat, kind).locator("figure").first
    article = ARTICLES[f"hostile/{kind}"]
    assert exactly(figure.locator("blockquote")) == HOSTILE[kind]
    assert exactly(figure.locator("blockquote mark")) == HOSTILE[kind][3:9]
    assert exactly(figure.locator("cite")) == article.title
    assert exactly(figure.locator(".speaker .exact")) == HOSTILE[kind][:12]
    figure.locator(".reference").click()
    assert exactly(chat.locator("#source .text")) == article.text
    assert exactly(chat.locator("#source mark.current")) == HOSTILE[kind]
    assert exactly(chat.locator("#source h2")) == article.title
    assert figure.locator("blockquote").evaluate("it => getComputedStyle(it).whiteSpaceCollapse") == "preserve"


def test_quotes_of_an_answer_are_reached_without_asking_the_server(chat, requested):
    turn = ask(chat, "grooming")
    chat.wait_for_timeout(300)
    before = len(requested["urls"])
    for number in (2, 1, 0):
        turn.locator("figure").nth(number).locator(".reference").click()
        quoted = exactly(turn.locator("figure").nth(number).locator("blockquote"))
        assert exactly(chat.locator("#source mark.current")) == quoted
    expect(chat.locator("#source mark")).to_have_count(2)
    assert len(requested["urls"]) == before


def test_dropped_stretches_are_greyed_with_their_reason_which_is_not_text(chat):
    ask(chat, "grooming").locator("figure").first.locator(".reference").click()
    dropped = chat.locator("#source .dropped").first
    assert exactly(dropped) == "Skip to content\n"
    shown = dropped.evaluate("it => getComputedStyle(it, '::before').content")
    assert shown == '"Left out: navigation"'


def test_escape_gives_the_focus_back(chat):
    reference = ask(chat, "grooming").locator("figure").nth(1).locator(".reference")
    reference.focus()
    chat.keyboard.press("Enter")
    expect(chat.locator("#source mark.current")).to_be_focused()
    chat.keyboard.press("Escape")
    expect(chat.get_by_role("complementary")).to_have_count(0)
    expect(reference).to_be_focused()


def test_the_original_opens_at_the_quote_without_telling_where_from(chat):
    ask(chat, "grooming").locator("figure").first.locator(".reference").click()
    link = chat.get_by_role("link", name="Open the original page")
    assert link.get_attribute("href").startswith("https://news.example/grooming#:~:text=The%20charity%20said")
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_it_says_in_plain_words_why_there_is_no_answer(chat):
    turn = ask(chat, "How many on TikTok?")
    expect(turn.get_by_role("heading", name="No answer found")).to_be_visible()
    expect(turn.locator(".result")).to_contain_text("No article that comes close mentions “TikTok” or “<b>”.")
    expect(turn.locator("blockquote").first).to_be_hidden()
    turn.get_by_text("Related, but not an answer").click()
    turn.locator("figure").nth(1).locator(".reference").click()
    assert exactly(chat.locator("#source mark.current")) == ARTICLES["lockdown"].text
    expect(ask(chat, "anything close").locator(".result")).to_contain_text("none of them answers")
    expect(ask(chat, "nonsense").locator(".result")).to_contain_text("Nothing in these articles")


def test_what_was_found_is_announced(chat):
    status = chat.locator("#status")
    ask(chat, "grooming")
    expect(status).to_have_text("3 quotes found")
    ask(chat, "nonsense")
    expect(status).to_contain_text("No answer found")


def test_an_error_is_a_sentence_and_the_next_question_works(chat):
    expect(ask(chat, "please crash").locator(".result")).to_contain_text("Something went wrong")
    expect(ask(chat, "grooming").locator("figure")).to_have_count(3)


def test_an_example_is_asked_with_one_click_and_the_box_is_empty_again(chat):
    chat.get_by_role("button", name="How many grooming offences were recorded in 2023-24?").click()
    expect(chat.locator("figure")).to_have_count(3)
    expect(chat.get_by_label("Your question")).to_have_value("")
    expect(chat.get_by_role("button", name=re.compile("TikTok"))).to_be_hidden()


def test_an_empty_question_asks_nothing(chat):
    chat.get_by_role("button", name="Ask", exact=True).click()
    chat.wait_for_timeout(300)
    expect(chat.locator(".turn")).to_have_count(0)


def test_on_a_phone_the_source_is_a_drawer_and_nothing_is_cut_off(chat):
    chat.set_viewport_size(PHONE)
    reference = ask(chat, "grooming").locator("figure").first.locator(".reference")
    assert chat.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    reference.click()
    expect(chat.locator("#source mark.current")).to_be_in_viewport()
    box = chat.locator("#source").bounding_box()
    assert (box["x"], box["width"]) == (0, PHONE["width"])
    assert chat.evaluate("document.getElementById('talk').inert")
    chat.get_by_role("button", name="Close the source").click()
    expect(reference).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(chat, scheme):
    chat.emulate_media(color_scheme=scheme)
    chat.reload()
    turn = ask(chat, "grooming")
    turn.locator("figure").first.locator(".reference").click()
    ask_button = chat.get_by_role("button", name="Ask", exact=True)
    places = ["blockquote", ".particulars", ".open", ".number", ".result", "mark", "cite", ".masthead p"]
    places += ["#source .dropped", "#source mark.current", "#source .short", "#source .kicker", "#source .about a"]
    ratios = {place: contrast(chat.locator(place).first) for place in places} | {"Ask": contrast(ask_button)}
    assert {place: ratio for place, ratio in ratios.items() if ratio < 4.5} == {}


def contrast(locator):
    """WCAG's ratio, of an element's colour and the nearest background that is opaque."""
    return locator.evaluate("""it => {
      const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
      let behind = it;
      while ((numbers(getComputedStyle(behind).backgroundColor)[3] ?? 1) < 1) behind = behind.parentElement;
      const light = (element, name) => {
        const [r, g, b] = numbers(getComputedStyle(element)[name]).slice(0, 3)
          .map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const [dark, bright] = [light(it, 'color'), light(behind, 'backgroundColor')].sort((a, b) => a - b);
      return (bright + 0.05) / (dark + 0.05);
    }""")


def test_the_real_articles_answer_in_the_page(page, real_index):
    """The issue's own question, from the real articles to the real page."""
    from rag.opening import open_assistant

    assistant = open_assistant(real_index)
    answer = assistant.ask("How many grooming offences were recorded in 2023-24?")
    with serving(small_collection.service(assistant.ask, find=assistant.article)) as url:
        page.goto(url)
        page.get_by_label("Your question").fill(answer.question)
        page.get_by_label("Your question").press("Enter")
        expect(page.locator("blockquote").first).to_be_visible(timeout=60_000)
        shown = page.locator("blockquote").first.evaluate("it => it.textContent")
        page.locator(".reference").first.click()
        marked = page.locator("mark.current").evaluate_all("all => all.map(it => it.textContent).join('')")
    assert "7,062" in shown
    assert shown == marked == answer.quotes[0].passage.text
