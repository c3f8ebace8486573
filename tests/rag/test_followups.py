import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.words import words_of
from rag.followups import understandings


@pytest.mark.parametrize(
    ("question", "history", "first"),
    [
        ("And WhatsApp?", ["How many cases named Snapchat?"], "How many cases named WhatsApp?"),
        ("What about 2022?", ["How many calls were there in 2021?"], "How many calls were there in 2022?"),
        ("And WhatsApp?", ["How many cases named Snapchat in 2021?"], "How many cases named WhatsApp in 2021?"),
        ("And Kent?", ["Who runs it?", "How many cases in Surrey?"], "How many cases in Kent?"),
    ],
)
def test_another_name_or_figure_takes_the_place_of_the_earlier_one(question, history, first):
    assert next(iter(understandings(question, history))) == first


def test_the_earlier_but_one_is_reached_too():
    found = list(understandings("And TikTok?", ["How many cases named Snapchat?", "And WhatsApp?"]))
    assert "How many cases named TikTok?" in found


def test_a_question_without_names_gets_the_earlier_ones_content_words():
    assert list(understandings("Who said that?", ["Why does Ada Holm want money?"])) == [
        "Who said that? Ada Holm want money"
    ]


def test_a_full_question_replaces_nothing():
    found = list(understandings("Which police force covers Kent and why?", ["How many cases in Surrey?"]))
    assert all(one.startswith("Which police force covers Kent and why?") for one in found)


def test_without_history_there_is_nothing_to_understand():
    assert list(understandings("And WhatsApp?", [])) == []
    assert list(understandings("And WhatsApp?", ["And WhatsApp?", "  "])) == []


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=5))
def test_only_the_users_own_words_are_used(question, history):
    said = {word for text in [question, *history] for word in words_of(text)}
    for found in understandings(question, history):
        assert found not in {question, ""}
        assert set(words_of(found)) <= said | {part for word in said for part in word.split()}
