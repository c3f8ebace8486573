"""Where the article lies in the text of a whole page."""

from hypothesis import given
from hypothesis import strategies as st

from index.furniture import judged
from index.furniture.body import body, greatest_run
from index.furniture.lines import lines_of
from index.furniture.worths import line_worths
from index.phrases import phrases

STORY = [
    "The lighthouse on the point will be lit by wind from next spring, its keepers said on Monday after a vote.",
    "The lighthouse has burnt oil since 1871, and a tanker has climbed the cliff road once a month ever since.",
    "“We counted every litre of the oil for a year before the keepers decided,” said Greta Holm of the lighthouse.",
    "The new mast beside the lighthouse is 40 metres tall and was paid for by visitors to the harbour.",
]
MENU = ["Home", "News", "Sport", "Weather", "Harbour", "Boats", "Fish market", "Tides", "Letters", "Jobs", "Log in"]
FOOTER = [
    "About us",
    "Contact us",
    "Privacy policy",
    "Terms of use",
    "Cookie policy",
    "© 2024 Harbour Gazette",
    "Careers",
]


@given(st.lists(st.integers(-9, 9), max_size=30))
def test_no_run_has_a_greater_sum(worth):
    run, total = greatest_run(worth)
    assert total == sum(worth[number] for number in run)
    assert total == max([0, *(sum(worth[a:b]) for a in range(len(worth)) for b in range(a + 1, len(worth) + 1))])


def test_the_article_of_a_whole_page_stays_with_its_headline():
    text = "\n".join([*MENU, "Lighthouse to be lit by wind", "Share", *STORY, "Otter seen", *FOOTER])
    found = judged(text)
    left = text
    for one in reversed(found.dropped):
        left = left[: one.start] + left[one.end :]
    assert left.split("\n") == ["Lighthouse to be lit by wind", *STORY, ""]
    assert not found.kept_all


def test_a_list_in_an_article_that_has_no_page_around_it_stays():
    text = "\n".join([*STORY, "Who to call", *[f"Harbour office {n}" for n in range(20)]])
    assert judged(text).dropped == ()


def test_the_second_half_of_an_article_that_is_cut_in_two_stays():
    halves = [[f"In {year} people spoke of it: {one}" for year in years for one in STORY] for years in ((1, 2), (3, 4))]
    lines = tuple(
        lines_of("\n".join([*MENU, *halves[0], *(f"{one} {n}" for n in range(9) for one in MENU), *halves[1]]), 0)
    )
    first, second = body(lines, {}, phrases())
    assert (len(first), len(second)) == (8, 8)


def test_a_heading_between_two_paragraphs_costs_the_run_little():
    lines = tuple(lines_of("\n".join([STORY[0], "How it works", STORY[1], "Boats", "Tides"]), 0))
    worth = line_worths(lines, {}, phrases())
    assert worth[1] > worth[3]


def test_an_article_without_spaces_between_words_has_prose():
    line = next(lines_of("警察は四週間で四十五人を逮捕したと水曜日に発表した。", 0))
    assert line.prose


def test_a_text_that_is_furniture_throughout_is_kept_and_says_so():
    found = judged("\n\n".join(["Read more: a", "Read more: b", "Read more: c", "A short note."]))
    assert found.dropped == ()
    assert found.kept_all
    assert 0.5 < found.spared < 1
