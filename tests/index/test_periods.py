"""Periods that texts name, as slices; and the one that a question asks about."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.periods import Period, _openers, _search, asked_period, compared, matches, periods
from index.phrases.periods import period_phrases

TODAY = date(2026, 11, 22)
WORDS = st.sampled_from(
    [
        "in",
        "2018",
        "since",
        "March",
        "to",
        "23",
        "2023-24",
        "the",
        "last",
        "year",
        "on",
        "Tuesday",
        "between",
        "and",
        "1990s",
        "-",
        "later",
        "people",
        "May",
        "7,062",
        "first half",
        "of",
        "two",
        "years ago",
        ".",
        "31",
        "April",
        "2020",
        "ending",
        "£",
        "winter",
        "\n\n",
    ]
)
BOUNDED = st.dates(date(2000, 1, 1), date(2030, 12, 31))


def named(text):
    return [(text[one.start : one.end], one.first, one.last) for one in periods(text)]


def years(first, last):
    return date(first, 1, 1), date(last, 12, 31)


@pytest.mark.parametrize(
    ("text", "slice_", "first", "last"),
    [
        ("Seals rose in 2018.", "in 2018", *years(2018, 2018)),
        ("Seals rose in 2023-24.", "in 2023-24", date(2023, 4, 1), date(2024, 3, 31)),
        ("A 2023/24 count", "2023/24", date(2023, 4, 1), date(2024, 3, 31)),
        ("The 2024–25 financial year", "The 2024–25 financial year", date(2024, 4, 1), date(2025, 3, 31)),
        ("Seals of 1999-2000", "1999-2000", *years(1999, 2000)),
        ("It shut from 23 March to 23 April.", "from 23 March to 23 April", None, None),
        (
            "It shut from 23 March to 23 April 2020.",
            "from 23 March to 23 April 2020",
            date(2020, 3, 23),
            date(2020, 4, 23),
        ),
        ("between 7 and 11 October 2024", "between 7 and 11 October 2024", date(2024, 10, 7), date(2024, 10, 11)),
        (
            "between April 2017 and October 2019",
            "between April 2017 and October 2019",
            date(2017, 4, 1),
            date(2019, 10, 31),
        ),
        ("December to March 2020", "December to March 2020", date(2019, 12, 1), date(2020, 3, 31)),
        ("from 1 December 2019 to 3 April", "from 1 December 2019 to 3 April", date(2019, 12, 1), date(2020, 4, 3)),
        ("March 2024 was wet.", "March 2024", date(2024, 3, 1), date(2024, 3, 31)),
        ("On 1 November 2024 it rained.", "On 1 November 2024", date(2024, 11, 1), date(2024, 11, 1)),
        ("On November 1, 2024, it rained.", "On November 1, 2024", date(2024, 11, 1), date(2024, 11, 1)),
        ("the first half of 2023", "the first half of 2023", date(2023, 1, 1), date(2023, 6, 30)),
        ("the winter of 2022", "the winter of 2022", date(2022, 1, 1), date(2023, 2, 28)),
        ("in the year to March 2024", "the year to March 2024", date(2023, 4, 1), date(2024, 3, 31)),
        (
            "the 12 months to the end of June 2024",
            "the 12 months to the end of June 2024",
            date(2023, 7, 1),
            date(2024, 6, 30),
        ),
        ("in the 1990s", "in the 1990s", *years(1990, 1999)),
        ("since 2020", "since 2020", date(2020, 1, 1), None),
        ("by 2030", "by 2030", None, date(2030, 12, 31)),
        ("before 2015", "before 2015", None, date(2014, 12, 31)),
        ("after March 2010", "after March 2010", date(2010, 4, 1), None),
        ("It began in May.", "in May", None, None),
    ],
)
def test_a_period_is_a_slice_with_its_first_and_last_day(text, slice_, first, last):
    assert named(text) == [(slice_, first, last)]
    assert not periods(text)[0].relative


@pytest.mark.parametrize(
    "slice_",
    [
        "over the next year",
        "last month",
        "last year",
        "over the last year",
        "later",
        "on Tuesday",
        "today",
        "five years ago",
        "in recent months",
        "earlier this month",
        "over the past five years",
        "last October",
        "two years earlier",
        "this winter",
    ],
)
def test_a_time_told_from_now_is_relative_and_never_resolved(slice_):
    text = f"The seals will be counted {slice_}."
    (found,) = periods(text)
    assert (text[found.start : found.end], found.first, found.last, found.relative) == (slice_, None, None, True)


@pytest.mark.parametrize(
    "text",
    [
        "2,000 seals",
        "£2018 was paid",
        "1999 cases",
        "in 1999 cases",
        "at 1984 Harbour Street",
        "7,062 of them",
        "2018 pages",
        "between 2000 and 2050 people",
        "up to 2018",
        "a later version",
        "sooner or later",
        "It may march on.",
        "2018-09-03-14",
        "in 2018,400 cases",
        "in 20180 cases",
        "Theresa May spoke.",
        "the last seal",
        "May 10 people come?",
        "0808 800 5000",
    ],
)
def test_a_number_is_no_year_without_evidence(text):
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("Calls rose by 82 % more than in 2017-18.", True),
        ("It took 410 calls, up from 380 in 2019.", True),
        ("It was 0.04 %, against 18 % in 1996.", True),
        ("It fell from £1.2m in 2020.", True),
        ("It took 410 calls, compared with a mere 380 in 2019.", True),
        ("Offences against children in 2019 rose.", False),
        ("Figures from the helpline in 2019 show it.", False),
        ("It took 380 calls in 2019.", False),
        ("It is more than anybody knew. In 2019 it took 380 calls.", False),
    ],
)
def test_a_period_may_only_be_compared_with(text, only):
    (period,) = [one for one in periods(text) if one.first]
    assert compared(text, period) is only


def test_two_years_that_are_listed_are_two_periods():
    assert named("in 2018 and 2020") == [("in 2018", *years(2018, 2018)), ("2020", *years(2020, 2020))]


def test_a_period_does_not_run_on_into_the_next_paragraph():
    assert [slice_ for slice_, *_ in named("Seals rose last\n\nyear in 2018\n\n2019 to 2020")] == [
        "in 2018",
        "2019 to 2020",
    ]


def test_after_an_event_of_a_year_may_be_in_that_year():
    assert named("after the 2020 storm") == [("after the 2020", date(2020, 1, 1), None)]


def test_only_the_given_stretch_is_read_and_offsets_are_those_of_the_text():
    text = "In 2017 it snowed. In 2018 it rained. In 2019 it shone."
    (found,) = periods(text, 19, 37)
    assert text[found.start : found.end] == "In 2018"


@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_periods_lie_in_the_text_in_order_and_disjoint(text):
    found = periods(text)
    ends = [0, *(one.end for one in found)]
    assert all(before <= one.start < one.end <= len(text) for before, one in zip(ends, found, strict=False))
    assert all(one.first <= one.last for one in found if one.first and one.last)
    assert all(one.first is one.last is None for one in found if one.relative)


@given(st.text(max_size=80))
def test_no_text_breaks_it(text):
    assert all(text[one.start : one.end] for one in periods(text))


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("How many seals in 2018?", *years(2018, 2018)),
        ("How many seals in 2023-24?", date(2023, 4, 1), date(2024, 3, 31)),
        ("How many seals in March 2024?", date(2024, 3, 1), date(2024, 3, 31)),
        ("How many seals last year?", *years(2025, 2025)),
        ("How many seals this year?", *years(2026, 2026)),
        ("How many seals last month?", date(2026, 10, 1), date(2026, 10, 31)),
        ("How many seals last week?", date(2026, 11, 9), date(2026, 11, 15)),
        ("How many seals over the last year?", date(2025, 11, 23), TODAY),
        ("How many seals in the last financial year?", date(2025, 4, 1), date(2026, 3, 31)),
        ("How many seals two years ago?", *years(2024, 2024)),
        ("How many seals yesterday?", date(2026, 11, 21), date(2026, 11, 21)),
        ("How many seals since 2020?", date(2020, 1, 1), None),
    ],
)
def test_a_question_asks_about_a_period_told_or_counted_from_today(question, first, last):
    found = asked_period(question, TODAY)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    "question", ["How many seals?", "What was said on Tuesday?", "Is it later?", "In which year?", ""]
)
def test_a_question_without_a_period_asks_about_none(question):
    assert asked_period(question, TODAY) is None


@given(st.integers(0, 10_000), st.sampled_from(["years", "months", "weeks", "days", "decades", "quarters"]))
def test_no_length_of_time_is_too_long_for_a_question(count, unit):
    for question in (f"in the last {count} {unit}?", f"{count} {unit} ago?"):
        found = asked_period(question, TODAY)
        assert found is None or found.first <= found.last


@pytest.mark.parametrize(
    ("text", "published", "verdict"),
    [
        ("in 2018", None, True),
        ("in 2018-19", None, True),
        ("in 2019", date(2018, 5, 1), False),
        ("since 2010", date(2017, 5, 1), False),
        ("since 2010", date(2019, 5, 1), True),
        ("last year", date(2018, 5, 1), True),
        ("last year", date(2019, 5, 1), None),
        ("last year", date(2024, 5, 1), False),
        ("last year", date(2017, 5, 1), False),
        ("nothing", None, None),
    ],
)
def test_the_periods_of_a_text_decide_and_then_its_date(text, published, verdict):
    assert matches(asked_period("in 2018", TODAY), periods(text), published) is verdict


@given(BOUNDED, BOUNDED, BOUNDED, BOUNDED)
def test_two_periods_match_when_they_share_a_day(a, b, c, d):
    asked, named_ = (Period(0, 1, min(pair), max(pair), relative=False) for pair in ((a, b), (c, d)))
    assert matches(asked, [named_], None) == (max(min(a, b), min(c, d)) <= min(max(a, b), max(c, d)))


WORDS = (
    "in|the|last|two|years|ago|3rd|1990s|2019|2023-24|May|MAY|maY|ſept|Monday,|on|this-week|early|mid-2020s|£2019|Q1|12%"
    "|USA|Today|yesterday.|\n\n|later|later,|year|to|March|between|and|5|November|couple|of|weeks"
)


@given(st.lists(st.sampled_from(re.split(r"\|", WORDS)), max_size=25).map(" ".join), st.integers(0, 40))
def test_a_pattern_is_tried_wherever_it_could_match(text, start):
    phrases = period_phrases("en")
    openers = _openers(text, 0, len(text), phrases)
    for pattern in (phrases.absolute, phrases.relative):
        sought, found = pattern.search(text, start), _search(pattern, text, start, len(text), openers)
        assert (sought and sought.span()) == (found and found.span())
