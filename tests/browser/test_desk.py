"""The page around the answers: the source beside them, languages, filters, links, history, the notice, paper."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from index.collection import EVERYTHING
from index.filters import Filters
from tests.browser.conftest import ask, browser_tests, exactly, open_page
from ui.access.sessions import HINT

pytestmark = browser_tests()
PHONE = {"width": 360, "height": 740}


def current(page):
    return exactly(page.locator("#source mark.current"))


def test_the_next_and_the_last_quote_are_a_key_away_without_the_server(desk, requested):
    turn = ask(desk, "grooming")
    quotes = [exactly(turn.locator("blockquote").nth(number)) for number in range(3)]
    turn.locator(".reference").first.click()
    before = len(requested["urls"])
    for key, number in [("n", 1), ("n", 2), ("n", 2), ("p", 1), ("p", 0), ("p", 0)]:
        desk.keyboard.press(key)
        assert current(desk) == quotes[number]
        expect(desk.locator("#source mark.current")).to_be_in_viewport()
    desk.get_by_role("button", name="Next quote").click()
    assert current(desk) == quotes[1]
    expect(desk.get_by_role("button", name="Next quote")).to_be_focused()
    expect(desk.locator("#source .place")).to_have_text("Quote 2 of 3")
    assert len(requested["urls"]) == before


def test_figures_of_several_times_are_a_table_and_a_plot_of_the_quoted_words(desk):
    turn = ask(desk, "over time")
    rows = turn.locator(".overtime tbody tr").all_inner_texts()
    assert [row.split("\t") for row in rows] == [
        ["1 March 2024", "7,062", "The Ledger"],
        ["1 March 2022", "4,000", "The Ledger"],
        ["1 March 2020", "1,200", "The Ledger"],
    ]
    shown = [exactly(turn.locator("blockquote").nth(number)) for number in range(3)]
    assert shown == ["There were 7,062 cases.", "It was 4,000.", "There were 1,200 cases."]
    points = turn.locator(".point")
    places = [point.bounding_box() for point in points.all()]
    assert [place["x"] for place in places] == sorted((place["x"] for place in places), reverse=True)
    assert [place["y"] for place in places] == sorted(place["y"] for place in places)
    points.nth(1).click()
    expect(turn.locator(".reference").nth(1)).to_be_focused()
    expect(turn.locator(".certainty")).to_have_text(re.compile("Probably the answer"))


@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, PHONE], ids=["desktop", "phone"])
def test_the_plot_says_from_when_to_when_beneath_its_first_and_last_point(desk, size):
    desk.set_viewport_size(size)
    turn = ask(desk, "over time")
    dates = turn.locator(".plot time")
    assert dates.all_inner_texts() == ["1 March 2020", "1 March 2024"]
    assert [date.get_attribute("datetime") for date in dates.all()] == ["2020-03-01", "2024-03-01"]
    first, last, plot = (one.bounding_box() for one in (dates.first, dates.last, turn.locator(".plot")))
    lowest = turn.locator(".point").last.bounding_box()
    assert first["y"] == last["y"] >= lowest["y"] + lowest["height"]
    assert plot["x"] < first["x"] < first["x"] + first["width"] < last["x"]
    assert last["x"] + last["width"] < plot["x"] + plot["width"]
    assert first["height"] < 30  # on one line
    for point in turn.locator(".point").all():
        box = point.bounding_box()
        assert plot["x"] < box["x"] < box["x"] + box["width"] < plot["x"] + plot["width"]


def test_the_table_of_figures_breaks_no_word_on_a_phone(desk):
    desk.set_viewport_size(PHONE)
    turn = ask(desk, "over time")
    lines = "it => Array.from((r => (r.selectNodeContents(it), r))(document.createRange()).getClientRects()).length"
    for cell in turn.locator(".overtime th:not(:first-child), .overtime .value button").all():
        assert cell.evaluate(lines) == 1, cell.inner_text()


def test_the_dates_of_the_plot_are_written_as_the_language_writes_them(desk):
    desk.get_by_label("Language").select_option("fr")
    desk.locator("#question").fill("over time")
    desk.keyboard.press("Enter")
    expect(desk.locator(".plot time").first).to_have_text("1 mars 2020")


@pytest.mark.parametrize(("number", "updated"), [(0, []), (2, ["Updated\n2 March 2020"])])
def test_the_source_says_when_it_was_updated_where_that_was_another_day(desk, number, updated):
    ask(desk, "over time").locator(".reference").nth(number).click()
    facts = desk.locator("#source dl > div").all_inner_texts()
    assert [fact for fact in facts if fact.startswith("Updated")] == updated


def test_the_keys_are_only_letters_where_a_question_is_typed(desk):
    ask(desk, "grooming").locator(".reference").first.click()
    shown = current(desk)
    desk.locator("#question").focus()
    desk.keyboard.type("npn")
    assert current(desk) == shown
    expect(desk.locator("#question")).to_have_value("npn")


def test_the_source_has_the_particulars_of_the_article(desk):
    turn = ask(desk, "grooming")
    turn.locator(".reference").first.click()
    facts = desk.locator("#source dl > div")
    assert facts.all_inner_texts() == ["By\nAda Finch", "Publisher\nThe Ledger", "Published\n1 November 2024"]
    turn.locator(".reference").nth(2).click()
    expect(facts.last).to_have_text(re.compile("Published\\s*not known"))


@pytest.mark.parametrize(
    ("language", "says", "direction"),
    [("cy", "Cafwyd hyd i 3 dyfyniad", "ltr"), ("fr", "3 citations trouvées", "ltr")],
)
def test_the_page_speaks_the_chosen_language_and_remembers_it(desk, alone, language, says, direction):
    ask(desk, "grooming")
    desk.get_by_label("Language").select_option(language)
    expect(desk.locator(".turn .result")).to_have_text(says)
    html = desk.locator("html")
    expect(html).to_have_attribute("lang", language)
    expect(html).to_have_attribute("dir", direction)
    assert f"lang={language}" in desk.url
    desk.locator(".reference").first.click()
    english = "Left out: navigation"
    assert desk.locator("#source .dropped").first.evaluate("it => getComputedStyle(it, '::before').content") != english
    open_page(desk, alone.url)
    expect(html).to_have_attribute("lang", language)
    open_page(desk, f"{alone.url}/?lang=en")
    expect(html).to_have_attribute("lang", "en-GB")


def test_nothing_is_cut_off_or_overflows_from_right_to_left(desk):
    desk.set_viewport_size(PHONE)
    turn = ask(desk, "grooming")
    desk.evaluate("document.documentElement.dir = document.querySelector('.desk').dir = 'rtl'")
    turn.locator(".feedback summary").click()
    desk.locator(".filters summary").click()
    turn.locator(".certainty summary").click()
    assert outside(desk, "#talk") == []
    side = turn.locator("blockquote").first.evaluate("it => getComputedStyle(it.closest('figure')).direction")
    assert side == "rtl"
    turn.locator(".reference").first.click()
    assert outside(desk, "#source") == []
    assert desk.locator(".close").bounding_box()["x"] < PHONE["width"] / 2


def outside(page, within):
    """The elements that stick out of the window sideways."""
    return page.locator(f"{within} *:not(.unseen, .unseen *, option, datalist)").evaluate_all("""all => all
        .filter((it) => it.checkVisibility() && it.getClientRects().length)
        .filter((it) => it.getBoundingClientRect().left < -1 || it.getBoundingClientRect().right > innerWidth + 1)
        .map((it) => `${it.tagName}.${it.className}`)""")


def test_filters_go_with_the_question_and_into_the_address(desk, alone):
    desk.locator(".filters summary").click()
    desk.get_by_label("Publisher").fill("The Ledger")
    desk.get_by_label("Published from").fill("2024-01-01")
    turn = ask(desk, "grooming")
    assert alone.heard.asked[-1] == ("grooming", Filters("The Ledger", date(2024, 1, 1), None), ())
    expect(turn.locator(".understood")).to_have_text("Only articles: The Ledger · from 1 January 2024")
    assert desk.url.endswith("?q=grooming&source=The+Ledger&after=2024-01-01")
    desk.get_by_role("button", name="Clear filters").click()
    ask(desk, "close")
    assert alone.heard.asked[-1] == ("close", EVERYTHING, ("grooming",))


def test_a_period_that_ends_before_it_begins_is_not_asked(desk, alone):
    desk.locator(".filters summary").click()
    desk.get_by_label("Published from").fill("2024-02-01")
    desk.get_by_label("Published up to").fill("2024-01-01")
    desk.get_by_label("Your question").fill("grooming")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("alert")).to_contain_text("The first date is later")
    assert alone.heard.asked == []


def test_a_link_to_an_answer_asks_it_again(desk, alone):
    open_page(desk, f"{alone.url}/?q=grooming&source=The+Ledger&before=2024-12-31&lang=en")
    expect(desk.locator("figure")).to_have_count(3)
    assert alone.heard.asked == [("grooming", Filters("The Ledger", None, date(2024, 12, 31)), ())]
    expect(desk.locator(".filters summary")).to_have_text("Filters: The Ledger · up to 31 December 2024")
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=alone.url)
    desk.get_by_role("button", name="Copy link to this answer").click()
    expect(desk.locator("#status")).to_have_text("Copied")
    assert desk.evaluate("navigator.clipboard.readText()") == desk.url


def test_an_address_with_nonsense_in_it_is_refused_in_words(desk, alone):
    open_page(desk, f"{alone.url}/?q=grooming&after=yesterday&lang=%3Cb%3E")
    expect(desk.locator(".result")).to_contain_text("could not be asked")
    assert alone.heard.asked == []


def test_history_is_kept_in_the_browser_asks_again_and_can_be_cleared(desk, alone):
    ask(desk, "grooming")
    ask(desk, "close")
    open_page(desk, alone.url)
    desk.get_by_text("History", exact=True).click()
    expect(desk.locator(".again")).to_have_text(["close", "grooming"])
    desk.locator(".again").nth(1).click()
    expect(desk.locator("figure")).to_have_count(3)
    desk.get_by_text("History", exact=True).click()
    expect(desk.locator(".again")).to_have_text(["grooming", "close"])
    desk.get_by_role("button", name="Clear history").click()
    expect(desk.locator(".again")).to_have_count(0)
    assert desk.evaluate("localStorage.getItem('quotedesk.past')") is None


def test_the_notice_is_always_in_sight_and_only_its_addresses_are_links(desk):
    notice = desk.get_by_role("complementary", name="Notice")
    assert exactly(notice.locator("p")) == "In danger? Call 999.\nHelp: https://help.example/talk."
    assert notice.get_by_role("link").get_attribute("href") == "https://help.example/talk"
    desk.set_viewport_size(PHONE)
    ask(desk, "grooming")
    expect(notice).to_be_in_viewport(ratio=1)


def test_on_paper_there_is_nothing_to_press_and_nothing_is_cut_off(desk):
    turn = ask(desk, "grooming")
    desk.emulate_media(media="print")
    for pressed in (".composer", ".tools", ".copies", ".after"):
        expect(desk.locator(pressed).first).to_be_hidden()
    expect(turn.locator("blockquote").nth(2)).to_be_visible()
    assert desk.locator("#desk .scroll").evaluate("it => it.scrollHeight <= it.clientHeight + 1")
    desk.emulate_media(media="screen")


def test_the_first_load_is_under_half_a_megabyte(browser, alone):
    with browser.new_context() as context:
        page = context.new_page()
        finished = []
        page.on("requestfinished", lambda request: finished.append(request))
        open_page(page, alone.url)
        page.wait_for_timeout(1000)  # Gradio's heartbeat never ends, so the network is never idle
        sizes = [request.sizes() for request in finished]
    assert sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes) < 500_000


def test_who_is_signed_in_can_sign_out_and_nobody_else_is_offered_to(desk, alone):
    out = desk.get_by_role("link", name="Sign out")
    expect(out).to_have_count(0)
    desk.evaluate(f"document.cookie = '{HINT}=1; path=/'")
    open_page(desk, alone.url)
    assert out.evaluate("it => it.href") == f"{alone.url}/logout"
    desk.get_by_label("Language").select_option("fr")
    expect(desk.get_by_role("link", name="Se déconnecter")).to_be_visible()
    desk.evaluate(f"document.cookie = '{HINT}=; path=/; max-age=0'")
