"""The gate: how low or high a measure may be before a build fails.

```toml
[floors]
"recall@5" = 0.95

[ceilings]
"unanswerable answered" = 0.2
```
"""

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.results import Result
from eval.run import Evaluation, Measures
from index.errors import QuotedeskError

KEYS = ("floors", "ceilings")


@dataclass(frozen=True, slots=True)
class Gate:
    """Bounds by the name of the measure; both kinds may be met exactly."""

    floors: Mapping[str, float]
    ceilings: Mapping[str, float]

    def failures(self, measured: Measures) -> Iterator[str]:
        """One line for each bound that is broken; a measure that is missing breaks its bound."""
        for name, floor in self.floors.items():
            value = measured.get(name)
            if value is None or not value >= floor:
                yield f"gate: {name} is {_shown(value)}, its floor is {floor:g}"
        for name, ceiling in self.ceilings.items():
            value = measured.get(name)
            if value is None or not value <= ceiling:
                yield f"gate: {name} is {_shown(value)}, its ceiling is {ceiling:g}"


def broken_promises(evaluation: Evaluation) -> Iterator[str]:
    """What fails any run, with or without a gate: a string that is not verbatim, a question that raised."""
    strayed = [result for result in evaluation.results if not all(result.verbatim)]
    if strayed:
        yield f"verbatim rate is below 1: {len(strayed)} answers quote what no article holds, first {_first(strayed)}"
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
        raise QuotedeskError(f"{path}: unknown key {unknown[0]!r}", fix="a gate has [floors] and [ceilings]")
    gate = Gate(*(_bounds(found.get(key, {}), key, path) for key in KEYS))
    if not gate.floors and not gate.ceilings:
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
