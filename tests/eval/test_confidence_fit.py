import numpy as np
import pytest

from eval.bench.confidence import conditional_logit


@pytest.fixture(scope="module")
def choices():
    """300 questions of 8 candidates: the first sign tells the right one, the second only how easy its question is."""
    drawn = np.random.default_rng(3)
    found = []
    for _ in range(300):
        easy = drawn.normal()
        telling = drawn.normal(size=8)
        odds = 2 * telling - 2 + 3 * easy
        right = drawn.random(8) < 1 / (1 + np.exp(-odds))
        found.append((np.stack([telling, np.full(8, easy)], axis=1), right))
    return found


def test_only_what_tells_candidates_of_one_question_apart_gets_a_weight(choices):
    telling, easy = conditional_logit(choices).signs
    assert telling > 1
    assert easy == pytest.approx(0, abs=1e-3)


def test_as_many_candidates_are_expected_to_be_right_as_are(choices):
    weights = conditional_logit(choices)
    expected = sum(weights.probability(seen) for signs, _ in choices for seen in signs)
    assert expected == pytest.approx(sum(right.sum() for _, right in choices), rel=1e-3)


def test_the_order_is_that_of_the_likeliest_choice(choices):
    weights = conditional_logit(choices)
    first = [right[np.argmax([weights.probability(seen) for seen in signs])] for signs, right in choices if right.any()]
    by_chance = [right.mean() for _, right in choices if right.any()]
    assert np.mean(first) > np.mean(by_chance) + 0.2
