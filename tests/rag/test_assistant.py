import dataclasses
import datetime
import itertools
import json

import pytest

from index.filters import Filters
from rag.opening import open_assistant


@pytest.fixture(scope="module")
def assistant(sample_index):
    return open_assistant(sample_index)


QUESTIONS = [
    "How many grooming offences were recorded in 2023-24?",
    "What is the phone number for Childline?",
    "Who is the chief executive of Harbourlight?",
    "😀 ${x} <b>grooming</b> 2018?",
    "?",
    "a " * 2000,
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_whatever_is_asked_every_string_is_a_slice_of_the_stored_article(assistant, question):
    answer = assistant.ask(question).as_json()
    json.dumps(answer)
    for quote in answer["quotes"] + answer["closest"]:
        text = assistant.article(quote["article_id"]).text
        assert quote["text"] == text[quote["start"] : quote["end"]]
    assert answer["abstained"] == (not answer["quotes"])


def test_a_question_that_the_articles_answer_is_answered_by_the_right_one(assistant):
    answer = assistant.ask("When did the Online Safety Act get Royal Assent?")
    assert "26 October 2023" in answer.quotes[0].passage.text
    assert answer.citations[0].article.id == "online-safety-act-2023"
    assert answer.timings_ms["total"] >= answer.timings_ms["read"] > 0


def test_another_platform_is_not_covered_and_named(assistant):
    answer = assistant.ask("How many grooming cases named Telegram in 2021-22?")
    assert answer.reason == "not_covered"
    assert "Telegram" in answer.missing
    assert answer.closest


def test_a_filter_that_admits_no_article_finds_nothing(assistant):
    answer = assistant.ask("How many offences?", filters=Filters(after=datetime.date(2200, 1, 1)))
    assert (answer.reason, answer.quotes, answer.closest, answer.confidence) == ("nothing_found", (), (), 0.0)


def test_a_filter_holds_for_everything_that_is_said(assistant):
    until = Filters(before=datetime.date(2019, 1, 1))
    answer = assistant.ask("How many grooming offences were recorded?", filters=until)
    assert all(hit.passage.article.published <= datetime.date(2019, 1, 1) for hit in answer.hits)


def test_no_more_quotes_than_asked_for(assistant):
    eager = dataclasses.replace(assistant, floor=0.0, also=0.0)
    for most in (1, 2, 5):
        assert len(eager.ask("How many offences were recorded by police?", max_quotes=most).quotes) == most


def test_no_quote_shares_a_sentence_with_another_or_names_its_own_article_again(assistant):
    quotes = dataclasses.replace(assistant, floor=0.0, also=0.0).ask("grooming offences 2022-23", max_quotes=20).quotes
    places = sorted((quote.passage.article.id, quote.passage.start, quote.passage.end) for quote in quotes)
    assert all(one[0] != other[0] or one[2] <= other[1] for one, other in itertools.pairwise(places))
    assert all(quote.passage.article.id not in quote.also_in for quote in quotes)


def test_an_earlier_question_counts_only_when_the_bare_one_is_not_answered(assistant):
    full = "What is the phone number for Childline?"
    assert assistant.ask(full, history=["Who is the chief executive of Ofcom?"]).understood is None
    followed = assistant.ask("And on what number?", history=["How can a child phone Childline?"])
    assert followed.question == "And on what number?"
    if not followed.abstains:
        assert followed.understood.startswith("And on what number? ")


def test_answers_do_not_depend_on_what_was_asked_before(assistant):
    first = assistant.ask(QUESTIONS[0])
    assistant.ask(QUESTIONS[1])
    again = assistant.ask(QUESTIONS[0])
    assert [quote.passage for quote in first.quotes] == [quote.passage for quote in again.quotes]
    assert first.confidence == pytest.approx(again.confidence)
