from datetime import date

import pytest

from index.articles import Article, Hit, sha256_of
from index.periods import asked_period
from rag.reader import trained_reader
from rag.reading import read, without

TODAY = date(2026, 3, 10)


@pytest.fixture(scope="module")
def reader():
    return trained_reader()


def hits(text, published=None):
    article = Article("a", "Calls to the helpline", text, sha256_of(text), published=published)
    return [Hit(article.passage(0, len(text)), 1.0)]


def probabilities(reader, question, found):
    """Of each sentence, read with and without regard to the period."""
    asked = asked_period(question, TODAY)
    return [
        {quote.passage.text: quote.score for quote in quotes}
        for quotes in (read(reader, question, found, asked), reader.read(question, found))
    ]


@pytest.mark.parametrize(
    ("period", "text", "published"),
    [
        ("in 2023-24", "The Fell helpline took 410 calls in the year to the end of March 2024.", None),
        ("in 2018", "The Fell helpline has taken 410 calls so far.", date(2018, 9, 3)),
        ("last year", "The Fell helpline took 410 calls in 2025.", None),
    ],
)
def test_a_sentence_that_tells_of_the_period_in_other_words_is_found(reader, period, text, published):
    question = f"How many calls did the Fell helpline take {period}?"
    with_regard, without_regard = probabilities(reader, question, hits(text, published))
    assert with_regard[text] > without_regard[text] + 0.05


def test_a_sentence_of_another_period_gives_no_figure_for_the_asked_one(reader):
    told = "The Fell helpline took 380 calls in 2017."
    found = hits(f"{told} It is open every day.", date(2018, 9, 3))
    with_regard, without_regard = probabilities(reader, "How many calls did the Fell helpline take in 2018?", found)
    assert told in without_regard
    assert told not in with_regard
    with_regard, without_regard = probabilities(reader, "Why were calls to the Fell helpline counted in 2018?", found)
    assert with_regard[told] == without_regard[told]


def test_a_sentence_that_only_compares_with_another_period_is_found(reader):
    told = "The Fell helpline has taken 410 calls, up from 380 in 2017."
    found = hits(f"{told} It is open every day.", date(2018, 9, 3))
    with_regard, without_regard = probabilities(reader, "How many calls did the Fell helpline take in 2018?", found)
    assert with_regard[told] > without_regard[told]


def test_what_is_not_known_to_tell_of_the_period_is_read_as_it_is_asked(reader):
    question = "How many calls did the Fell helpline take in 2018?"
    for found in (hits("The Fell helpline took 410 calls."), hits("It took 410 calls.", date(2012, 1, 1))):
        with_regard, without_regard = probabilities(reader, question, found)
        assert with_regard == without_regard


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("How many calls were there in 2023-24?", "How many calls were there ?"),
        ("In 2018, how many calls were there?", ", how many calls were there?"),
        ("And in 2022?", ""),
        ("What about last year?", ""),
    ],
)
def test_a_question_without_its_period(question, bare):
    assert without(question, asked_period(question, TODAY)) == bare
