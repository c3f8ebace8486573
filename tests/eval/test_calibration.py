from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from eval.calibration import GRID, Calibration, Point, point_at, right_in_a_row, wrong_at_most
from eval.questions import Question
from eval.results import Judged, Result

shares = st.floats(0.01, 0.99)


def result(confidence, *, right=True, answerable=True, quoted=True):
    question = Question("q", "Who?", answerable=answerable, articles=("a",))
    return Result(question, confidence, quotes=(Judged("a", 0, 5, 0.5, right),) if quoted else ())


def results(*counts):
    """For each (confidence, answers, of them wrong) so many results."""
    return [result(at, right=number >= wrong) for at, answers, wrong in counts for number in range(answers)]


# --- bounds


@pytest.mark.parametrize(
    ("wrong", "answered", "bound"),
    [(0, 22, 1 - 0.1 ** (1 / 22)), (1, 38, 0.0985), (0, 1, 0.9), (5, 5, 1.0), (0, 0, 1.0)],
)
def test_the_bound_of_known_cases(wrong, answered, bound):
    assert wrong_at_most(wrong, answered, 0.9) == pytest.approx(bound, abs=1e-4)


@given(st.integers(1, 300), st.data(), shares)
def test_at_its_bound_so_few_wrong_ones_are_just_improbable_enough(answered, data, confidence):
    wrong = data.draw(st.integers(0, answered - 1))
    bound = wrong_at_most(wrong, answered, confidence)
    assert binom.cdf(wrong, answered, bound) == pytest.approx(1 - confidence, abs=1e-6)
    assert bound < wrong_at_most(wrong + 1, answered, confidence)


@given(shares, shares)
def test_so_many_right_ones_in_a_row_suffice_and_one_fewer_does_not(risk, confidence):
    needed = right_in_a_row(risk, confidence)
    assert wrong_at_most(0, needed, confidence) <= risk + 1e-8
    assert needed == 1 or wrong_at_most(0, needed - 1, confidence) > risk - 1e-8


@pytest.mark.parametrize(("risk", "confidence", "needed"), [(0.1, 0.9, 22), (0.1, 0.95, 29), (0.05, 0.95, 59)])
def test_how_many_right_ones_in_a_row(risk, confidence, needed):
    assert right_in_a_row(risk, confidence) == needed


# --- points


def test_what_counts_as_wrong():
    asked = [
        result(0.9),
        result(0.8, right=False),
        result(0.8, answerable=False),  # answered all the same
        result(0.8, quoted=False),  # its words are not covered: no threshold answers it
        result(0.4),
    ]
    assert point_at(0.8, asked) == Point(0.8, answered=3, wrong=2, questions=5)
    assert point_at(0.0, asked) == Point(0.0, answered=4, wrong=2, questions=5)
    assert (point_at(0.8, asked).coverage, point_at(0.8, asked).wrong_share) == (3 / 5, 2 / 3)
    assert point_at(0.95, asked).wrong_share is None


@given(st.lists(st.builds(result, st.floats(0, 1), right=st.booleans(), quoted=st.booleans())))
def test_a_laxer_threshold_answers_no_fewer(asked):
    points = Calibration.of(asked, risk=0.1, confidence=0.9).points
    assert [point.threshold for point in points] == sorted(GRID, reverse=True)
    for strict, lax in pairwise(points):
        assert strict.answered <= lax.answered
        assert strict.wrong <= lax.wrong


# --- choosing


def calibrated(*counts, risk=0.1):
    return Calibration.of(results(*counts), risk=risk, confidence=0.9)


def test_the_laxest_threshold_before_the_first_that_fails_is_chosen():
    found = calibrated((0.9, 40, 0), (0.6, 25, 3), (0.3, 20, 10))
    assert found.problem is None
    assert found.chosen == Point(0.31, answered=65, wrong=3, questions=85)
    assert found.best == found.chosen
    assert found.chosen.bound(0.9) <= 0.1 < point_at(0.3, results((0.9, 40, 0), (0.6, 25, 3), (0.3, 20, 10))).bound(0.9)


def test_thresholds_with_too_few_answers_to_pass_are_passed_over():
    found = calibrated((0.97, 10, 1), (0.8, 60, 1), (0.5, 40, 20))
    assert (found.tested[0].threshold, found.chosen.threshold) == (0.8, 0.51)


