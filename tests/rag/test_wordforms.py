import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.wordforms import name_forms, one_slip, plain, stem, way, words_in


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Scottish", "Scotland"), ("Welsh", "Wales"), ("French", "France"), ("Australian", "Australia"),
        ("Iranians", "Iran"), ("Parisian", "Paris"), ("Charities", "charity"), ("Ofcom’s", "Ofcom"), ("U.S.", "US"),
        ("Łódź", "Lodz"), ("Boxes", "box"),
    ],
)  # fmt: skip
def test_forms_of_one_name_meet(left, right):
    assert name_forms(left) & name_forms(right)


@pytest.mark.parametrize(
    ("left", "right"), [("May", "may"), ("US", "us"), ("US", "Us"), ("Iran", "Iraq"), ("Wales", "Whales")]
)
def test_other_words_do_not(left, right):
    assert not name_forms(left) & name_forms(right)


def test_a_longer_name_ends_in_another_place():
    assert way("Northern Ireland")[1].isdisjoint(name_forms("Ireland"))


@pytest.mark.parametrize(
    "words", ["arrest arrests arrested arresting", "stop stopped stopping", "charge charged charging"]
)
def test_inflections_have_one_stem(words):
    assert len({stem(word) for word in words.split()}) == 1


@pytest.mark.parametrize(
    ("left", "right", "slip"),
    [
        ("glen", "gle", True),
        ("glen", "gnel", False),
        ("glen", "geln", True),
        ("glen", "glan", True),
        ("glen", "glen", False),
    ],
)
def test_a_slip_is_of_one_letter(left, right, slip):
    assert one_slip(left, right) == one_slip(right, left) == slip


@given(st.text(max_size=60))
def test_words_lie_in_the_text(text):
    assert all(text[word.start : word.end] == word.text for word in words_in(text))


@given(st.text(max_size=20))
def test_plain_stays_plain(text):
    assert plain(text).isupper() is False or not text.isascii()


@given(st.text(alphabet="aäéÉ .-'7,_"))
def test_a_word_with_accents_is_the_same_word_however_they_are_written(text):
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert [plain(word.text) for word in words_in(composed)] == [plain(word.text) for word in words_in(decomposed)]
