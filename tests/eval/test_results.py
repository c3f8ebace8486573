import dataclasses

import pytest

from eval.questions import Question
from eval.results import Judged, Result, judge
from rag.answers import Quote

ASKED = Question("q", "?", articles=("a",))
SAID_BY = Question("q", "?", articles=("a",), speakers=("Ann Lee",))
OFF_TOPIC = Question("q", "?", answerable=False)
RIGHT = Judged("a", 0, 1, 1.0, right=True)
WRONG = Judged("b", 0, 1, 1.0, right=False)


@pytest.mark.parametrize(
    ("result", "failure"),
    [
        (Result(ASKED, found=True, quotes=(RIGHT,)), None),
        (Result(ASKED, found=True, quotes=(WRONG, RIGHT)), None),
        (Result(ASKED, found=True, quotes=(WRONG,)), "not read"),
        (Result(ASKED, found=True), "wrongly refused"),
        (Result(ASKED, quotes=(WRONG,)), "not retrieved"),
        (Result(ASKED), "not retrieved"),
        (Result(ASKED, error="boom"), "error"),
        (Result(SAID_BY, quotes=(RIGHT,)), "wrong speaker"),
        (Result(SAID_BY, quotes=(dataclasses.replace(RIGHT, speaker_right=True),)), None),
        (Result(SAID_BY, found=True), "wrongly refused"),
        (Result(OFF_TOPIC), None),
        (Result(OFF_TOPIC, quotes=(WRONG,)), "wrongly answered"),
        (Result(OFF_TOPIC, error="boom"), "error"),
    ],
)
def test_a_failure_is_the_first_stage_that_went_wrong(result, failure):
    assert result.failure == failure


def test_an_answer_is_judged_on_its_hits_quotes_and_strings(desk, quoting, articles):
    hits = [quoting("tool", "Report"), quoting("offences", "Grooming"), quoting("tool", "Children")]
    quotes = [Quote(hits[1], 0.4), Quote(quoting("earlier", "6,350"), 0.3)]
    answer = desk(lambda text: quotes, lambda text: hits, lambda text: 0.7).ask("?")
    result = judge(Question("q", "?", answers=("6,350",)), answer, articles.get)
    assert result.ranking == ("tool", "offences")
    assert not result.found
    one, other = result.quotes
    assert (one.article_id, one.start, one.end, one.score, one.right) == ("offences", 0, 8, 0.4, False)
    assert (other.article_id, other.start, other.end, other.score, other.right) == ("earlier", 16, 21, 0.3, True)
    assert (one.exact, other.exact, one.overlap) == (0, 1, None)
    assert result.verbatim == (True, True)
    assert (result.confidence, result.reason, result.right) == (0.7, None, True)


def test_a_twin_of_a_gold_article_is_right(desk, quoting, articles):
    quote = Quote(quoting("offences", "6,350"), 0.4, also_in=("earlier",))
    answer = desk(lambda text: [quote], lambda text: [], lambda text: 0.7).ask("?")
    assert judge(Question("q", "?", articles=("earlier",)), answer, articles.get).right


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan")])
def test_a_confidence_that_is_no_probability_is_refused(silent, articles, confidence):
    answer = dataclasses.replace(silent.ask("?"), confidence=confidence)
    with pytest.raises(ValueError, match="not a probability"):
        judge(ASKED, answer, articles.get)
