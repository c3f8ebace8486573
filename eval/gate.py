"""The gate: how low or high a measure may be, and how far it may fall, before a build fails.

```toml
[floors]
"recall@5" = 0.95

[ceilings]
"unanswerable answered" = 0.2

[drops]
"first quote right" = 0.02
```
"""

import math
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from eval.baseline import COMPARED, Baseline
from eval.comparison import Change, surely
from eval.metrics import LOWER_IS_BETTER
from eval.results import Result
from eval.run import Evaluation, Measures
from eval.worst import worst
from index.errors import QuotedeskError

KEYS = ("floors", "ceilings", "drops")
#: How often chance may fail a build where nothing got worse, over all measures compared at once.
LEVEL = 0.05
#: What may not fall, where a gate does not say.
DROPS = dict.fromkeys(("recall@5", "first quote right", "answerable refused", "unanswerable answered", "AUROC"), 0.0)


@dataclass(frozen=True, slots=True)
class Gate:
    """Bounds by the name of the measure, which may be met exactly; ``drops`` are in the measure's own unit."""

    floors: Mapping[str, float] = field(default_factory=dict)
    ceilings: Mapping[str, float] = field(default_factory=dict)
    drops: Mapping[str, float] = field(default_factory=dict)

    def bounds(self, name: str) -> bool:
        """Whether it says anything of the measure."""
        return any(name in bounds for bounds in (self.floors, self.ceilings, self.drops))

    def failures(self, measured: Measures, worst_of: Callable[[str], str] = lambda _: "") -> Iterator[str]:
        """One line for each floor and ceiling that is broken; a measure that is missing breaks its bound."""
        for name, floor in self.floors.items():
            value = measured.get(name)
            if value is None or not value >= floor:
                yield f"gate: {name} is {_shown(value)}, its floor is {floor:g}{worst_of(name)}"
        for name, ceiling in self.ceilings.items():
            value = measured.get(name)
            if value is None or not value <= ceiling:
                yield f"gate: {name} is {_shown(value)}, its ceiling is {ceiling:g}{worst_of(name)}"

    def worsened(self, evaluation: Evaluation, baseline: Baseline) -> Iterator[str]:
        """One line for each measure that got worse by more than is allowed and by more than chance explains."""
        allowed = self.drops or DROPS
        changes = {name: baseline.change(name, evaluation) for name in allowed}
        known = {name: change for name, change in changes.items() if change}
        sure = dict(zip(known, surely([change.p for change in known.values()], LEVEL), strict=True))
        for name, change in changes.items():
            if change is None:
                # A measure that neither run has cannot have got worse, unless somebody asked for it.
                if self.drops or baseline.column(name):
                    yield f"gate: {name} cannot be compared: no question has it in both runs"
            elif sure[name] and _loss(name, change) > allowed[name]:
                lost_most = worst(evaluation, name, before=baseline.column(name))
                yield f"gate: {name} {_told(change)}, {allowed[name]:g} is allowed{_named(lost_most)}"


def _told(change: Change) -> str:
    asked = f"over {change.questions} questions (p = {change.p:.2g})"
    return f"went from {change.before:.4g} to {change.now:.4g} {asked}"


def _loss(name: str, change: Change) -> float:
    return change.now - change.before if name in LOWER_IS_BETTER else change.before - change.now


def gate_failures(gate: Gate, evaluation: Evaluation, baseline: Baseline | None) -> list[str]:
    """All lines, each with the questions that are worst."""
    lines = list(gate.failures(evaluation.total(), lambda name: _named(worst(evaluation, name))))
    return lines + list(gate.worsened(evaluation, baseline)) if baseline else lines


def _named(questions: Sequence[str]) -> str:
    return f"; worst: {', '.join(map(repr, questions))}" if questions else ""


def broken_promises(evaluation: Evaluation) -> Iterator[str]:
    """What fails any run, with or without a gate: what is not verbatim, or cited wrong, and what raised."""
    strayed = [result for result in evaluation.results if not all(result.verbatim)]
    if strayed:
        yield f"verbatim rate is below 1: {len(strayed)} answers quote what no article holds, first {_first(strayed)}"
    astray = [result for result in evaluation.results if not all(result.cited) and all(result.verbatim)]
    if astray:
        yield f"citation right is below 1: {len(astray)} answers cite another article, first {_first(astray)}"
    failed = [result for result in evaluation.results if result.failed]
    if failed:
        yield f"{len(failed)} questions failed, first {_first(failed)}: {failed[0].error}"


def read_gate(path: Path) -> Gate:
    """The gate in a TOML file; one that bounds nothing is an error, since it would pass everything."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise QuotedeskError(f"cannot read the gate {path}: {error}", fix="give a TOML file") from error
    unknown = sorted(set(found) - set(KEYS))
    if unknown:
        raise QuotedeskError(f"{path}: unknown key {unknown[0]!r}", fix="a gate has [floors], [ceilings] and [drops]")
    gate = Gate(*(_bounds(found.get(key, {}), key, path) for key in KEYS))
    if unknown := [name for name in gate.drops if name not in COMPARED]:
        fix = f"give it a floor or a ceiling; these can: {', '.join(COMPARED)}"
        raise QuotedeskError(f"{path}: {unknown[0]!r} cannot be compared question by question", fix=fix)
    if not (gate.floors or gate.ceilings or gate.drops):
        raise QuotedeskError(f"{path} bounds nothing", fix='write for instance: [floors] "recall@5" = 0.95')
    return gate


def _bounds(found: object, key: str, path: Path) -> dict[str, float]:
    if not isinstance(found, dict):
        raise QuotedeskError(f"{path}: {key} is {found!r}", fix=f"make it a table: [{key}]")
    for name, bound in found.items():
        if isinstance(bound, bool) or not isinstance(bound, int | float) or not math.isfinite(bound):
            raise QuotedeskError(f"{path}: {key} has {name} = {bound!r}", fix='give a number: "recall@5" = 0.95')
    return {name: float(bound) for name, bound in found.items()}


def _first(results: Sequence[Result]) -> str:
    question = results[0].question
    return f"{question.id!r} ({question.place})" if question.place else repr(question.id)


def _shown(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.6g}"
