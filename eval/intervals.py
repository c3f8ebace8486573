"""How far the figures would be apart had other questions been drawn: percentile bootstrap intervals.

Efron's method, as ``scipy.stats.bootstrap(method="percentile")`` has it. It is written out because that takes one
measure at a time: here one set of resamples serves all measures of a group in one product of matrices, which is what
makes intervals for every measure of every tag a matter of a second and not of minutes. It cannot see what no question
shows: where all questions score the same, so do all resamples, and the interval is that one number.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from eval.abstaining import Values, Weights, known_to_its_end, risk_area, separation
from eval.metrics import PER_QUESTION, PERCENTILES, STAGES, brier
from eval.reliability import Forecast, bins_of, calibration_error, forecasts
from eval.results import Result
from eval.retrieval import NAMES
from eval.scores import Score

RESAMPLES = 1000
#: Of the bins of the calibration error, which are made anew for each.
FEWER_RESAMPLES = 200
#: How surely an interval holds the figure of ever more such questions.
SURELY = 0.95
Draws = npt.NDArray[np.intp]  # (resamples, questions): places in the list of questions


class Interval(NamedTuple):
    """Both ends included."""

    low: float
    high: float


def intervals(results: Sequence[Result], scores: Sequence[Score], seed: int = 0) -> dict[str, Interval | None]:
    """For every measure, in the order of ``measures``; None for what is not measured or has one question."""
    ordered = sorted(results, key=lambda result: result.question.id)  # so that their order changes nothing
    known = all(map(known_to_its_end, ordered))
    weights = weights_of(draws(len(ordered), RESAMPLES, seed), len(ordered))
    return {
        **_of_means(ordered, scores, weights),
        "AUROC": between(separation(ordered, weights)) if len(ordered) > 1 else None,
        "AURC": between(risk_area(ordered, weights)) if len(ordered) > 1 and known else None,
        **_of_calibration(ordered, seed),
        **_of_latency(ordered, seed),
    }


def draws(questions: int, resamples: int, seed: int) -> Draws:
    """As many questions as there are, drawn with replacement, for each resample."""
    size = (resamples if questions else 0, questions)
    return np.random.default_rng(seed).integers(0, max(questions, 1), size=size, dtype=np.intp)


def weights_of(drawn: Draws, questions: int) -> Weights:
    """How often each question was drawn."""
    counts = np.zeros((len(drawn), questions))
    np.add.at(counts, (np.arange(len(drawn))[:, None], drawn), 1)
    return counts


def _of_means(
    results: Sequence[Result], scores: Sequence[Score], weights: Weights
) -> dict[str, Interval | None]:  # fmt: skip
    """A mean is over the questions that count in it, so a resample without any of those says nothing."""
    names = (*NAMES, *PER_QUESTION)
    rows = {result.question.id: row for row, result in enumerate(results)}
    columns = {name: column for column, name in enumerate(names)}
    values, counts = np.zeros((2, len(rows), len(names)))
    for score in scores:
        place = rows[score.question], columns[score.metric]
        values[place], counts[place] = score.value, 1
    with np.errstate(invalid="ignore"):
        means = (weights @ values) / (weights @ counts)
    several = counts.sum(axis=0) > 1
    return {name: between(means[:, column]) if several[column] else None for name, column in columns.items()}


def _of_calibration(results: Sequence[Result], seed: int) -> dict[str, Interval | None]:
    said = forecasts(results)
    measured: dict[str, Callable[[Sequence[Forecast]], float | None]] = {
        "calibration error": lambda drawn: calibration_error(bins_of(drawn)),
        "Brier": brier,
    }
    if not said:
        return dict.fromkeys(measured)
    samples = [[said[place] for place in row] for row in draws(len(said), FEWER_RESAMPLES, seed)]
    return {
        name: between(np.array([measure(drawn) for drawn in samples], dtype=float))
        for name, measure in measured.items()
    }


def _of_latency(results: Sequence[Result], seed: int) -> dict[str, Interval | None]:
    found: dict[str, Interval | None] = {}
    for stage in STAGES:
        times = np.array([result.timings_ms[stage] for result in results if stage in result.timings_ms])
        drawn = times[draws(len(times), RESAMPLES, seed)] if len(times) > 1 else None
        for percentile in PERCENTILES:
            spread = None if drawn is None else between(np.percentile(drawn, percentile, axis=1))
            found[f"{stage} ms p{percentile}"] = spread
    return found


def between(values: Values) -> Interval | None:
    """The middle ``SURELY`` of the values that are numbers; None if there are none."""
    known = values[~np.isnan(values)]
    if not len(known):
        return None
    low, high = np.percentile(known, [50 * (1 - SURELY), 50 * (1 + SURELY)])
    return Interval(float(low), float(high))
