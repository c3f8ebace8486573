from datetime import date

import pytest

from index.articles import Article, Hit, sha256_of
from index.periods import asked_period
from rag.answers import Quote
from rag.coverage import missing
from rag.times import dated, in_time_first, tells_of

TODAY = date(2026, 3, 10)


def passage(text, published=None):
    article = Article("a", "Calls to the helpline", text, sha256_of(text), published=published)
    return article.passage(0, len(text))


def test_a_quote_is_marked_where_it_says_when():
    whole = passage("The helpline took 410 calls in 2023-24, and 380 the year before.")
    marked = dated(Quote(whole.within(0, 39), 0.9))
    assert [period.text for period in marked.periods] == ["in 2023-24"]
    assert all(period.article is whole.article for period in marked.periods)


@pytest.mark.parametrize(
    ("question", "text", "published", "told"),
    [
        ("How many calls were there in 2023-24?", "It took 410 calls in 2023-24.", None, True),
        ("How many calls were there in 2023-24?", "It took 410 calls in the year to March 2024.", None, True),
        ("How many calls were there in 2023-24?", "It took 380 calls in 2019-20.", None, False),
        ("How many calls were there in 2023-24?", "It took 380 calls.", date(2018, 5, 1), False),
        ("How many calls were there in 2018?", "It took 380 calls.", date(2018, 5, 1), True),
        ("How many calls were there in 2018?", "Calls are up on 2012.", date(2018, 5, 1), True),
        ("How many calls were there in 2018?", "It took 380 calls.", None, None),
        ("How many calls were there last year?", "It took 410 calls in 2025.", date(2026, 1, 5), True),
        ("How many calls were there last year?", "It took 380 calls in 2019.", date(2020, 1, 5), False),
    ],
)
def test_a_passage_tells_of_the_period_asked_about_or_of_another(question, text, published, told):
    assert tells_of(asked_period(question, TODAY), passage(text, published)) is told


def test_a_period_that_no_passage_tells_of_is_missing_as_the_user_wrote_it():
    question = "How many calls did the Fell helpline take in 2019?"
    asked = asked_period(question, TODAY)
    old = passage("The Fell helpline took 410 calls in 2023.", date(2024, 1, 3))
    assert missing(question, [old], asked) == ("2019",)
    fits = passage("The Fell helpline took 410 calls.", date(2019, 6, 1))
    assert missing(question, [old, fits], asked) == ()


def test_a_period_that_is_told_needs_no_word_of_the_question():
    question = "How many calls did the Fell helpline take in 2023-24?"
    told = passage("The Fell helpline took 410 calls in the year to March 2024.")
    assert missing(question, [told], asked_period(question, TODAY)) == ()


def test_hits_of_another_period_come_last_and_the_others_keep_their_order():
    old = passage("It took 380 calls.", date(2018, 5, 1))
    unknown = passage("It took some calls.")
    told = passage("It took 410 calls in 2023-24.", date(2024, 5, 1))
    hits = [Hit(old, 0.9), Hit(unknown, 0.8), Hit(told, 0.7)]
    asked = asked_period("How many calls were there in 2023-24?", TODAY)
    assert in_time_first(asked, hits) == [hits[1], hits[2], hits[0]]
    assert in_time_first(None, hits) == hits
