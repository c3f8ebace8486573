import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.acronyms import Definition, definitions, long_form


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Fellside River Board (FRB) met.", [("FRB", "Fellside River Board")]),
        ("The FRB (Fellside River Board) met.", [("FRB", "Fellside River Board")]),
        ("of ‘foul water notices’ (FWNs)", [("FWNs", "foul water notices")]),
        ("Ministry for Wells (“MfW”) and Glen", [("MfW", "Ministry for Wells")]),
        ("Clean Rivers Act (CRA, 2022)", [("CRA", "Clean Rivers Act")]),
        ("They met (ABC) and left (see below). It ended (in 2020).", []),
        ("It ended.\nFellside River (FRB)", []),
        ("(FRB)", []),
    ],
)
def test_definitions_stand_beside_brackets(text, found):
    assert list(definitions(text)) == [Definition(*one) for one in found]


def test_the_first_letter_begins_a_word():
    assert long_form("RB", "the River Board") == "River Board"
    assert long_form("IB", "the River Board") is None


@given(st.text(max_size=120))
def test_both_forms_are_words_of_the_text(text):
    assert all(one.short in text and one.long.split()[0] in text for one in definitions(text))
