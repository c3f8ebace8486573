"""What is furniture goes, with its reason; what may be the article stays."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import REASONS, gaps
from index.furniture import furniture
from index.phrases import phrases
from tests.timing import unhurried

SHARED = Path(__file__).parents[4] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
PROSE = [
    "The lighthouse on the point will be lit by wind from next spring, its keepers said on Monday.",
    "It has burnt oil since 1871, and a tanker has climbed the cliff road once a month ever since.",
    "“We counted every litre for a year before we decided,” said Greta Holm, who keeps the books.",
    "The new mast is 40 metres tall, cost £90,000 and was paid for by the harbour's own visitors.",
]


def page(*lines):
    return "\n\n".join(lines)


def reasons(text):
    return {text[d.start : d.end].strip(): d.reason for d in furniture(text)}


def kept(text):
    return "".join(text[a:b] for a, b in gaps(furniture(text), len(text)))


PIECES = st.sampled_from(
    [*PROSE, "Skip to content", "Home", "News", "Sport", "Facebook", "Leave a Reply", "More For You", "By Ada Poole",
     "3 May 2024", "---", "title: x", " date 2018-09-03 Image copyright Getty Images Image caption A cat", "", " ",
     "\t", "Read more: x", "Photo: Getty", "Most read", "\u2028", "\x0c", "🙂", "© 2020"]
)  # fmt: skip


@given(st.lists(st.tuples(PIECES, st.sampled_from(["\n", "\r\n", "\n\n", "\r", " "])), max_size=40))
def test_dropped_and_kept_cover_the_text_and_are_disjoint(pieces):
    text = "".join(piece + ending for piece, ending in pieces)
    dropped = furniture(text)
    at = 0
    for stretch in dropped:
        assert at <= stretch.start < stretch.end <= len(text)
        assert stretch.reason in REASONS
        at = stretch.end
    spans = sorted([*((d.start, d.end) for d in dropped), *gaps(dropped, len(text))])
    assert "".join(text[a:b] for a, b in spans) == text


@pytest.mark.parametrize("line", ["Home", "More news", "Related content", "Read more: x", "By A B", "Title Case Words"])
def test_a_text_of_nothing_but_furniture_takes_no_age(line):
    text = page(*PROSE, *[line] * 50_000)
    assert unhurried(lambda: furniture(text)) < 5


@given(st.text())
def test_any_text_is_judged(text):
    furniture(text)


@given(st.lists(st.sampled_from(PROSE), min_size=1))
def test_prose_is_never_dropped(lines):
    assert furniture(page(*lines)) == ()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Skip to content", "navigation"),
        ("ADVERTISEMENT", "advertisement"),
        ("Loading audio...", "other"),
        ("Read more: Otter seen in the harbour", "related story"),
        ("Lighthouse at dusk. Picture: Getty", "caption"),
        ("The lamp in 1920 (Photo by Ann Other/Getty Images)", "caption"),
        ("Image copyright A Person Image caption The lamp", "caption"),
        ("© 2024 Harbour Gazette", "legal"),
        ("Share on Facebook", "sharing"),
        ("Your email address will not be published. Required fields are marked *", "comment box"),
        ("Sign up for our newsletter", "promotion"),
        ("Don’t miss: the harbour fair", "related story"),
    ],
)
def test_a_known_line_goes_with_its_reason(line, reason):
    assert reasons(page("Lighthouse to be lit by wind", PROSE[0], line, *PROSE[1:])) == {line: reason}


@pytest.mark.parametrize(
    "line",
    [
        "He wanted to read more: novels, plays and above all letters.",
        "By the sea",
        "The pause between two breaths is called apnea (AP-ne-ah).",
        "The pictures (Image 3 and the two after it) show the mast.",
        "Home",
        "Facebook",
        "A picture: how the lamp was built",
        "Related content is what the site sells, the report said.",
        "# Comments",
        "3 May 2024",
        "sign up for our training before the end of the",
        "More For Your money in a year of cheaper oil",
    ],
)
def test_what_only_looks_like_furniture_stays(line):
    assert furniture(page("Lighthouse to be lit by wind", *PROSE, line, *PROSE)) == ()


def test_byline_and_date_line_are_known_by_their_place():
    top = page(
        "Lighthouse to be lit by wind",
        "By Ada Poole and Jon Vale, Harbour correspondent",
        "Published: 3 May 2024, 9.15am",
        *PROSE,
    )
    assert list(reasons(top).values()) == ["byline", "date line"]


@pytest.mark.parametrize("line", ["Ada Poole, keeper of the lamp. 3 May 2024", "Ada Poole, Keeper | 3 May 2024"])
def test_a_name_with_an_office_and_a_date_is_a_byline(line):
    assert reasons(page("Lighthouse to be lit by wind", line, *PROSE)) == {line: "byline"}


@pytest.mark.parametrize("line", ["Ada Poole, of Calder, died on 3 May 2024", "Ada Poole, keeper of the lamp."])
def test_a_sentence_about_a_person_is_no_byline(line):
    assert furniture(page("Lighthouse to be lit by wind", line, *PROSE)) == ()


def test_the_description_above_a_caption_goes_with_it():
    text = page("Lighthouse to be lit by wind", "Lamp at dusk\nLamp at dusk. Picture: Getty", *PROSE)
    assert reasons(text) == {"Lamp at dusk\nLamp at dusk. Picture: Getty": "caption"}


def test_a_date_and_a_caption_on_one_line_are_two_stretches():
    text = page(" date 2018-09-03 Image copyright Getty Images Image caption The lamp", *PROSE)
    assert [d.reason for d in furniture(text)] == ["date line", "caption"]
    assert kept(text) == page(*PROSE)


def test_words_of_a_menu_go_only_in_a_row():
    text = page("Home\nNews\nSport\nWeather", "Lighthouse to be lit by wind", *PROSE)
    assert reasons(text) == {"Home\nNews\nSport\nWeather": "navigation"}


def test_a_box_of_headlines_ends_where_sentences_begin():
    box = page(
        "Related content", "Otter seen in the harbour for the first time", "Ferry sails at night after two years"
    )
    assert kept(page(*PROSE[:2], box, "What it cost", *PROSE[2:])) == page(*PROSE[:2], "What it cost", *PROSE[2:])


def test_a_box_above_the_article_does_not_take_its_headline():
    text = page("Latest Stories", "Lighthouse to be lit by wind", *PROSE)
    assert reasons(text) == {"Latest Stories": "navigation"}


TEASERS = [
    line
    for n in range(9)
    for line in (f"Town number {n} opens a museum of clocks", PROSE[n % 4], "Keep ReadingShow less")
]


def test_a_tail_of_other_stories_goes_even_if_it_is_most_of_the_file():
    text = page("Lighthouse to be lit by wind", *PROSE, "More For You", *TEASERS)
    assert kept(text).strip() == page("Lighthouse to be lit by wind", *PROSE)


def test_the_rest_stays_where_it_may_be_the_article():
    text = page("Lighthouse to be lit by wind", *PROSE, "More For You", *PROSE * 3)
    assert reasons(text) == {"More For You": "teaser"}
    early = page("Lighthouse to be lit by wind", PROSE[0], "Leave a Reply", *PROSE)
    assert reasons(early) == {"Leave a Reply": "comment box"}


def test_replies_go_whatever_they_look_like():
    text = page(*PROSE, "Leave a Reply", *PROSE * 3)
    assert kept(text).strip() == page(*PROSE)


def test_an_article_is_never_lost():
    assert furniture(page("Read more: a", "Read more: b", "Read more: c", "A short note.")) == ()


def test_the_name_under_an_article_is_its_writer_where_furniture_follows():
    assert reasons(page(*PROSE, "Ada Poole", "Learn More →")) == {"Ada Poole": "byline", "Learn More →": "teaser"}
    assert furniture(page(*PROSE, "Ada Poole")) == ()


@pytest.mark.parametrize("fence", ["---", "+++"])
def test_front_matter_goes_in_one_stretch(fence):
    head = f"{fence}\r\ntitle: x\r\n{fence}\r\n"
    assert reasons(head + page(*PROSE)) == {head.strip(): "front matter"}
    assert furniture(f"{fence}\n\nA rule, no fields.\n\n{fence}\n" + page(*PROSE)) == ()


def test_only_known_reasons_are_in_the_table():
    table = phrases()
    for kind in (table.line, table.cluster, table.block, table.end):
        assert set(kind.values()) <= set(REASONS)
    assert {reason for several in table.start.values() for _, reason in several} <= set(REASONS)


@needs_shared
def test_the_five_articles_keep_their_sentences_and_lose_their_furniture():
    shares = {}
    for path in (SHARED / "articles").glob("*.txt"):
        text = path.read_text("utf-8")
        shares[path.name[:3]] = sum(d.end - d.start for d in furniture(text)) / len(text)
    expected = {"000": 0.002, "001": 0.487, "002": 0.544, "003": 0.073, "004": 0.017}
    assert shares == pytest.approx(expected, abs=0.01)


@needs_shared
@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["corpora/digitalgov-news", "corpora/18f-handbook", "corpora/medquad", "dev/squad2-dev", "dev/clapnq-a"]
)
def test_clean_collections_stay_whole_and_fast(name):
    with gzip.open(SHARED / "data" / name / "articles.jsonl.gz") as file:
        texts = [json.loads(line)["text"] for line in file]
    found = []
    seconds = unhurried(lambda: found.extend(map(furniture, texts)))
    characters = sum(map(len, texts))
    assert sum(d.end - d.start for dropped in found for d in dropped) < characters / 1000
    assert characters / seconds > 1_000_000
