"""Headline, byline, publisher and date: declared, or slices of the text, or unknown."""

import datetime
from pathlib import Path

import pytest

from index.articles import sha256_of
from index.formats import read
from index.formats.documents import Document
from index.furniture import furniture
from index.particulars import article_of, particulars_of

ARTICLES = Path(__file__).parents[3] / "shared" / "articles"
LINES = (
    "The harbour master counted 61 seals on the rocks on Sunday.",
    "It is the most since counting began there in 1990, he said.",
    "“They like the quiet,” said Greta Holm, who lives beside them.",
)


def article(*lines, name="seals.txt", **declared):
    return article_of(Document("\n\n".join(lines), **declared), "a1", name)


def test_what_the_file_declares_comes_first():
    found = article(
        "A headline in the text",
        "By Ada Poole",
        *LINES,
        title="Declared",
        byline="B",
        publisher="P",
        url="https://u.example/",
    )
    assert (found.title, found.byline, found.publisher, found.url) == ("Declared", "B", "P", "https://u.example/")
    assert (found.id, found.sha256) == ("a1", sha256_of(found.text))


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("Seals return to the rocks", *LINES), "Seals return to the rocks"),
        (
            ("Skip to content", "3 May 2024", "By Ada Poole", "Seals return to the rocks", *LINES),
            "Seals return to the rocks",
        ),
        (("Exclusive", "Seals return to the rocks", *LINES), "Seals return to the rocks"),
        (("# Seals return #", *LINES), "Seals return"),
        (("---\nx: y\n---\n# Seals return", *LINES), "Seals return"),
        (LINES, LINES[0]),
        ((" ".join(LINES * 4),), LINES[0]),
        (("word " * 80,), "seals.txt"),
    ],
)
def test_the_title_is_a_line_or_a_sentence_never_a_part(lines, title):
    assert article(*lines).title == title


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada Poole", "Ada Poole"),
        ("BY ADA POOLE", "ADA POOLE"),
        ("By Ada Poole and Jon Vale, Harbour correspondent", "Ada Poole and Jon Vale"),
        ("Words by Ada van der Poole-O’Hara | 3 May 2024", "Ada van der Poole-O’Hara"),
        ("By A. B. Poole, Jon Vale & Kim Lee", "A. B. Poole, Jon Vale & Kim Lee"),
        ("By the sea it was quiet", None),
        ("By Monday the seals had gone.", None),
    ],
)
def test_the_byline_names_people_without_their_roles(line, names):
    found = article("Seals return to the rocks", line, *LINES)
    assert found.byline == names
    assert names is None or names in found.text


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("1 November 2024, 05:57 | Updated: 2 November 2024, 06:20", "2024-11-01"),
        ("Updated: 2 November 2024 | Published: 1 November 2024", "2024-11-01"),
        ("Updated: 2 November 2024", None),
        ("Published: 13/09/2018", "2018-09-13"),
        ("Published: 03/09/2018", None),
        ("By Ada Poole published 3 September 2018", "2018-09-03"),
        ("Posted on September 3, 2018 by Ada Poole", "2018-09-03"),
        ("Published 3 September 2018 Author Ada Poole", "2018-09-03"),
        ("3 September 2018 | 4 min read", "2018-09-03"),
        ("4 September 2018 saw the most seals", None),
        ("Mon 3 Sep 2018", "2018-09-03"),
        ("Monday 3rd September 2018 at 9.15am BST", "2018-09-03"),
        ("September 3, 2018", "2018-09-03"),
        ("date 2018-09-03", "2018-09-03"),
        ("By Ada Poole, 3 September 2018", "2018-09-03"),
        ("3 September", None),
        ("September 2018", None),
        ("2 days ago", None),
        ("31 February 2018", None),
        ("Published 03/09/18", None),
    ],
)
def test_the_date_line_gives_the_day_or_nothing(line, day):
    found = article("Seals return to the rocks", line, *LINES).published
    assert found == (datetime.date.fromisoformat(day) if day else None)


BRITISH = ("Seals return to the rocks", "Published: 03/09/2018", *LINES, "The council in Wales spent £900 on it.")


def known(*lines, name="seals.txt", **declared):
    document = Document("\n\n".join(lines), **declared)
    return particulars_of(document, name, furniture(document.text))


@pytest.mark.parametrize(
    ("declared", "day"),
    [
        ({}, "2018-09-03"),
        ({"locale": "en-GB"}, "2018-09-03"),
        ({"url": "https://seals.example.co.uk/rocks"}, "2018-09-03"),
        ({"locale": "en-US", "url": "https://seals.example.co.uk/rocks"}, "2018-09-03"),
        ({"locale": "en-US"}, None),
    ],
)
def test_the_day_comes_first_where_the_source_is_british(declared, day):
    found = known(*BRITISH, **declared).published
    assert found == (datetime.date.fromisoformat(day) if day else None)


def test_the_month_comes_first_only_where_an_american_source_is_declared():
    lines = ("Seals return to the rocks", "Published: 03/09/2018", *LINES)
    assert known(*lines, locale="en-US").published == datetime.date(2018, 3, 9)
    assert known(*lines, "The FBI was told in Washington, and Congress too.").published is None


