"""Copies, agency copy and updates are found; a series, a round-up and a common end are none."""

import datetime
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Article, Dropped, sha256_of
from index.sketches import BANDS, bands, resemblance, sketch
from index.twins import (
    Dates,
    Kin,
    Story,
    address,
    heading,
    kinship,
    likeness,
    same_story,
    stories,
)
from tests.timing import unhurried

MONDAY = datetime.date(2024, 3, 4)
FERRY = (
    "The ferry to the outer islands will not sail until the end of April, its owners said on Monday.",
    "A crack was found in the hull in January, and the yard that is to mend it has no dock free before Easter.",
    "“We know what this does to people who have hospital appointments,” said Ada Poole, who runs the line.",
    "Some 340 people live on the two islands, and 61 of them cross at least once a week.",
    "The council will pay for a smaller boat on Tuesdays and Fridays; it takes no cars and twelve passengers.",
    "Farmers have asked for a barge, since the lambing sales begin in the second week of April.",
    "The last time the ferry was out of service for so long was the winter of 1987.",
)
BAKERY = (
    "A bakery in the old signal box has won the county's prize for rye bread for the third year.",
    "Its two bakers begin at three in the morning and have sold out by ten, six days a week.",
    "“There is no secret, there is only time,” said Tomas Lind, who learned the trade at sea.",
    "The judges tasted 48 loaves without knowing whose they were, and all five chose the same one.",
    "The prize is a copper kettle and a sack of flour from the mill that gave it.",
)
NOTICE = tuple(
    f"Paragraph {number} of the page's own end says once more that members may write to the {word} desk by post."
    for number, word in enumerate(("north", "south", "east", "west", "upper", "lower", "inner", "outer", "near", "far"))
)


def article(name, *paragraphs, title="Island ferry out until the end of April", **particulars):
    text = "\n\n".join(paragraphs)
    given = {"url": f"https://{name}.example/ferry", "publisher": name, "published": MONDAY, **particulars}
    return Article(name, title, text, sha256_of(text), **given)


def related(one, other):
    kin = kinship(one, other)
    return kin and (kin.kind, kin.older, kin.newer)


PIER = article("pier", *FERRY)
WORDS = st.lists(st.sampled_from(["the", "ferry", "sails", "at", "noon", "and", "not", "it"]), max_size=40)


def test_the_same_words_in_two_papers_are_a_copy_whatever_their_furniture():
    furnished = "Sign up here\n\n" + PIER.text.replace("\n\n", "\n")
    other = Article(
        "quay", "No ferry", furnished, sha256_of(furnished), published=MONDAY, dropped=(Dropped(0, 14, "promotion"),)
    )
    assert related(PIER, other) == ("copy", "pier", "quay")


def test_agency_copy_with_another_lead_and_a_paragraph_less_is_one_story():
    lead = "Islanders must do without their ferry for two months because of a crack in its hull, PA reports."
    other = article("quay", lead, *FERRY[1:4], *FERRY[5:], title="Islands cut off")
    assert related(PIER, other) == ("story", "quay", "pier")
    assert likeness(PIER, other).resemblance < 0.8


def test_the_newer_text_of_a_page_is_an_update_whichever_was_indexed_first():
    later = article(
        "pier-2", "There is no ferry before May.", *FERRY[2:5], url="http://www.pier.example/ferry/?utm_source=x",
        published=MONDAY + datetime.timedelta(days=2),
    )  # fmt: skip
    assert related(PIER, later) == related(later, PIER) == ("update", "pier", "pier-2")


def test_of_one_day_the_longer_text_is_the_update_and_without_a_date_there_is_none():
    longer = article("a-pier", *FERRY[:3], FERRY[3].replace("340", "all of the 352"), *FERRY[4:], url=PIER.url)
    assert related(PIER, longer) == ("update", "pier", "a-pier")
    teaser = article("pier-3", *FERRY[:2], url=PIER.url)
    assert related(PIER, teaser) == ("update", "pier-3", "pier")
    undated = article("a-pier", *FERRY, "It is so.", url=PIER.url, published=None)
    assert related(PIER, undated) == ("story", "pier", "a-pier")


