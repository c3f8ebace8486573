"""The measures: from results to one number a question, and from those to one number a set.

What is owed is paid: a question that was refused or that failed stays in every denominator, a failed one with
the worst value there is, so that no assistant gets better by skipping questions.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import fmean
from typing import NamedTuple

from eval.questions import NEAR_MISS
from eval.reliability import Forecast, bins_of, calibration_error, forecasts
from eval.results import Result

#: Over the articles that answer, with the names that ir-measures gives them; ``RR`` is called by its mean.
#: "Success" is what many papers call recall: whether *any* right article is among the first k. Recall is the
#: *share* of the right articles that is, so with two right articles recall@1 cannot exceed 0.5.
RETRIEVAL = {
    "recall@1": "R@1",
    "recall@3": "R@3",
    "recall@5": "R@5",
    "recall@10": "R@10",
    "success@1": "Success@1",
    "success@3": "Success@3",
    "MRR": "RR",
    "nDCG@10": "nDCG@10",
}
STAGES = ("total", "retrieve", "read")
PERCENTILES = (50, 95)


class Score(NamedTuple):
    """One number for one question; the figures of a set are means of these."""

    question: str
    metric: str
    value: float


def first_quote_right(result: Result) -> float | None:
    """Whether the first quote answers; 0 if refused or failed."""
    return float(bool(result.quotes) and result.quotes[0].right) if result.question.answerable else None


def any_quote_right(result: Result) -> float | None:
    """Whether one of the quotes answers; 0 if refused or failed."""
    return float(result.right) if result.question.answerable else None


def answerable_refused(result: Result) -> float | None:
    """Whether an answerable question got no quote; 1 if failed. Lower is better."""
    return float(not result.quotes) if result.question.answerable else None


def unanswerable_answered(result: Result) -> float | None:
    """Whether an unanswerable question got a quote; 1 if failed. Lower is better."""
    return float(bool(result.quotes) or result.failed) if not result.question.answerable else None


def near_miss_answered(result: Result) -> float | None:
    """``unanswerable answered`` for questions with the tag ``near-miss``. Lower is better."""
    return unanswerable_answered(result) if NEAR_MISS in result.question.tags else None


def verbatim_rate(result: Result) -> float | None:
    """The share of served strings (quotes, answers, speakers) that their article holds; None if nothing was served."""
    return fmean(result.verbatim) if result.verbatim else None


def failed(result: Result) -> float:
    """Whether asking raised. Lower is better."""
    return float(result.failed)


#: None means that the question does not count in this measure.
PER_QUESTION: Mapping[str, Callable[[Result], float | None]] = {
    "first quote right": first_quote_right,
    "any quote right": any_quote_right,
    "answerable refused": answerable_refused,
    "unanswerable answered": unanswerable_answered,
    "near-miss answered": near_miss_answered,
    "verbatim rate": verbatim_rate,
    "failed": failed,
}


def retrieval(results: Sequence[Result]) -> Iterator[Score]:
    """``RETRIEVAL`` for every answerable question that names its articles; refusing does not change them."""
    import ir_measures

    judged = [result for result in results if result.question.answerable and result.question.articles]
    if not judged:
        return
    names = {ir_measures.parse_measure(measure): name for name, measure in RETRIEVAL.items()}
    gold = [
        ir_measures.Qrel(result.question.id, article, 1)
        for result in judged
        for article in dict.fromkeys(result.question.articles)
    ]
    run = [
        ir_measures.ScoredDoc(result.question.id, article, float(-rank))
        for result in judged
        for rank, article in enumerate(result.ranking, start=1)
    ]
    for metric in ir_measures.iter_calc(list(names), gold, run):
        yield Score(metric.query_id, names[metric.measure], float(metric.value))


def scores_of(results: Sequence[Result]) -> Iterator[Score]:
    """Every number that a single question has."""
    yield from retrieval(results)
    for result in results:
        for name, metric in PER_QUESTION.items():
            value = metric(result)
            if value is not None:
                yield Score(result.question.id, name, value)


def auroc(results: Sequence[Result]) -> float | None:
    """How likely an answerable question has more confidence than an unanswerable one; None without both kinds.

    A failed question counts as the confidence that is worst for it.
    """
    from sklearn.metrics import roc_auc_score

    answerable = [result.question.answerable for result in results]
    if len(set(answerable)) < 2:
        return None
    confidences = [float(not result.question.answerable) if result.failed else result.confidence for result in results]
    return float(roc_auc_score(answerable, confidences))


def brier(said: Sequence[Forecast]) -> float | None:
    """The mean square of what the confidence was off by; None without forecasts. Lower is better.

    Unlike the calibration error it is not good for an assistant that says the same share of everything: that is
    calibrated, and tells right from wrong no better than a coin.
    """
    from sklearn.metrics import brier_score_loss

    if not said:
        return None
    confidences, right = zip(*said, strict=True)
    return float(brier_score_loss(right, confidences, pos_label=True))


def calibration(results: Sequence[Result]) -> dict[str, float | None]:
    """Of the confidence, over the questions that are answered; None of fewer than ``eval.reliability.FEWEST``."""
    said = forecasts(results)
    return {"calibration error": calibration_error(bins_of(said)), "Brier": brier(said)}


def latency(results: Sequence[Result]) -> dict[str, float | None]:
    """Percentiles of each stage in milliseconds, interpolated between the two nearest times."""
    import numpy as np

    figures: dict[str, float | None] = {}
    for stage in STAGES:
        times = [result.timings_ms[stage] for result in results if stage in result.timings_ms]
        for percentile in PERCENTILES:
            figures[f"{stage} ms p{percentile}"] = float(np.percentile(times, percentile)) if times else None
    return figures


def measures(results: Sequence[Result], scores: Sequence[Score]) -> dict[str, float | None]:
    """Every measure by name, always all of them; None where no question counts. ``scores`` belong to ``results``."""
    values: dict[str, list[float]] = {name: [] for name in (*RETRIEVAL, *PER_QUESTION)}
    for score in scores:
        values[score.metric].append(score.value)
    means = {name: fmean(found) if found else None for name, found in values.items()}
    return {**means, "AUROC": auroc(results), **calibration(results), **latency(results)}
