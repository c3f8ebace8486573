"""Which threshold to abstain below, so that few of the answers given are wrong, and how surely that is known.

**The promise.** With probability at least ``confidence`` over the draw of the calibration questions, at most the
share ``risk`` of the answers that are given at the chosen threshold are wrong, among questions drawn as those were.
An answer is wrong when its first quote does not answer; any answer to an unanswerable question is.

**Why not conformal risk control** (Angelopoulos, Bates, Fisch, Lei, Schuster, ICLR 2024): it bounds the *mean* of a
loss that can only fall as the threshold rises. "Wrong among those answered" is a ratio, which need not fall, and a
mean over calibration sets is not a stated confidence. So this is **Learn then Test** (Angelopoulos, Bates, Candès,
Jordan, Lei, 2021; its section on selective classification; the aim is Geifman and El-Yaniv's, 2017): each threshold
of a grid that is fixed beforehand is tested by the exact binomial (Clopper-Pearson) upper bound of its wrong share,
from strict to lax, up to the first that fails. The tests before the last success all hold, so none needs a correction
for the many that were tried.

**Where it begins**, much as in the authors' own code: at the strictest threshold with a sixth of all answers, and with
so many that it could pass at all. That depends on the data, and the level is exact while stricter answers are no more
often wrong than laxer ones, which is what a confidence is for; the simulations in tests/eval hold it to the level
where that fails, too.

**What is not promised.** Nothing about one answer, one topic, or questions unlike those of the set: other topics,
other users, follow-up questions. Nothing after the articles, the reader or the embedder change; nothing if the gold is
wrong, if the questions depend on each other (twenty wordings of one), or if something else was tuned on them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import betaincinv

from eval.results import Result

#: The thresholds that are tried, strict to lax, finer near 1; fixed, so that looking at the data cannot choose them.
GRID = (*(step / 1000 for step in range(999, 990, -1)), *(step / 100 for step in range(99, -1, -1)))
#: The test begins with this part of all answers: so few that laxer thresholds remain, so many that one may be wrong.
BEGIN = 6
#: Bounds that meet the risk up to rounding meet it.
_ROUNDING = 1e-9


def wrong_at_most(wrong: int, answered: int, confidence: float) -> float:
    """The exact upper bound (Clopper-Pearson, one-sided) of the wrong share, having seen ``wrong`` of ``answered``."""
    return 1.0 if wrong >= answered else float(betaincinv(wrong + 1, answered - wrong, confidence))


def right_in_a_row(risk: float, confidence: float) -> int:
    """The fewest answers, all right, that could promise it: the least n with (1 - risk)^n <= 1 - confidence."""
    return max(1, math.ceil(math.log1p(-confidence) / math.log1p(-risk) - _ROUNDING))


@dataclass(frozen=True, slots=True)
class Point:
    """What a threshold makes of the questions."""

    threshold: float
    answered: int
    wrong: int
    questions: int

    @property
    def wrong_share(self) -> float | None:
        """Of the answers given; None where none is."""
        return self.wrong / self.answered if self.answered else None

    @property
    def coverage(self) -> float:
        """The share of questions that are answered."""
        return self.answered / self.questions if self.questions else 0.0

    def bound(self, confidence: float) -> float:
        """What the wrong share is at most, at that confidence, as if this threshold alone had been looked at."""
        return wrong_at_most(self.wrong, self.answered, confidence)


def point_at(threshold: float, results: Sequence[Result]) -> Point:
    """Where ``results``, asked at threshold 0, would be with this one."""
    answers = [result for result in results if result.quotes and result.confidence >= threshold]
    right = sum(result.question.answerable and result.quotes[0].right for result in answers)
    return Point(threshold, len(answers), len(answers) - right, len(results))


@dataclass(frozen=True, slots=True)
class Calibration:
    """The points of ``GRID``, strict to lax, and what is to be promised."""

    points: tuple[Point, ...]
    risk: float
    confidence: float

    @classmethod
    def of(cls, results: Sequence[Result], *, risk: float, confidence: float) -> "Calibration":
        """From one pass over the questions at threshold 0."""
        return cls(tuple(point_at(threshold, results) for threshold in GRID), risk, confidence)

    @property
    def needed(self) -> int:
        """The fewest answers that could promise it."""
        return right_in_a_row(self.risk, self.confidence)

    @property
    def tested(self) -> tuple[Point, ...]:
        """The points that have answers enough to begin at, whether or not the test gets to them."""
        fewest = max(self.needed, self.points[-1].answered // BEGIN)
        return tuple(point for point in self.points if point.answered >= fewest)

    @property
    def chosen(self) -> Point | None:
        """The laxest point before the first that fails; None where the promise cannot be made."""
        chosen = None
        for point in self.tested:
            if not self._holds(point):
                break
            chosen = point
        return chosen

    @property
    def best(self) -> Point:
        """The chosen point; else the one that comes nearest, or the one that stopped the test before it began."""
        nearest = min(self.points, key=lambda point: point.bound(self.confidence))
        return self.chosen or (self.tested[0] if self.tested and self._holds(nearest) else nearest)

    @property
    def problem(self) -> str | None:
        """Why the promise cannot be made, in one line; None where it can."""
        if self.chosen:
            return None
        promise = f"at most {percent(self.risk)} wrong at {percent(self.confidence)} confidence"
        row = f"{promise} takes at least {self.needed} right answers in a row"
        most = self.points[-1]
        if most.questions < self.needed:
            return f"the set is too small, {most.questions} questions: {row}"
        if most.answered < self.needed:
            return f"the set is too small, {most.answered} of {most.questions} questions get any answer: {row}"
        best = self.best
        seen = f"{best.threshold:g}, where {best.wrong} of {best.answered} answers are wrong"
        bound = f"that is at most {percent(best.bound(self.confidence))}"
        if self._holds(min(self.points, key=lambda point: point.bound(self.confidence))):
            return f"no promise of {promise}: the test from strict to lax ends at once, at {seen}; {bound}"
        return f"no threshold promises {promise}: the best is {seen}; {bound}"

    def _holds(self, point: Point) -> bool:
        return point.bound(self.confidence) <= self.risk + _ROUNDING


def percent(share: float) -> str:
    """A share for people, to three figures."""
    return f"{100 * share:.3g} %"
