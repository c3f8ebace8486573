"""Headline, byline, publisher and date: declared, or slices of the text, or unknown."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import sha256_of
from index.formats import read
from index.formats.documents import Document
from index.particulars import article_of, day_of

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
        ("Published: 03/09/2018", "2018-09-03"),
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


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2020, 12, 31)))
def test_british_dates_are_never_swapped(day):
    for shape in ("%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%Y-%m-%d"):
        assert day_of(day.strftime(shape)) == day


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
