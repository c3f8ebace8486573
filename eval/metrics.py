"""The measures: from results to one number a question, and from those to one number a set.

What is owed is paid: a question that was refused or that failed stays in every denominator, a failed one with
the worst value there is, so that no assistant gets better by skipping questions. Only what is said *of answers* (their
length, citations and risk, whether they are verbatim) is over those that were given.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import fmean

from eval.abstaining import aurc, auroc
from eval.questions import NEAR_MISS
from eval.reliability import Forecast, bins_of, calibration_error, forecasts
from eval.results import Judged, Result
from eval.retrieval import NAMES, retrieval
from eval.scores import Score

STAGES = ("total", "retrieve", "read")
PERCENTILES = (50, 95)


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


def quote_precision(result: Result) -> float | None:
    """The share of the quotes that answer; 0 if refused or failed."""
    if not result.question.answerable:
        return None
    return fmean(quote.right for quote in result.quotes) if result.quotes else 0.0


def token_overlap(result: Result) -> float | None:
    """Token F1, by place, of the first quote with the nearest gold quote; 0 if refused or failed."""
    return _of_first(result, result.question.quotes, lambda quote: quote.overlap)


def exact(result: Result) -> float | None:
    """SQuAD's exact match of the first quote's short answer; 0 if refused or failed."""
    return _of_first(result, result.question.answers, lambda quote: quote.exact)


def f1(result: Result) -> float | None:
    """SQuAD's token F1 of the first quote's short answer; 0 if refused or failed."""
    return _of_first(result, result.question.answers, lambda quote: quote.f1)


def _of_first(result: Result, gold: Sequence[str], value: Callable[[Judged], float | None]) -> float | None:
    if not (result.question.answerable and gold):
        return None
    return (value(result.quotes[0]) or 0.0) if result.quotes else 0.0


def speaker_right(result: Result) -> float | None:
    """Whether the first quote that answers names a gold speaker; 0 if none answers."""
    return None if result.speaker_right is None else float(result.speaker_right)


def coverage(result: Result) -> float:
    """Whether a quote was given."""
    return float(bool(result.quotes))


def selective_risk(result: Result) -> float | None:
    """Of the answers given, whether the first quote is wrong; 1 if failed. Lower is better."""
    if result.failed:
        return 1.0
    return float(not (result.question.answerable and result.quotes[0].right)) if result.quotes else None


def characters_quoted(result: Result) -> float | None:
    """How long an answer is; None if nothing was quoted. Neither higher nor lower is better."""
    return float(sum(quote.end - quote.start for quote in result.quotes)) if result.quotes else None


def citation_right(result: Result) -> float | None:
    """The share of quotes whose number leads to the article, and the place, that they were cut from."""
    return fmean(result.cited) if result.cited else None


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
    "quote precision": quote_precision,
    "token overlap": token_overlap,
    "characters quoted": characters_quoted,
    "exact match": exact,
    "token F1": f1,
    "speaker right": speaker_right,
    "citation right": citation_right,
    "verbatim rate": verbatim_rate,
    "coverage": coverage,
    "selective risk": selective_risk,
    "answerable refused": answerable_refused,
    "unanswerable answered": unanswerable_answered,
    "near-miss answered": near_miss_answered,
    "failed": failed,
}
#: Where less is better; latencies are, too.
LOWER_IS_BETTER = frozenset({
    "selective risk", "answerable refused", "unanswerable answered", "near-miss answered", "failed", "AURC",
    "calibration error", "Brier",
})  # fmt: skip


def scores_of(results: Sequence[Result]) -> Iterator[Score]:
    """Every number that a single question has."""
    yield from retrieval(results)
    for result in results:
        for name, metric in PER_QUESTION.items():
            value = metric(result)
            if value is not None:
                yield Score(result.question.id, name, value)


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
    values: dict[str, list[float]] = {name: [] for name in (*NAMES, *PER_QUESTION)}
    for score in scores:
        values[score.metric].append(score.value)
    means = {name: fmean(found) if found else None for name, found in values.items()}
    ranked = {"AUROC": auroc(results), "AURC": aurc(results)}
    return {**means, **ranked, **calibration(results), **latency(results)}
