"""Two runs over the same questions: what changed, and whether chance explains it.

Questions are paired, so that easy and hard ones cancel out. The test is Fisher's randomisation test: were the two runs
alike, each question's two numbers could as well be swapped, so the change is compared with those under random swaps
(Smucker, Allan, Carterette, "A comparison of statistical significance tests for information retrieval", CIKM 2007).
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from eval.abstaining import Measure
from eval.results import Result

SWAPS = 9999
Values = Mapping[str, float]  # by the question's id


class Change(NamedTuple):
    """The figure before and now, over the questions that both have; ``p`` is one-sided, that it got worse."""

    before: float
    now: float
    questions: int
    p: float


def change_of_mean(before: Values, now: Values, *, lower_is_better: bool, seed: int = 0) -> Change | None:
    """Of a mean of one number a question; None where no question has one in both."""
    both = sorted(before.keys() & now.keys())
    if not both:
        return None
    old, new = (np.array([values[name] for name in both]) for values in (before, now))
    worse = (new - old) if lower_is_better else (old - new)
    return Change(float(old.mean()), float(new.mean()), len(both), _by_swaps(worse[worse != 0].tolist(), seed))


def _by_swaps(worse: Sequence[float], seed: int) -> float:
    """How often random signs make the sum as great; questions without a change are left out, they have no sign."""
    from scipy.stats import permutation_test

    if len(worse) < 2:
        return 1.0 if sum(worse) <= 0 else 0.5
    found = permutation_test(
        (np.array(worse),), np.sum, permutation_type="samples", n_resamples=SWAPS, alternative="greater",
        vectorized=True, rng=seed,
    )  # fmt: skip
    return float(found.pvalue)


def change_of_set(
    before: Sequence[Result], now: Sequence[Result], measure: Measure, *, lower_is_better: bool, seed: int = 0
) -> Change | None:
    """Of a measure that only a set has; ``before`` and ``now`` have the same questions in the same order.

    None where either cannot be told.
    """
    if not now:
        return None
    results, size = (*before, *now), len(now)
    swapped = np.random.default_rng(seed).random((SWAPS // 5, size)) < 0.5
    kept = np.vstack([np.ones((1, size)), ~swapped])  # the first row is as it was
    old = measure(results, np.hstack([kept, 1 - kept]))
    new = measure(results, np.hstack([1 - kept, kept]))
    worse = (new - old) if lower_is_better else (old - new)
    if np.isnan(worse[0]):
        return None
    as_great = int(np.sum(worse[1:] >= worse[0] - 1e-12))
    return Change(float(old[0]), float(new[0]), size, (1 + as_great) / len(worse))


def surely(p_values: Sequence[float], level: float) -> tuple[bool, ...]:
    """Holm's correction (1979): with many measures tested at once, one of them falls by chance far more often."""
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    rejected: set[int] = set()
    for step, place in enumerate(order):
        if p_values[place] > level / (len(p_values) - step):
            break
        rejected.add(place)
    return tuple(place in rejected for place in range(len(p_values)))