def test_the_update_and_the_times_of_day_are_kept():
    found = known("Seals return", "1 November 2024, 05:57 GMT | Updated: 2 November 2024, 6.20pm", *LINES)
    assert found.published_at == datetime.datetime(2024, 11, 1, 5, 57, tzinfo=datetime.UTC)
    assert (found.updated, found.updated_at) == (
        datetime.date(2024, 11, 2),
        datetime.datetime(2024, 11, 2, 18, 20),
    )


def test_an_update_before_the_publication_is_none():
    assert known(*LINES, date="2024-11-02", updated="2024-11-01").updated is None
    assert known(*LINES, date="2024-11-02", updated="2024-11-02T10:00").updated == datetime.date(2024, 11, 2)


def test_a_day_of_greenwich_gives_way_to_the_day_in_the_address():
    linked = "https://news.example/2019/11/18/seals"
    assert known(*LINES, date="2019-11-19T02:34:30Z", url=linked).published == datetime.date(2019, 11, 18)
    assert known(*LINES, date="2019-11-19T02:34:30+01:00", url=linked).published == datetime.date(2019, 11, 19)


def test_two_days_without_a_label_are_no_date():
    assert known("Seals return to the rocks", "3 May 2024", "5 May 2024", *LINES).published is None


def test_a_date_under_the_headline_counts_before_the_one_above_it():
    found = known("Tuesday 7 May 2024", "Seals return to the rocks", "3 May 2024", *LINES)
    assert found.published == datetime.date(2024, 5, 3)


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("Ada Poole", ("Ada Poole",)),
        ("By Ada Poole and Jon Vale, Harbour correspondent", ("Ada Poole", "Jon Vale")),
        ("ADA POOLE & JON VALE", ("ADA POOLE", "JON VALE")),
        ("Dr Ada van der Poole; Jon O’Vale", ("Dr Ada van der Poole", "Jon O’Vale")),
        ("Staff reporter", ()),
        ("Harbour Press Agency", ()),
        ("Ada Poole with Press Dispatch", ("Ada Poole",)),
        (None, ()),
    ],
)
def test_people_are_the_persons_of_the_byline_and_slices_of_it(byline, people):
    found = known(*LINES, byline=byline)
    assert found.people == people
    assert found.byline == byline
    assert all(name in byline for name in people)


@pytest.mark.parametrize(
    ("lines", "publisher"),
    [
        (("Harbour Gazette", "Seals return to the rocks", *LINES), "Harbour Gazette"),
        (("Seals return to the rocks", "SealWatch UK", *LINES), "SealWatch UK"),
        (("HARBOUR GAZETTE", "Seals return to the rocks", *LINES, "Read the Harbour Gazette daily"), "Harbour Gazette"),
        (("Latest News", "Seals return to the rocks", *LINES), None),
        (("Seals return to the rocks", "Ada Poole", "Harbour Gazette", *LINES), None),
        (("Associated Press", "Seals return to the rocks", *LINES), None),
        (("Seals return to the rocks", *LINES, "Ada Poole writes for the Harbour Gazette."), None),
    ],
)
def test_the_publisher_is_named_at_the_top_or_unknown(lines, publisher):
    assert known(*lines).publisher == publisher


def test_the_masthead_is_not_the_headline():
    found = known("GREY SEAL GAZETTE", "Rocks are full again", *LINES, "The grey seal is back. Its gazette says so.")
    assert found.title == "Rocks are full again"


def test_a_date_within_the_article_is_not_its_own():
    assert article("Seals return", *LINES, "It was founded on 3 May 1990.").published is None


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2018-09-03-seals.txt", datetime.date(2018, 9, 3)),
        ("news/2018/09/03/seals.txt", datetime.date(2018, 9, 3)),
        ("seals_20180903.txt", datetime.date(2018, 9, 3)),
        ("2018-13-03.txt", None),
        ("2018-02-30.txt", None),
        ("a20180903b.txt", None),
        ("620180903.txt", None),
        ("2018-09.txt", None),
    ],
)
def test_a_file_name_may_tell_the_day(name, day):
    assert article(*LINES, name=name).published == day


@pytest.mark.parametrize(
    ("declared", "day"),
    [
        ("2018-09-03T23:30:00+01:00", "2018-09-03"),
        ("3 Sep 2018", "2018-09-03"),
        ("2018", None),
        ("2018-09", None),
        ("last week", None),
        ("2999-01-01", None),
        ("1850-01-01", None),
    ],
)
def test_a_declared_date_is_full_and_plausible_or_unknown(declared, day):
    found = article(*LINES, date=declared).published
    assert found == (datetime.date.fromisoformat(day) if day else None)


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="../shared is not here")
def test_the_five_articles_have_their_particulars():
    found = {}
    for path in ARTICLES.glob("*.txt"):
        (document,) = read(path, max_bytes=1_000_000)
        found[path.name[:3]] = article_of(document, path.stem, path.name)
    at = {number: article.text.index(article.title) for number, article in found.items()}
    assert at == {"000": 0, "001": 0, "002": 51, "003": 159, "004": 0}
    for number, found_article in found.items():
        line = found_article.text[at[number] :].splitlines()[0]
        assert found_article.title == line, "the whole line, not a part"
    assert {n: a.published.isoformat() for n, a in found.items() if a.published} == {
        "001": "2024-11-01",
        "003": "2018-09-03",
    }
    assert {n: a.byline for n, a in found.items() if a.byline} == {"001": "Flaminia Luck", "004": "Sam Trendall"}
