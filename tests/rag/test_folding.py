import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.folding import alike

COPY = "Police in Surrey recorded 7,062 offences against children in 2023-24, the charity said on Monday."

SAME = [
    (COPY, COPY),
    (COPY, COPY.upper()),
    (COPY, "Police in Surrey recorded 7,062 offences against children in 2023–24, the charity said on Monday"),
    (COPY, "Police in Surrey recorded 7062 offences against children in 2023-24, a charity says on Monday."),
    (COPY, "Police in Surrey have recorded 7,062 offences against children in 2023-24, the charity said on Monday."),
    ("“It’s a ‘wake-up’ call,” Reed said.", '"It\'s a "wake up" call", Reed says.'),
    ("About 48 per cent of cases named Kite.", "About 48% of cases named Kite."),
    (
        "Reed said the harbour must stay open through the winter.",
        "Reed added that the harbour must stay open all through the winter.",
    ),
    (
        "The ferry will be repaired this winter, said the harbour board.",
        "The ferry will be repaired this winter, said the harbour board in a short written notice.",
    ),
]  # fmt: skip

OTHER = [
    (COPY, COPY.replace("7,062", "7,263")),
    (COPY, COPY.replace("Surrey", "Sussex")),
    (COPY, COPY.replace("2023-24", "2022-23")),
    (COPY, COPY.replace("7,062 ", "")),
    (COPY, COPY.replace("in Surrey ", "")),
    (COPY, COPY.replace("Police in Surrey", "Surrey and Police in Surrey")),
    (COPY, COPY.replace("recorded", "did not record")),
    (COPY, COPY.replace("children", "women")),
    (COPY, COPY.replace("Monday", "Tuesday")),
    ("The board will open the harbour in 2023.", "The board will open the harbour in 2024."),
    ("The board will open the harbour.", "The board will not open the harbour."),
    ("The board will open the harbour.", "The board won't open the harbour."),
    ("The rate rose by a third over the winter months.", "The rate fell by a third over the winter months."),
    ("The fine was £5m for the firm in the end.", "The fine was $5m for the firm in the end."),
    ("It was -5C on the pier at noon.", "It was 5C on the pier at noon."),
    ("Brindle beat Holm at home on a wet afternoon.", "Holm beat Brindle at home on a wet afternoon."),
    ("Teachers asked pupils to wait at the gate for news.", "Pupils asked teachers to wait at the gate for news."),
    ("The mayor opened the hall to a large crowd.", "The former mayor opened the hall to a large crowd."),
    ("The pilot was blamed for the crash at the pier.", "The pilot was allegedly blamed for the crash at the pier."),
    ("It is thought she left.", "It is thought he left."),
    ("Calls are free.", "Calls are free of charge but tolls, taxes and a deposit apply to boats and vans."),
    ("The ferry stops at noon.", "The ferry that runs from Brindle pier stops at noon."),
    ("Boats stop at noon.", "Boats of all kinds stop at noon on the old pier by the sea wall."),
    ("", "Calls are free."),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_copies_of_a_sentence_are_alike_whatever_the_paper_s_style(one, other):
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_figure_name_or_sense_is_never_a_copy_however_alike_the_rest(one, other):
    assert not alike(one, other)
    assert not alike(other, one)


@given(st.text(), st.text())
def test_likeness_is_mutual_and_everything_is_like_itself(one, other):
    assert alike(one, one)
    assert alike(one, other) == alike(other, one)


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_two_figures_are_never_one(one, other):
    text = "In the county as a whole, police officers recorded {:,} offences against children in the year."
    assert alike(text.format(one), text.format(other)) == (one == other)