def test_what_passes_again_after_a_failure_is_not_reached():
    found = calibrated((0.9, 30, 0), (0.6, 10, 9), (0.3, 130, 0))
    assert point_at(0.0, results((0.9, 30, 0), (0.6, 10, 9), (0.3, 130, 0))).bound(0.9) < 0.1
    assert found.chosen.threshold == 0.61


def test_too_few_questions_is_said_with_the_number_that_it_takes():
    found = calibrated((0.9, 21, 0))
    assert found.chosen is None
    assert found.problem == (
        "the set is too small, 21 questions: at most 10 % wrong at 90 % confidence takes at least"
        " 22 right answers in a row"
    )
    assert calibrated((0.9, 22, 0)).chosen.threshold == 0


def test_too_few_answers_is_said_too():
    asked = [*results((0.9, 12, 0)), *(result(0.0, quoted=False) for _ in range(90))]
    problem = Calibration.of(asked, risk=0.1, confidence=0.9).problem
    assert problem.startswith("the set is too small, 12 of 102 questions get any answer: at most 10 % wrong")


def test_no_threshold_that_holds_is_said_with_the_best():
    found = calibrated((0.9, 40, 4), (0.3, 40, 30))
    assert found.chosen is None
    assert found.best == Point(0.9, answered=40, wrong=4, questions=80)
    assert (
        "no threshold promises at most 10 % wrong at 90 % confidence: the best is 0.9, where 4 of 40" in found.problem
    )
    assert found.problem.endswith("that is at most 19 %")


def test_sure_answers_that_are_wrong_end_the_test_at_once():
    found = calibrated((0.95, 25, 7), (0.5, 120, 0))
    assert found.chosen is None
    assert "ends at once, at 0.95, where 7 of 25 answers are wrong" in found.problem


def test_nothing_answered_is_no_crash():
    found = Calibration.of([result(0.0, quoted=False)] * 30, risk=0.1, confidence=0.9)
    assert "0 of 30 questions get any answer" in found.problem
    assert found.best.wrong_share is None


def test_a_good_reader_gets_its_threshold_from_150_questions():
    found = calibrated((0.97, 60, 1), (0.85, 30, 2), (0.6, 30, 12), (0.3, 30, 24))
    assert (found.chosen.threshold, found.chosen.coverage) == (0.61, 0.6)


# --- the promise, kept over many calibration sets

AT = (0.995, 0.95, 0.85, 0.7, 0.55, 0.4, 0.25, 0.1)
WORLDS = {
    "a calibrated reader": ((0.2, 0.15, 0.15, 0.1, 0.1, 0.1, 0.1, 0.1), (0.005, 0.05, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9)),
    "just too bad everywhere": ((0.125,) * 8, (0.1001,) * 8),
    "too bad from the second on": ((0.2,) + (0.1,) * 7, (0.09,) + (0.125,) * 7),
    "too bad at once, in one step": ((0.01, 0.01, 0.9), (0.1001, 0.1001, 0.1001)),
    "surest answers worst": (
        (0.05, 0.05, 0.1, 0.2, 0.2, 0.2, 0.1, 0.1),
        (0.4, 0.2, 0.05, 0.09, 0.1, 0.1, 0.101, 0.102),
    ),
    "few are answered at all": ((0.1, 0.1, 0.1), (0.05, 0.12, 0.2)),
}


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS.keys())
@pytest.mark.parametrize(("questions", "risk", "confidence"), [(80, 0.1, 0.9), (250, 0.1, 0.9), (250, 0.1, 0.8)])
def test_the_risk_is_exceeded_no_more_often_than_promised(world, questions, risk, confidence):
    """Of 2,000 sets, those whose threshold is worse than promised are 1 - confidence at most, and 3 standard errors."""
    sets, (weights, rates) = 2000, map(np.array, world)
    true_risk = np.cumsum(weights * rates) / np.cumsum(weights)
    random = np.random.default_rng(7)
    split = random.multinomial(questions, [*weights, max(0.0, 1 - weights.sum())], size=sets)[:, : len(weights)]
    wrong = random.binomial(split, rates).cumsum(1)
    answered = split.cumsum(1)
    broken = 0
    for row in range(sets):
        points = [
            Point(at, int(answered[row, n]), int(wrong[row, n]), questions) for n, at in enumerate(AT[: len(weights)])
        ]
        chosen = Calibration(tuple(points), risk, confidence).chosen
        broken += chosen is not None and true_risk[points.index(chosen)] > risk
    allowed = 1 - confidence
    assert broken / sets <= allowed + 3 * (allowed * confidence / sets) ** 0.5
