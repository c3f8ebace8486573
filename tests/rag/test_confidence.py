import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Hit
from rag.answers import Quote
from rag.confidence import Confidence, Signs, Standing, Weights, fitted, log_odds, signs, standing


def quote(article, words, score):
    start = article.text.index(words)
    return Quote(article.passage(start, start + len(words)), score)


FREE, FINED = "Calls are free.", "Ofcom fined Blue Kite £1m in May 2024."


def test_no_candidate_is_no_confidence(hits):
    confidence = Confidence()
    assert confidence.ordered("Who?", [], hits) == []
    assert confidence.of([], []) == 0.0


@given(st.floats(min_value=0, max_value=1))
def test_log_odds_of_any_probability_are_finite_and_grow_with_it(probability):
    odds = log_odds(probability)
    assert -12 <= odds <= 12
    if abs(odds) < 12:
        assert 1 / (1 + math.exp(-odds)) == pytest.approx(probability)


def test_the_signs_are_of_the_candidate_and_of_the_passage_that_holds_it(helpline, fines):
    hits = [Hit(fines.passage(0, len(fines.text)), 1.0, 0.2), Hit(helpline.passage(0, len(helpline.text)), 0.9, 0.7)]
    found = signs("Are calls to the Fell helpline free?", quote(helpline, FREE, 0.9), hits)
    assert found.odds == pytest.approx(math.log(9))
    assert (found.cosine, found.retrieved) == (0.7, 0.9)
    assert found.passage_names == 1.0
    assert 0 < found.quote_words <= found.passage_words


def test_a_candidate_that_names_what_is_asked_can_overtake_a_likelier_one(helpline, hits):
    names = Weights(tuple(10.0 if name == "quote_names" else 0.0 for name in Signs._fields), 0.0)
    night = "“Most of them came at night,” said Dr. Ada Holm, who runs it."
    read = [quote(helpline, FREE, 0.9), quote(helpline, night, 0.2)]
    ordered = Confidence(quote=names).ordered("What did Ada Holm say?", read, hits)
    assert [one.passage.text for one in ordered] == [night, FREE]
    assert [one.score for one in ordered] == sorted((one.score for one in ordered), reverse=True)


def test_standing_compares_the_first_with_the_next_and_with_other_articles(helpline, fines):
    read = [quote(fines, FINED, 0.6), quote(helpline, FREE, 0.5)]
    ordered = [quote(helpline, FREE, 0.9), quote(fines, FINED, 0.5)]
    found = standing(ordered, read)
    assert found.odds == found.lead == pytest.approx(math.log(9))
    assert found.reader_odds == pytest.approx(0.0)
    assert found.seconded == 0.5
    assert standing(ordered[:1], read).lead == 12.0


def test_confidence_is_the_regression_over_the_standing(helpline):
    weights = Weights((1.0, *[0.0] * (len(Standing._fields) - 1)), 0.0)
    one = [quote(helpline, FREE, 0.8)]
    assert Confidence(first=weights).of(one, one) == pytest.approx(0.8)


@pytest.mark.parametrize(("part", "names"), [("quote", Signs), ("first", Standing)])
def test_weights_are_fitted_for_every_sign(part, names):
    assert len(fitted(part).signs) == len(names._fields)


def test_a_likelier_quote_is_given_with_more_confidence(helpline, hits):
    confidence = Confidence()
    found = []
    for score in (0.02, 0.95):
        read = [quote(helpline, FREE, score)]
        found.append(confidence.of(confidence.ordered("Are calls free?", read, hits), read))
    assert found[0] < found[1]
