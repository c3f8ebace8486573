import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Hit
from rag.answers import Quote
from rag.confidence import Confidence, Signs, Weights, log_odds, signs


def quote(article, words, score):
    start = article.text.index(words)
    return Quote(article.passage(start, start + len(words)), score)


def test_no_quote_is_no_confidence(hits):
    assert Confidence().of("Who?", [], hits) == 0.0


@given(st.floats(min_value=0, max_value=1))
def test_log_odds_of_any_probability_are_finite_and_grow_with_it(probability):
    odds = log_odds(probability)
    assert -12 <= odds <= 12
    if abs(odds) < 12:
        assert 1 / (1 + math.exp(-odds)) == pytest.approx(probability)


def test_the_signs_are_of_the_first_quote_and_of_the_passage_that_holds_it(helpline, fines):
    hits = [Hit(fines.passage(0, len(fines.text)), 1.0, 0.2), Hit(helpline.passage(0, len(helpline.text)), 0.9, 0.7)]
    quotes = [quote(helpline, "Calls are free.", 0.9), quote(fines, "Ofcom fined Blue Kite £1m in May 2024.", 0.5)]
    found = signs("Are calls to the Fell helpline free?", quotes, hits)
    assert found.cosine == 0.7
    assert found.odds == pytest.approx(math.log(9))
    assert found.lead == pytest.approx(math.log(9))
    assert found.seconded == 0.5
    assert found.passage_names == 1.0
    assert 0 < found.quote_words <= found.passage_words


def test_one_quote_alone_leads_by_the_most(helpline, hits):
    assert signs("Who?", [quote(helpline, "Calls are free.", 0.9)], hits).lead == 12.0


def test_confidence_is_the_regression_over_the_signs(helpline, hits):
    weights = Weights((1.0, *[0.0] * (len(Signs._fields) - 1)), 0.0)
    assert Confidence(weights).of("Who?", [quote(helpline, "Calls are free.", 0.8)], hits) == pytest.approx(0.8)


def test_a_likelier_quote_is_given_with_more_confidence(helpline, hits):
    asked = "Are calls free?"
    low, high = (Confidence().of(asked, [quote(helpline, "Calls are free.", score)], hits) for score in (0.1, 0.9))
    assert low < high
