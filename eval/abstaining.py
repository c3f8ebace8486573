"""Whether the confidence parts what should be answered from what should not, for the questions and for resamples.

Every function takes ``weights`` (resamples, questions): how often each question counts. A row of ones is the set
itself, so that a figure and its interval have one definition.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.special import digamma

from eval.results import Result

Column: TypeAlias = npt.NDArray[np.float64]  # (questions,)
Weights: TypeAlias = npt.NDArray[np.float64]  # (resamples, questions)
Values: TypeAlias = npt.NDArray[np.float64]  # (resamples,), nan where it cannot be told
Measure: TypeAlias = Callable[[Sequence[Result], Weights], Values]


def separation(results: Sequence[Result], weights: Weights) -> Values:
    """AUROC: how likely an answerable question has more confidence than an unanswerable one; a tie is half.

    A failed question counts as the confidence that is worst for it.
    """
    answerable = np.array([result.question.answerable for result in results], dtype=float)
    said = [float(not result.question.answerable) if result.failed else result.confidence for result in results]
    order, starts = _levels(np.array(said))
    positive = np.add.reduceat((weights * answerable)[:, order], starts, axis=1)
    negative = np.add.reduceat((weights * (1 - answerable))[:, order], starts, axis=1)
    below = np.cumsum(negative, axis=1) - negative / 2
    return _divided((positive * below).sum(axis=1), positive.sum(axis=1) * negative.sum(axis=1))


def risk_area(results: Sequence[Result], weights: Weights) -> Values:
    """The area under the risk-coverage curve: the wrong share of the surest, the mean over all coverages.

    Geifman, Uziel and El-Yaniv (ICLR 2019); for questions of the same confidence it is the mean over their orders: the
    j-th of a level has met (errors before + j * share of errors in it) of (questions before + j), which the digamma
    function sums up. Every question is in it, refused ones with the quote that was kept back.
    """
    wrong = np.array([would_be_wrong(result) for result in results], dtype=float)
    said = np.array([1.0 if result.failed else result.confidence for result in results])
    order, starts = _levels(-said)
    answered = np.add.reduceat(weights[:, order], starts, axis=1)
    errors = np.add.reduceat((weights * wrong)[:, order], starts, axis=1)
    before, wrong_before = np.cumsum(answered, axis=1) - answered, np.cumsum(errors, axis=1) - errors
    share = errors / np.maximum(answered, 1)
    reciprocals = digamma(before + answered + 1) - digamma(before + 1)
    return _divided((errors + (wrong_before - share * before) * reciprocals).sum(axis=1), answered.sum(axis=1))


def would_be_wrong(result: Result) -> bool:
    """Whether a first quote is wrong, given or kept back; none at all, or none that is known, is as bad."""
    first = result.quotes[0] if result.quotes else result.withheld
    return not (result.question.answerable and first is not None and first.right)


def auroc(results: Sequence[Result]) -> float | None:
    """``separation`` of the set itself; None without both kinds of question."""
    return _single(separation, results)


def aurc(results: Sequence[Result]) -> float | None:
    """``risk_area`` of the set itself; None where it is not known what a refusal kept back. Lower is better."""
    return _single(risk_area, results) if all(map(known_to_its_end, results)) else None


def known_to_its_end(result: Result) -> bool:
    """Whether an answer, or what would have been one without a threshold, is known or could not have been right."""
    return bool(result.quotes) or result.looked_behind or result.failed or not result.question.answerable


def _single(measure: Measure, results: Sequence[Result]) -> float | None:
    if not results:
        return None
    value = float(measure(results, np.ones((1, len(results))))[0])
    return None if np.isnan(value) else value


def _levels(keys: Column) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The order that sorts ``keys``, and where in it each distinct key begins."""
    order = np.argsort(keys, kind="stable")
    return order, np.flatnonzero(np.concatenate([[True], np.diff(keys[order]) > 0]))


def _divided(above: Values, below: Values) -> Values:
    shares: Values = np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)
    return shares
