"""Dates as pages write them: certain ones only, where they stand, with their times."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.particulars.dates import datings, day_of, moment_of, on, order_of

DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2020, 12, 31))
WORDS = st.sampled_from(
    [
        "3 May 2024",
        "Updated:",
        "05:57",
        "2018-09-03",
        "|",
        "seals",
        "May 3, 2024",
        "31/12/2019",
        "GMT",
        "\n",
        "Published",
        "9am",
    ]
)


@given(DAYS)
def test_british_dates_are_never_swapped(day):
    for shape in ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%Y-%m-%d", "%Y/%m/%d"):
        assert day_of(day.strftime(shape)) == day


@given(DAYS)
def test_without_an_order_a_day_is_right_or_unknown(day):
    found = day_of(day.strftime("%d/%m/%Y"), None)
    assert found == day if day.day > 12 or day.day == day.month else found is None


@given(DAYS)
def test_an_american_date_is_read_month_first_where_that_is_known(day):
    assert day_of(day.strftime("%m/%d/%Y"), "MDY") == day


@pytest.mark.parametrize(
    "written", ["03/09/18", "31/02/2018", "31 April 2018", "1/1/1899", "2999-01-01", "May 2018", "2018"]
)
def test_what_is_no_full_plausible_day_is_unknown(written):
    assert moment_of(written, "DMY") is None


def test_tomorrow_may_be_but_next_week_may_not():
    today = datetime.date.today()
    later = today + datetime.timedelta(days=7)
    assert on(later.year, later.month, later.day) is None
    assert on(today.year, today.month, today.day) == today


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2018-09-03T23:30:00+01:00", "2018-09-03T23:30:00+01:00"),
        ("2023-10-25T05:01:13.000Z", "2023-10-25T05:01:13+00:00"),
        ("2022-11-14T00:00:00Z", None),
        ("1 November 2024, 05:57", "2024-11-01T05:57:00"),
        ("16th August 2023, 00:01 BST", "2023-08-16T00:01:00+01:00"),
        ("Monday 3rd September 2018 at 9.15am", "2018-09-03T09:15:00"),
        ("3 September 2018 at 12.15am", "2018-09-03T00:15:00"),
        ("3 September 2018, 9pm", "2018-09-03T21:00:00"),
        ("Updated at 09:15 BST on 3 May 2024", "2024-05-03T09:15:00+01:00"),
        ("Tue, 24 Aug 2021 06:00:00 +0100", "2021-08-24T06:00:00+01:00"),
        ("3 September 2018, 25:10", None),
        ("3 September 2018, 05:57 IST", "2018-09-03T05:57:00"),
    ],
)
def test_a_time_is_kept_with_its_zone_where_that_is_certain(written, at):
    found = moment_of(written, "DMY")
    assert found is not None
    assert (found.at.isoformat() if found.at else None) == at


@given(st.lists(WORDS, max_size=8).map(" ".join))
def test_dates_lie_in_the_text_in_order_and_disjoint(text):
    found = list(datings(text, 0, len(text), "DMY"))
    ends = [0, *(one.end for one in found)]
    assert all(before <= one.start < one.end <= len(text) for before, one in zip(ends, found, strict=False))


def test_a_label_says_which_date_it_is():
    text = "1 May 2024 | Published 2 May 2024 | Last updated: 3 May 2024"
    assert [one.label for one in datings(text, 0, len(text), None)] == ["", "published", "updated"]


@pytest.mark.parametrize(
    ("url", "locale", "order"),
    [
        (None, "en-GB", "DMY"),
        (None, "en_US", "MDY"),
        (None, "en-CA", None),
        (None, "de", "DMY"),
        (None, "en", None),
        ("https://a.example.gov/", None, "MDY"),
        ("https://a.example.co.uk/", "en-US", "DMY"),
        ("https://a.example.com/", None, None),
        ("http://[", None, None),
    ],
)
def test_the_order_is_what_the_source_declares(url, locale, order):
    assert order_of("Seals sleep.", url, locale) == order
