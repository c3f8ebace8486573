"""``quotedesk eval sweep``: what other settings would do, on a grid."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rag.commands import asked_as, group_options

if TYPE_CHECKING:
    from eval.about import Asked
    from eval.frontier import Measured
    from eval.questions import Question
    from eval.sweep import Point, Task, Value

_PATH = click.Path(path_type=Path)
NOTE = "Chosen on these questions, the best point looks better than it is: measure it on others before it is served."


def _settings(_ctx: click.Context, _param: click.Parameter, given: Sequence[str]) -> "dict[str, tuple[Value, ...]]":
    from eval.sweep import setting

    try:
        found = [setting(written) for written in given]
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    if len(dict(found)) < len(found):
        raise click.BadParameter("a setting is given twice; write its values with commas: passages=6,8")
    return dict(found)


@click.command("sweep")
@click.argument("questions", type=_PATH)
@click.option("--index", "folders", metavar="DIR", type=_PATH, multiple=True, required=True,
              help="The index to ask; may be given again, for other passages or another embedder.")  # fmt: skip
@click.option("--set", "settings", metavar="NAME=VALUE,…", multiple=True, callback=_settings,
              help="Values to try of passages, hits, per-article, depth, dense-share, threshold, also, quotes or"
              " reader; may be given again, for every combination.")  # fmt: skip
@group_options
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), required=True,
              help="Where the runs and index.html go; a run that is there is not made again.")  # fmt: skip
@click.option("--jobs", metavar="N", type=click.IntRange(min=1), default=1, show_default=True,
              help="So many runs at once. They slow each other down: compare latencies with 1.")  # fmt: skip
@click.option("--measure", metavar="NAME", default="first quote right", show_default=True,
              help="What counts as quality.")  # fmt: skip
@click.option("--limit", metavar="N", type=click.IntRange(min=1),
              help="Ask only the first N questions.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for machines.")
def sweep(
    questions: Path, folders: Sequence[Path], settings: "dict[str, tuple[Value, ...]]", out: Path, jobs: int,
    measure: str, limit: int | None, groups: Sequence[str], *, no_group: bool, as_json: bool,
) -> None:  # fmt: skip
    """Try other settings on a grid; show quality against time.

    Named are the points that no other beats in both. Each combination is a run in a folder of its own under --out, for
    quotedesk eval compare; a sweep that was broken off goes on where it was.
    """
    from eval.asking import asked_of
    from eval.frontier import measured
    from eval.metrics import measures
    from eval.report import make_folder
    from eval.sweep import grid, run_all
    from index.progress import progress_bar

    if measure not in measures((), ()):
        raise click.BadParameter(f"no measure is called {measure!r}", param_hint="--measure")
    who = asked_as(groups, no_group=no_group)
    make_folder(out)
    asked, said = asked_of(questions, limit, with_drafts=False)
    points = grid(folders, settings, who)
    tasks = _tasks(points, asked, said, out)
    with progress_bar("runs", len(tasks)) as bar:
        runs = dict(run_all(tasks, jobs, bar.advance))
    found = measured([(point, runs[point]) for point in points], measure)
    _write(out, found, measure, jobs)
    if as_json:
        click.echo(json.dumps(_summary(found, measure, jobs), ensure_ascii=False, indent=2))
    else:
        _print(found, measure)
        click.echo(f"wrote {out / 'index.html'}")


def _tasks(points: "Sequence[Point]", asked: "tuple[Question, ...]", said: "Asked", out: Path) -> "list[Task]":
    """Opens every index beforehand, so that a missing one is no surprise in the middle."""
    from eval.sweep import Task, folder_of
    from index.collection import Collection

    opened = {point.index: Collection.open(point.index) for point in points}
    states = {index: f"{one.generation.number} {one.embedder.name}" for index, one in opened.items()}
    return [Task(point, asked, said, out / folder_of(point, said, states[point.index])) for point in points]


def _summary(found: "Sequence[Measured]", measure: str, jobs: int) -> dict[str, object]:
    return {"measure": measure, "jobs": jobs, "points": [one.as_json() for one in found], "note": NOTE}


def _write(out: Path, found: "Sequence[Measured]", measure: str, jobs: int) -> None:
    from eval.files import write_whole
    from eval.frontier import frontier_plot
    from eval.page import filled

    drawing = frontier_plot(found, measure)
    page = filled("sweep.html", title=f"Sweep: {measure}", points=found, measure=measure, figure=drawing, jobs=jobs,
                  note=NOTE)  # fmt: skip
    write_whole(out / "index.html", page.encode(errors="replace"))
    write_whole(out / "sweep.json", (json.dumps(_summary(found, measure, jobs), indent=2) + "\n").encode())
    if drawing:
        write_whole(out / "frontier.svg", drawing.svg.encode())


def _print(found: "Sequence[Measured]", measure: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, caption=NOTE, caption_justify="left")
    table.add_column("")
    table.add_column("point", overflow="fold")
    for heading in (measure, "95 % interval", "ms p50"):
        table.add_column(heading, justify="right")
    for one in found:
        between = f"{one.interval.low:.3f}–{one.interval.high:.3f}" if one.interval else ""
        figures = f"{one.quality:.3f}", between, f"{one.milliseconds:.0f}"
        table.add_row("*" if one.best else "", escape(one.point.name), *figures)
    Console().print(table)
    click.echo("* no other point is both as fast and as good")
