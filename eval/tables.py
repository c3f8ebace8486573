"""A run as tables on the terminal."""

from collections import Counter
from typing import TYPE_CHECKING

from eval.figures import APART, BY_TAG, STAGE_COLUMNS, shown_figure
from eval.report import counts
from eval.results import STAGES
from eval.retrieval import named
from eval.run import Evaluation

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def print_tables(console: "Console", evaluation: Evaluation) -> None:
    """Every measure in total, the main ones by tag, and what went wrong how often."""
    asked = counts(evaluation.results)
    console.print(f"{asked['questions']} questions, {asked['unanswerable']} of them unanswerable", highlight=False)
    console.print(_total_table(evaluation))
    console.print(_stage_table(evaluation))
    if evaluation.tags:
        console.print(_tag_table(evaluation))
    failures = Counter(result.failure for result in evaluation.results if result.failure)
    wrong = ", ".join(f"{kind} {count}" for kind, count in failures.most_common()) or "nothing"
    console.print(f"What went wrong: {wrong}", highlight=False)


def _total_table(evaluation: Evaluation) -> "Table":
    """What the stages have apart is in a table of their own."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("measure")
    table.add_column("value", justify="right")
    table.add_column("95 % interval", justify="right")
    spread = evaluation.intervals()
    for name, value in evaluation.total().items():
        if name not in APART:
            between = "–".join(shown_figure(name, end) for end in spread[name] or ())
            table.add_row(name, shown_figure(name, value), between)
    return table


def _stage_table(evaluation: Evaluation) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("stage")
    for measure in STAGE_COLUMNS:
        table.add_column(measure, justify="right")
    found = evaluation.total()
    for stage in STAGES:
        table.add_row(stage, *(shown_figure(measure, found[named(stage, measure)]) for measure in STAGE_COLUMNS))
    return table


def _tag_table(evaluation: Evaluation) -> "Table":
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    caption = "first, any: that quote is right; refused: answerable; answered: unanswerable"
    table = Table(box=box.SIMPLE_HEAD, caption=caption, caption_justify="left")
    table.add_column("tag", overflow="fold")
    for heading in ("asked", *BY_TAG.values()):
        table.add_column(heading, justify="right")
    for tag, found in evaluation.by_tag().items():
        row = [shown_figure(name, found[name]) for name in BY_TAG]
        table.add_row(escape(tag), str(len(evaluation.tagged(tag))), *row)
    return table
