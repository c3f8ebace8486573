import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.speech.quotations import ends_unopened, quotations


def marked(text):
    spans, still_open = quotations(text, 0, len(text))
    return [text[slice(*span)] for span in spans], still_open


CLOSED = {
    "curly": ("She said “it is late” and left.", ["“it is late”"]),
    "straight": ('She said "it is late" and left.', ['"it is late"']),
    "single": ("She said ‘it’s late’ and left.", ["‘it’s late’"]),
    "straight single": ("She said 'it's late' and left.", ["'it's late'"]),
    "one in another": ("“He said ‘late’ again.”", ["“He said ‘late’ again.”"]),
    "two": ("“Late,” she said. “Very.”", ["“Late,”", "“Very.”"]),
    "plural possessive": ("'The boys' boats sank,' she said.", ["'The boys' boats sank,'"]),
    "guillemets": ("«Il est tard», dit-elle.", ["«Il est tard»"]),
    "elisions": ("Rock 'n' roll of the '80s, 'til late.", []),
    "a possessive alone": ("The boys' boats and the girls' oars.", []),
}


@pytest.mark.parametrize(("text", "expected"), CLOSED.values(), ids=CLOSED.keys())
def test_what_lies_between_marks_is_found(text, expected):
    assert marked(text) == (expected, False)


@pytest.mark.parametrize("text", ["She said: “It is late.", 'She said: "It is late.'])
def test_what_is_not_closed_is_open(text):
    assert marked(text)[1]


def test_a_closing_mark_without_an_opening_one_ends_what_began_before():
    text = "and so to bed.” He left."
    assert ends_unopened(text, 0, len(text))
    assert not ends_unopened("“So to bed.”", 0, 12)


@given(st.text(alphabet="ab s.,“”‘’\"'«» "), st.data())
def test_quotations_are_in_order_and_apart(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    at = start
    for span in quotations(text, start, end)[0]:
        assert at <= span.start < span.end <= end
        at = span.end
