import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.training.swaps import OPPOSITES, near_misses

PASSAGE = (
    "Kent Police recorded 812 offences in 2021. By 2022 Surrey Police knew 640 victims. "
    "The first report was by Ada Holm for the Fell Trust."
)
GOLD = "Kent Police recorded 812 offences in 2021."


def misses(question, gold=GOLD, seed=1):
    return near_misses(question, gold, PASSAGE, PASSAGE, random.Random(seed))


@pytest.mark.parametrize(
    ("question", "miss"),
    [
        ("How many offences did Kent Police record?", "How many offences did Surrey Police record?"),
        ("How many offences did Kent Police record?", "How many victims did Kent Police record?"),
        ("Who recorded 812 offences?", "Who recorded 640 offences?"),
    ],
)
def test_a_detail_becomes_another_of_its_kind_from_the_passage(question, miss):
    assert miss in {found for seed in range(20) for found in misses(question, seed=seed)}


def test_a_year_becomes_one_that_the_answer_does_not_name():
    found = {miss for seed in range(30) for miss in misses("How many offences were recorded in 2021?", seed=seed)}
    assert "How many offences were recorded in 2022?" in found
    assert "How many offences were recorded in 2021?" not in found


def test_an_opposite_that_the_answer_names_too_is_left():
    assert "Who wrote the last report?" in misses(
        "Who wrote the first report?", gold="The first report was by Ada Holm."
    )
    assert "Who wrote the last report?" not in misses("Who wrote the first report?", gold="The first and last report.")


def test_what_has_no_detail_has_no_near_miss():
    assert misses("why?") == []


def test_opposites_go_both_ways():
    assert all(word in OPPOSITES[other] for word, others in OPPOSITES.items() for other in others)


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=200), st.integers())
def test_any_text_gives_other_questions_each_once(question, gold, passage, seed):
    found = near_misses(question, gold, passage, passage, random.Random(seed))
    assert question not in found
    assert len(found) == len(set(found))
