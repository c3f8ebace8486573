"""``quotedesk eval compare``: what one run does better or worse than another."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from eval.differences import Difference, Turn
    from eval.runs import Run

_FOLDER = click.Path(path_type=Path)


@click.command("compare")
@click.argument("run_a", type=_FOLDER)
@click.argument("run_b", type=_FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for machines.")
def compare(run_a: Path, run_b: Path, *, as_json: bool) -> None:
    """Say what one run does better or worse than another.

    Also which questions RUN_B won or lost. Each is the DIR of a --report, over the same questions. Where chance may
    explain a difference, there is no telling; latencies are side by side, but depend on what else the machine did.
    """
    from eval.baseline import Baseline
    from eval.differences import differences, turned
    from eval.runs import load_run

    before, now = load_run(run_a), load_run(run_b)
    _check_same_questions(before, now, run_a, run_b)
    changes = differences(Baseline.of(before.evaluation), now.evaluation)
    lost, won = turned(before.evaluation.results, now.evaluation.results)
    if as_json:
        said = {
            "measures": [change.as_json() for change in changes],
            "latency": _latency(before, now),
            "lost": [turn.as_json() for turn in lost],
            "won": [turn.as_json() for turn in won],
        }
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        _print(changes, _latency(before, now), lost, won)


def _check_same_questions(before: "Run", now: "Run", run_a: Path, run_b: Path) -> None:
    """By what is asked and its gold, not by the file: a comment or another order changes nothing."""
    from index.errors import QuotedeskError

    old, new = ({one.question.id: one.question for one in run.evaluation.results} for run in (before, now))
    apart = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    if apart:
        problem = f"{run_a} and {run_b} are over different question sets: {len(apart)} differ, first {apart[0]!r}"
        raise QuotedeskError(problem, fix="evaluate both with the same question set")


def _latency(before: "Run", now: "Run") -> dict[str, list[float | None]]:
    old, new = before.evaluation.total(), now.evaluation.total()
    return {name: [old[name], new[name]] for name in old if " ms " in name}


def _print(
    changes: "Sequence[Difference]", latency: dict[str, list[float | None]], lost: "Sequence[Turn]",
    won: "Sequence[Turn]",
) -> None:  # fmt: skip
    from rich.console import Console

    console = Console()
    console.print(_table(changes, latency))
    for heading, turns in (("lost", lost), ("won", won)):
        click.echo(f"{len(turns)} questions {heading}" + (", the worst first:" if turns and heading == "lost" else ""))
        for turn in turns:
            said = turn.as_json()
            click.echo(f"  {said['id']}: {said['before']} -> {said['now']}: {' '.join(str(said['question']).split())}")


def _table(changes: "Sequence[Difference]", latency: dict[str, list[float | None]]) -> "Table":
    """What got surely worse first, then what got better, then the rest."""
    from rich import box
    from rich.table import Table

    from eval.figures import shown_figure

    caption = "p: two-sided, Fisher's randomisation test; better and worse with Holm's correction"
    table = Table(box=box.SIMPLE_HEAD, caption=caption, caption_justify="left")
    table.add_column("measure")
    for heading in ("A", "B", "B - A", "95 % interval", "p"):
        table.add_column(heading, justify="right")
    table.add_column("")
    order = {False: 0, True: 1, None: 2}
    for one in sorted(changes, key=lambda one: order[one.better]):
        figures = [shown_figure(one.measure, value) for value in (one.before, one.now)]
        between = f"{one.interval.low:+.3f} {one.interval.high:+.3f}" if one.interval else ""
        table.add_row(one.measure, *figures, f"{one.by:+.3f}", between, f"{one.p:.2g}", one.verdict)
    for name, values in latency.items():
        table.add_row(name, *(shown_figure(name, value) for value in values))
    return table
