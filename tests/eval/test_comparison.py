import dataclasses
import random

import numpy as np
import pytest

from eval.abstaining import risk_area, separation
from eval.comparison import change_of_mean, change_of_set, surely
from eval.questions import Question
from eval.results import Judged, Result

RIGHT, WRONG = (Judged("a", 0, 1, 1.0, right=right) for right in (True, False))


def worse_at(places, size=60):
    before = {f"q{n}": 1.0 for n in range(size)}
    return before, {name: float(int(name[1:]) not in places) for name in before}


def test_the_change_is_that_of_the_means_over_the_questions_of_both():
    found = change_of_mean({"a": 1, "b": 0.5, "gone": 0}, {"a": 0, "b": 0.5, "new": 1}, lower_is_better=False)
    assert (found.before, found.now, found.questions) == (0.75, 0.25, 2)
    assert change_of_mean({"a": 1}, {"b": 1}, lower_is_better=False) is None


def test_p_is_exact_where_few_questions_changed():
    for lost in range(2, 9):  # of 2^lost ways to sign the losses, one is as bad
        found = change_of_mean(*worse_at(range(lost)), lower_is_better=False)
        assert found.p == pytest.approx(1 / 2**lost)


def test_getting_better_is_no_loss_and_the_direction_counts():
    before, now = worse_at(range(9))
    assert change_of_mean(before, now, lower_is_better=True).p == pytest.approx(1)
    assert change_of_mean(now, before, lower_is_better=True).p < 0.01
    assert change_of_mean(now, now, lower_is_better=False).p == 1


def test_noise_rarely_passes_for_a_loss():
    rng = random.Random(5)
    alarms = 0
    for _ in range(60):
        truth = [rng.random() for _ in range(80)]
        runs = [{f"q{n}": float(rng.random() < chance) for n, chance in enumerate(truth)} for _ in range(2)]
        alarms += change_of_mean(*runs, lower_is_better=False).p < 0.05
    assert alarms <= 60 * 0.05 + 3 * (60 * 0.05 * 0.95) ** 0.5


def ranked(size, confidence):
    return [
        Result(Question(f"q{n}", "?", answerable=n % 2 == 0, articles=("a",)), confidence(n), quotes=(RIGHT,))
        for n in range(size)
    ]


@pytest.mark.parametrize("measure", [separation, risk_area])
def test_a_confidence_that_no_longer_tells_is_a_sure_loss_and_a_little_noise_is_not(measure):
    lower = measure is risk_area
    rng = random.Random(3)
    good = ranked(80, lambda n: 0.7 * (n % 2 == 0) + rng.random() * 0.3)
    blind = ranked(80, lambda n: rng.random())
    alike = ranked(80, lambda n: 0.7 * (n % 2 == 0) + rng.random() * 0.3)
    assert change_of_set(good, blind, measure, lower_is_better=lower).p < 0.01
    assert change_of_set(good, alike, measure, lower_is_better=lower).p > 0.05
    assert change_of_set(good, good, measure, lower_is_better=lower).p == 1


def test_a_set_measure_is_none_where_it_cannot_be_told():
    only = [dataclasses.replace(one, question=Question(one.question.id, "?")) for one in ranked(6, lambda n: 0.5)]
    assert change_of_set(only, only, separation, lower_is_better=False) is None
    assert change_of_set([], [], separation, lower_is_better=False) is None


def test_holms_correction_by_hand():
    assert surely([0.01, 0.04, 0.03], 0.05) == (True, False, False)  # 0.01 <= .05/3, then 0.03 > .05/2
    assert surely([0.01, 0.02, 0.05], 0.05) == (True, True, True)
    assert surely([], 0.05) == ()


def test_auroc_and_the_risk_area_are_those_of_scikit_learn_and_of_a_loop():
    from sklearn.metrics import roc_auc_score

    rng = random.Random(1)
    for _ in range(30):
        results = [
            Result(Question(f"q{n}", "?", answerable=n < 9, articles=("a",)), rng.choice([0.1, 0.4, 0.5, 0.9]),
                   quotes=(rng.choice([RIGHT, WRONG]),))
            for n in range(20)
        ]  # fmt: skip
        ones = np.ones((1, 20))
        said = [result.confidence for result in results]
        assert separation(results, ones)[0] == pytest.approx(roc_auc_score([n < 9 for n in range(20)], said))
        area = 0.0
        seen = wrong = 0
        for level in sorted(set(said), reverse=True):
            tied = [result for result in results if result.confidence == level]
            errors = sum(not (result.question.answerable and result.quotes[0].right) for result in tied)
            area += sum((wrong + j * errors / len(tied)) / (seen + j) for j in range(1, len(tied) + 1)) / len(results)
            seen, wrong = seen + len(tied), wrong + errors
        assert risk_area(results, ones)[0] == pytest.approx(area)


def test_weights_are_as_good_as_writing_a_question_twice():
    results = ranked(6, lambda n: n / 10)
    twice = [*results, results[2], results[2]]
    weights = np.array([[1, 1, 3, 1, 1, 1.0]])
    for measure in (separation, risk_area):
        assert measure(results, weights)[0] == pytest.approx(measure(twice, np.ones((1, 8)))[0])
