"""Which questions to look at first when a measure is bad."""

from collections.abc import Callable, Mapping

from eval.abstaining import would_be_wrong
from eval.metrics import LOWER_IS_BETTER
from eval.results import Result
from eval.run import Evaluation

MOST = 3


def worst(evaluation: Evaluation, name: str, before: Mapping[str, float] | None = None) -> list[str]:
    """The ids of at most ``MOST`` questions, the worst first; with ``before``, those that lost most since."""
    sign = -1 if name in LOWER_IS_BETTER else 1
    values = {score.question: sign * score.value for score in evaluation.scores if score.metric == name}
    if before:
        values = {one: value - sign * before[one] for one, value in values.items() if one in before}
        values = {one: value for one, value in values.items() if value < 0}
    if not values:
        values = {result.question.id: -_badness(name)(result) for result in evaluation.results}
        values = {one: value for one, value in values.items() if value < 0}
    best = max(values.values(), default=0.0)
    # Where all are alike, none is worse than the others; for a loss each is.
    bad = [one for one, value in values.items() if value < best or before or best < 0]
    return sorted(bad, key=lambda one: (values[one], one))[:MOST]


def _badness(name: str) -> Callable[[Result], float]:
    """For what only a set has: the surest mistakes, the least sure of the answerable, the slowest."""
    if " ms " in name:
        stage = name.partition(" ")[0]
        return lambda result: result.timings_ms.get(stage, 0.0)
    if name == "AUROC":
        return lambda result: 1 - result.confidence if result.question.answerable else result.confidence
    if name in LOWER_IS_BETTER:
        return lambda result: result.confidence if would_be_wrong(result) else 0.0
    return lambda _: 0.0