VERSIONS = st.builds(
    article,
    st.sampled_from("abc"),
    st.lists(st.sampled_from(FERRY), max_size=7).map("\n\n".join),
    url=st.sampled_from([PIER.url, "https://quay.example/boats", None]),
    publisher=st.sampled_from(["pier", "quay"]),
    published=st.sampled_from([None, MONDAY, MONDAY + datetime.timedelta(days=1)]),
)


@given(VERSIONS, VERSIONS)
def test_what_two_articles_are_is_the_same_whichever_was_indexed_first(one, other):
    if one.id != other.id:
        assert kinship(one, other) == kinship(other, one)


def test_the_same_headline_and_publisher_is_an_update_only_in_much_the_same_words():
    more = article("new", *FERRY, "The yard said on Tuesday that a dock may come free.", publisher="pier")
    assert related(PIER, more) == ("update", "pier", "new")
    series = article("bread", *BAKERY, publisher="pier", title=PIER.title)
    assert related(PIER, series) is None


def test_a_correction_in_another_paper_is_the_same_story_and_no_update():
    other = article("quay", *FERRY[:3], FERRY[3].replace("340", "352"), *FERRY[4:])
    assert related(PIER, other) == ("story", "pier", "quay")


def test_pages_that_share_a_long_end_are_two_stories():
    end = [f"{line} See page {page}." for line in NOTICE for page in range(12)]
    one = article("a", *FERRY, "Fishing boats cannot take over: " + "none of them may carry passengers. " * 5, *end)
    other = article("b", *BAKERY, *end, title="Rye bread wins again")
    assert likeness(one, other).containment > 0.7
    assert likeness(one, other).resemblance > 0.25
    assert related(one, other) is None


def test_a_paragraph_in_a_round_up_does_not_make_the_round_up_its_story():
    brief = article("brief", FERRY[0], title="Ferry")
    assert related(brief, article("roundup", FERRY[0], *BAKERY, *NOTICE, title="The day in brief")) is None


def test_a_series_in_the_same_words_is_another_story_each_week():
    body = (*NOTICE[:8], "High water on Monday is at 3.1 metres by the harbour clock.", *BAKERY[:2])
    other = (*NOTICE[:8], "High water this week is at 4.2 metres, an hour after the church clock.", *BAKERY[2:3])
    first = article("tides-1", *body, title="Tides for 4 March")
    again = {"title": "Tides for 11 March", "publisher": "tides-1"}
    assert 0.7 < likeness(first, article("tides-2", *other)).containment < 0.85
    assert same_story(first, article("tides-2", *other, **again))
    assert not same_story(first, article("tides-2", *other, published=MONDAY + datetime.timedelta(days=7), **again))


def test_an_article_without_words_is_nobodys_twin():
    empty, other = article("a"), article("b", "—", "…")
    assert sketch([]) == sketch(["", " — "]) == b""
    assert bands(b"") == []
    assert resemblance(b"", b"") == 0
    assert not same_story(empty, other)
    assert related(empty, other) is None


@given(WORDS, WORDS)
def test_likeness_and_resemblance_are_symmetric_and_whole_for_the_same_words(one, other):
    left, right = article("a", " ".join(one)), article("b", " ".join(other))
    assert likeness(left, right) == likeness(right, left)
    assert same_story(left, right) == same_story(right, left)
    assert same_story(left, left) == bool(one)
    first, second = sketch([left.text]), sketch([right.text])
    assert resemblance(first, second) == resemblance(second, first)
    assert resemblance(first, first) == (1.0 if one else 0.0)


@given(WORDS)
def test_a_sketch_sees_no_case_no_punctuation_and_no_stretches(words):
    text = " ".join(words)
    assert sketch([text]) == sketch([text.upper().replace(" ", ", ")]) == sketch(words)
    assert len(bands(sketch([text]))) == len(set(bands(sketch([text])))) == (BANDS if words else 0)


