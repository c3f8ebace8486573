"""How far the confidence can be believed: what the assistant said beside what came true.

**Which questions count.** Those that are answered: there the assistant showed a first quote and said how probable it
is that it answers. A right first quote counts 1, a wrong one 0, and every answer to an unanswerable question 0. A
refused question shows no quote that could be right or wrong, and a question that failed says nothing, so neither
counts. Both are paid for in other measures, ``answerable refused`` and ``failed``.

**What that leaves unsaid.** Whether to answer is decided by the confidence itself, so leaving out what is refused does
not bend the picture, it ends it: nothing is known below the threshold. Asking with a threshold of 0 would show the
rest, but of an assistant that nobody is served.
"""

from collections.abc import Sequence
from itertools import groupby
from statistics import fmean
from typing import NamedTuple

from eval.results import Result

#: Of fewer answered questions nothing is said.
FEWEST = 20
MOST_BINS = 10
#: There are fewer bins where this many questions would not fall into each.
PER_BIN = 10
#: How surely the interval of a bin holds the share it would have with ever more questions.
SURELY = 0.95


class Forecast(NamedTuple):
    """What was said of a first quote, and whether it came true."""

    confidence: float
    right: bool


class Bin(NamedTuple):
    """Answered questions of about the same confidence; ``confidence`` is their mean, ``right`` a number of them."""

    confidence: float
    right: int
    questions: int

    @property
    def share(self) -> float:
        """Of the first quotes, those that are right."""
        return self.right / self.questions

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval of the share, which is sensible for few questions and for all right, too."""
        from scipy.stats import binomtest

        interval = binomtest(self.right, self.questions).proportion_ci(SURELY, method="wilson")
        return float(interval.low), float(interval.high)

    def as_json(self) -> dict[str, object]:
        """The bin and its interval."""
        return {**self._asdict(), "share": self.share, "interval": list(self.interval)}


def forecasts(results: Sequence[Result]) -> tuple[Forecast, ...]:
    """One for each question that is answered; none at all where fewer than ``FEWEST`` are."""
    answered = [result for result in results if result.quotes]
    if len(answered) < FEWEST:
        return ()
    return tuple(
        Forecast(result.confidence, result.question.answerable and result.quotes[0].right) for result in answered
    )


def bins_of(said: Sequence[Forecast]) -> tuple[Bin, ...]:
    """At most ``MOST_BINS`` of equal mass, least confident first.

    Forecasts of the same confidence share a bin, since any way to part them would depend on the order of the
    questions; with many of those the bins are fewer, and of unequal mass.
    """
    number = max(1, min(MOST_BINS, len(said) // PER_BIN))
    parts: list[list[Forecast]] = [[] for _ in range(number)]
    seen = 0
    for _, same in groupby(sorted(said), key=lambda forecast: forecast.confidence):
        tied = list(same)
        middle = seen + len(tied) / 2
        parts[int(middle * number / len(said))] += tied
        seen += len(tied)
    return tuple(_bin(part) for part in parts if part)


def _bin(part: Sequence[Forecast]) -> Bin:
    mean = fmean(forecast.confidence for forecast in part)
    return Bin(mean, sum(forecast.right for forecast in part), len(part))


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Expected calibration error: how far share and mean confidence of a bin are apart, the mean over the questions.

    Named by Naeini, Cooper and Hauskrecht (AAAI 2015); the bins are those of the adaptive error of Nixon and others
    (2019), of equal mass and not of equal width. None without bins.
    """
    questions = sum(group.questions for group in bins)
    return sum(abs(group.right - group.questions * group.confidence) for group in bins) / questions if bins else None


def error_by_chance(bins: Sequence[Bin]) -> float | None:
    """The calibration error to be expected of a confidence without fault, from so few questions; None without bins.

    Of 10 questions at 85 %, 8.5 cannot be right. So what was measured speaks against the confidence only as far as it
    exceeds this.
    """
    import numpy as np
    from scipy.stats import binom

    def astray(group: Bin) -> float:
        right = np.arange(group.questions + 1)
        expected = group.questions * group.confidence
        return float(np.abs(right - expected) @ binom.pmf(right, group.questions, group.confidence))

    questions = sum(group.questions for group in bins)
    return sum(astray(group) for group in bins) / questions if bins else None
