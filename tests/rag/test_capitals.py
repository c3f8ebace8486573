import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.capitals import capitals_tell, initials, opens_sentence, runs
from rag.wordforms import words_in


def written(text):
    words = words_in(text)
    return [text[words[run.first].start : words[run.last - 1].end] for run in runs(text, words)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ask Ada Brindle of the Bank of Glen, Eve", ["Ada Brindle of the Bank of Glen", "Eve"]),
        ("ask Meta's Ada and Glen", ["Meta's", "Ada", "Glen"]),
        ("see Dr. Ada. Then Eve", ["Dr. Ada", "Then Eve"]),
        ("nothing of the sort", []),
    ],
)
def test_runs_are_names(text, names):
    assert written(text) == names


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("who is Ada?", True),
        ("who is ada?", False),
        ("WHO IS ADA?", False),
        ("How Ada Met The Board In Glen Today", False),
    ],
)
def test_capitals_tell_nothing_where_all_or_none_are(text, tells):
    assert capitals_tell(words_in(text)) == tells


def test_initials_are_of_three_capitals_or_more():
    words = words_in("the Fellside Board of River Wardens")
    assert {letters for _, letters in initials(words, runs("the Fellside Board of River Wardens", words)[0])} == {
        "fbr", "brw", "fbrw"
    }  # fmt: skip


def test_the_first_word_of_each_sentence_opens_it():
    text = "Yes. No, Ada"
    assert [opens_sentence(text, word) for word in words_in(text)] == [True, True, False]


@given(st.text(max_size=80))
def test_runs_are_in_order_and_disjoint(text):
    ends = [place for run in runs(text, words_in(text)) for place in run]
    assert ends == sorted(ends)
