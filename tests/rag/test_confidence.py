import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Hit
from rag.answers import Quote
from rag.confidence import FIRST, Confidence, Signs, Weights, first_signs, fitted, log_odds, signs


def quote(article, words, score):
    start = article.text.index(words)
    return Quote(article.passage(start, start + len(words)), score)


FREE, FINED = "Calls are free.", "Ofcom fined Blue Kite £1m in May 2024."


def test_no_candidate_is_no_confidence(hits):
    confidence = Confidence()
    assert confidence.ordered("Who?", [], hits) == []
    assert confidence.of("Who?", [], [], hits) == 0.0


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


def test_the_first_is_seconded_by_the_best_sentence_of_another_article(helpline, fines):
    ordered = [
        quote(helpline, FREE, 0.9),
        quote(helpline, "“Most of them came at night,”", 0.7),
        quote(fines, FINED, 0.5),
    ]
    assert first_signs(ordered, []).seconded == 0.5
    assert first_signs(ordered[:2], []).seconded == 0.0


def test_the_first_leads_by_how_much_nearer_its_passage_is_than_the_five_next(helpline, fines):
    ordered = [quote(helpline, FREE, 0.9)]
    home = Hit(helpline.passage(0, len(helpline.text)), 0.9, 0.7)
    others = [Hit(fines.passage(at, at + 5), 0.5, cosine) for at, cosine in enumerate((0.1, 0.6, 0.5, 0.5, 0.4, 0.5))]
    by_words = Hit(fines.passage(10, 20), 0.4, 0.0)
    found = first_signs(ordered, [*others, home, by_words])
    assert found.lead == pytest.approx(0.2)
    assert found.length == pytest.approx(math.log(1 + len(FREE)))
    assert first_signs(ordered, [home, by_words]).lead == pytest.approx(0.25)
    assert first_signs(ordered, [home, *others[1:3]]).lead == pytest.approx(0.7 - (0.6 + 0.5 + 3 * 0.45) / 5)
    assert first_signs(ordered, others).lead == 0.0


def test_confidence_sees_what_competes_and_the_signs_as_the_reader_scored_them(helpline, fines, hits):
    read, ordered = [quote(helpline, FREE, 0.6)], [quote(helpline, FREE, 0.8), quote(fines, FINED, 0.5)]
    for name, expected in (("seconded", 1 / (1 + math.exp(-0.5))), ("odds", 0.6)):
        only = Weights(tuple(1.0 if each == name else 0.0 for each in FIRST), 0.0)
        assert Confidence(first=only).of("Are calls free?", ordered, read, hits) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("question", "answer", "kind"),
    [
        ("How many fines were there?", "£1m", 1),
        ("How many fines were there?", "Blue Kite", -1),
        ("When was Blue Kite fined?", "May 2024", 1),
        ("When was Blue Kite fined?", "£1m", -1),
        ("When in May 2024 was it?", "May 2024", -1),
        ("Who was fined in May?", "Blue Kite", 1),
        ("Who fined Blue Kite?", "Blue Kite", -1),
        ("Why was Blue Kite fined?", "Blue Kite", 0),
    ],
)
def test_a_short_answer_of_the_kind_asked_for_speaks_for_its_sentence(fines, question, answer, kind):
    start = fines.text.index(answer)
    found = Quote(quote(fines, FINED, 0.5).passage, 0.5, fines.passage(start, start + len(answer)))
    assert signs(question, found, []).kind == kind


def test_without_a_marked_answer_its_odds_are_those_of_the_sentence(fines):
    found = quote(fines, FINED, 0.3)
    assert signs("Who was fined?", found, []).answer_odds == pytest.approx(log_odds(0.3))
    assert signs("Who was fined?", replace(found, answer_score=0.8), []).answer_odds == pytest.approx(math.log(4))


@pytest.mark.parametrize(("part", "names"), [("quote", Signs._fields), ("first", FIRST)])
def test_weights_are_fitted_for_every_sign(part, names):
    assert len(fitted(part).signs) == len(names)


def test_a_likelier_quote_is_given_with_more_confidence(helpline, hits):
    confidence = Confidence()
    found = []
    for score in (0.02, 0.95):
        read = [quote(helpline, FREE, score)]
        ordered = confidence.ordered("Are calls free?", read, hits)
        found.append(confidence.of("Are calls free?", ordered, read, hits))
    assert found[0] < found[1]