def test_a_sketch_estimates_the_resemblance_of_the_texts_and_twins_share_a_band():
    other = article("quay", *FERRY[1:], "The yard said on Tuesday that a dock may come free.")
    one, two = sketch([PIER.text]), sketch([other.text])
    assert resemblance(one, two) == pytest.approx(likeness(PIER, other).resemblance, abs=0.15)
    assert set(bands(one)) & set(bands(two))
    assert not set(bands(one)) & set(bands(sketch(BAKERY)))


def test_a_sketch_is_the_same_in_every_process():
    program = "import sys; from index.sketches import sketch; sys.stdout.write(sketch(sys.argv[1:]).hex())"
    said = {
        subprocess.run(
            [sys.executable, "-c", program, *FERRY],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert said == {sketch(FERRY).hex()}


def test_a_sketch_is_what_it_was_when_indexes_were_made_with_it():
    # If this fails, the library sketches differently: indexes must be sketched anew, and KIND must change with it.
    assert sketch(["a ferry will not sail before the end of April"]).hex()[:32] == "9e7d4b1c1eda6d0e23355bc0b9667ec0"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.pier.example/a/?utm_source=x&fbclid=1", "http://pier.example/a"),
        ("https://m.pier.example/a?id=3&at_medium=rss", "https://pier.example/a?id=3"),
    ],
)
def test_a_page_has_one_address(one, other):
    assert address(one) == address(other) is not None


@pytest.mark.parametrize("url", [None, "", "https://pier.example", "https://pier.example/", "http://[broken"])
def test_a_front_page_is_no_address_of_an_article(url):
    assert address(url) is None


def test_other_pages_have_other_addresses():
    urls = ["https://a.example/x", "https://b.example/x", "https://a.example/x?id=1", "https://a.example/x#part-2"]
    assert len({address(url) for url in urls}) == 4


def test_a_heading_is_without_the_name_of_the_site():
    assert (
        heading("Ferry out until April | The Pier")
        == heading("Ferry out until April - Pier")
        == heading("“Ferry” out until April")
    )


def test_of_two_texts_published_on_one_day_the_one_updated_later_supersedes():
    later = article("pier-2", *FERRY[:5], url=PIER.url, updated=MONDAY + datetime.timedelta(days=1))
    assert related(PIER, later) == related(later, PIER) == ("update", "pier", "pier-2")


def test_a_story_is_led_by_the_newest_update_of_its_earliest_article():
    kin = [Kin("a", "b", "story"), Kin("a", "a2", "update"), Kin("b", "u", "story"), Kin("x", "y", "copy")]
    tuesday, wednesday = (MONDAY + datetime.timedelta(days=days) for days in (1, 2))
    dates = {
        "u": Dates(None), "b": Dates(tuesday), "a2": Dates(MONDAY, wednesday), "a": Dates(MONDAY),
        "x": Dates(None), "y": Dates(MONDAY),
    }  # fmt: skip
    assert stories(kin, dates) == [
        Story(("a", "a2", "b", "u"), "a2", frozenset({"a"})),
        Story(("y", "x"), "y", frozenset()),
    ]


NAMES = "abcdefgh"


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(["copy", "story", "update"]))),
    st.permutations(NAMES),
)
def test_the_order_of_indexing_and_of_pairs_changes_no_group(pairs, order):
    days = {name: Dates(MONDAY + datetime.timedelta(days=at)) for at, name in enumerate(NAMES)}
    kin = [Kin(*sorted((one, other)), kind) for one, other, kind in pairs if one != other]
    found = stories(kin, {name: days[name] for name in NAMES})
    again = stories(reversed(kin), {name: days[name] for name in order})
    assert set(found) == set(again)
    for story in found:
        assert story.lead in story.articles
        assert story.lead not in story.superseded
        assert list(story.articles) == sorted(story.articles)


def test_a_long_article_is_sketched_in_well_under_its_three_milliseconds():
    text = " ".join(f"{word}{number}" for number in range(60) for word in FERRY[0].split())[:5000]
    assert unhurried(lambda: bands(sketch([text])), times=20) < 0.003
