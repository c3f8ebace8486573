import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.figures import figures


def says(text, published=None):
    return {form for figure in figures(text, published) for form in figure.says}


def asks(text):
    """What the outermost figure of a text asks for."""
    return max(figures(text), key=lambda figure: (-figure.start, figure.end)).asks


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("5", "five"), ("five", "5"), ("1 million", "1,000,000"), ("1m", "a million"), ("2.5 million", "£2.5m"),
        ("12%", "12 per cent"), ("12 percent", "twelve per cent"), ("25", "twenty-five"), ("200", "two hundred"),
        ("5th", "the fifth"), ("2", "World War II"), ("5 October", "Oct 5th, 2024"), ("October 5", "2024-10-05"),
        ("Nov", "1 November"), ("2023-24", "2023/24"), ("2023-24", "2023–2024"),
        ("2023-24", "the year to the end of March 2024"), ("2023", "in 2023-24"), ("1990s", "in 1994"),
        ("18th century", "in 1745"), ("18th century", "an eighteenth-century house"),
    ],
)  # fmt: skip
def test_the_same_figure_written_differently_is_found(asked, text):
    assert asks(asked) & says(text)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("12%", "12 wells"), ("5 October", "5 November"), ("2023-24", "in 2023"), ("2021-22", "2022-23"),
        ("in 2024", "2,024 wells"), ("1m", "1bn"), ("5th", "5 wells"), ("1990s", "in 2004"),
    ],
)  # fmt: skip
def test_another_figure_is_not(asked, text):
    assert not asks(asked) & says(text)


def test_last_year_is_told_from_the_date():
    assert "y2022" in says("last year", datetime.date(2023, 5, 1))
    assert "y2022" not in says("last year")


def test_no_such_day_is_no_date():
    assert "@february" not in says("2024-02-31")


@given(st.integers(0, 10**12))
def test_a_number_is_itself_with_and_without_commas(number):
    assert f"#{number}" in says(str(number)) & says(f"{number:,}")


@given(st.text(max_size=80))
def test_figures_lie_in_the_text(text):
    assert all(0 <= figure.start < figure.end <= len(text) for figure in figures(text))


def test_a_month_in_letters_that_only_look_like_it_breaks_nothing():
    assert not [one for one in figures("On 3 aprİl, or ſeptember 3.") if any("@" in form for form in one.says)]
