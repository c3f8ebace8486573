"""What changed between two runs, for people: each measure's difference with its interval, each question won or lost.

The test is that of the gate (``eval.comparison``), asked in both directions: twice the smaller of the two one-sided
shares, with Holm's correction over all measures. The intervals are percentile bootstrap intervals of the difference,
with the same resamples for both runs, since it is the questions that might have been others.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from eval.baseline import COMPARED, OF_SETS, Baseline, values_of
from eval.comparison import surely
from eval.intervals import RESAMPLES, Interval, between, draws, weights_of
from eval.metrics import LOWER_IS_BETTER
from eval.results import Result
from eval.run import Evaluation

LEVEL = 0.05


class Difference(NamedTuple):
    """A measure before and now; ``better`` is None where chance may explain the difference."""

    measure: str
    before: float
    now: float
    questions: int
    interval: Interval | None
    p: float
    better: bool | None

    @property
    def by(self) -> float:
        """How much higher it is now, whether or not higher is better."""
        return self.now - self.before

    @property
    def verdict(self) -> str:
        """In a word."""
        return {True: "better", False: "worse", None: "no telling" if self.by else "same"}[self.better]

    def as_json(self) -> dict[str, object]:
        """For machines."""
        interval = list(self.interval) if self.interval else None
        return {**self._asdict(), "interval": interval, "difference": self.by, "verdict": self.verdict}


def differences(before: Baseline, evaluation: Evaluation) -> tuple[Difference, ...]:
    """Every measure that both runs have, over the questions that both have."""
    found: list[Difference] = []
    for name in COMPARED:
        loss, gain = (before.change(name, evaluation, gained=gained) for gained in (False, True))
        if loss and gain:
            p = min(1.0, 2 * min(loss.p, gain.p))
            interval = _interval(name, before, evaluation)
            found.append(Difference(name, loss.before, loss.now, loss.questions, interval, p, None))
    sure = surely([one.p for one in found], LEVEL)
    return tuple(
        one._replace(better=(one.by < 0) is (one.measure in LOWER_IS_BETTER)) if certain and one.by else one
        for one, certain in zip(found, sure, strict=True)
    )


def _interval(name: str, before: Baseline, evaluation: Evaluation, seed: int = 0) -> Interval | None:
    if name in OF_SETS:
        pair = before.pair(name, evaluation)
        if pair is None:
            return None
        weights = weights_of(draws(len(pair[1]), RESAMPLES, seed), len(pair[1]))
        old, new = (OF_SETS[name](results, weights) for results in pair)
        return between(new - old)
    was, now = before.column(name), values_of(evaluation, name)
    apart = np.array([now[question] - was[question] for question in sorted(was.keys() & now.keys())])
    return between(apart[draws(len(apart), RESAMPLES, seed)].mean(axis=1)) if len(apart) > 1 else None


class Turn(NamedTuple):
    """A question in two runs."""

    before: Result
    now: Result

    @property
    def by(self) -> int:
        """The steps of ``merit`` that it has gained; below 0 if lost."""
        return merit(self.now) - merit(self.before)

    def as_json(self) -> dict[str, object]:
        """For machines."""
        question = self.now.question
        return {"id": question.id, "question": question.text, "before": outcome(self.before), "now": outcome(self.now)}


def turned(before: Sequence[Result], now: Sequence[Result]) -> tuple[list[Turn], list[Turn]]:
    """The questions that were lost and those that were won, the greatest steps first, then the surest."""
    earlier = {result.question.id: result for result in before}
    both = [Turn(earlier[one.question.id], one) for one in now if one.question.id in earlier]
    lost = sorted((turn for turn in both if turn.by < 0), key=lambda turn: (turn.by, -turn.now.confidence))
    won = sorted((turn for turn in both if turn.by > 0), key=lambda turn: (-turn.by, -turn.now.confidence))
    return lost, won


def merit(result: Result) -> int:
    """From 0, it failed, to 4, as it should be; showing only what is wrong is worse than refusing."""
    if result.failed:
        return 0
    if not result.question.answerable:
        return 1 if result.quotes else 4
    if not result.quotes:
        return 2
    if not result.right:
        return 1
    return 4 if result.quotes[0].right and result.speaker_right is not False else 3


def outcome(result: Result) -> str:
    """What came of a question, in words."""
    if result.failure:
        return result.failure
    if not result.question.answerable:
        return "rightly refused"
    return "right" if merit(result) == 4 else "right, not first"
