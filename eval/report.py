"""What a run says: JSON for machines, a table for people, files to keep."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from eval.files import remove, write_whole
from eval.reliability import Bin, bins_of, error_by_chance, forecasts
from eval.results import STAGES, Result
from eval.retrieval import NAMES, RETRIEVAL, named
from eval.run import Evaluation, Intervals
from eval.runs import Run, write_run
from index.errors import QuotedeskError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

Json = dict[str, object]

#: What the table by stage has room for.
STAGE_COLUMNS = ("recall@1", "recall@5", "recall@10", "success@1", "MRR", "nDCG@10")
#: The measures of single stages, which have a table of their own.
APART = frozenset(NAMES) - frozenset(RETRIEVAL)

#: What the table by tag has room for, and the headings there; the JSON has every measure for every tag.
BY_TAG = {
    "recall@5": "recall@5",
    "MRR": "MRR",
    "first quote right": "first",
    "any quote right": "any",
    "answerable refused": "refused",
    "unanswerable answered": "answered",
}


def summary(evaluation: Evaluation, problems: Sequence[str] = ()) -> Json:
    """All figures, in total and by tag; ``problems`` are the lines for which the run is failed."""
    results = evaluation.results
    provenance = next((result.provenance for result in results if result.provenance), None)
    by_tag, spread_by_tag = evaluation.by_tag(), evaluation.intervals_by_tag()
    return {
        "passed": not problems,
        "problems": list(problems),
        "index": asdict(provenance) if provenance else None,
        **_counts(results),
        "measures": evaluation.total(),
        "intervals": _pairs(evaluation.intervals()),
        "reliability": _reliability_json(bins_of(forecasts(results))),
        "tags": {
            tag: {
                **_counts(evaluation.tagged(tag)),
                "measures": by_tag[tag],
                "intervals": _pairs(spread_by_tag[tag]),
            }
            for tag in evaluation.tags
        },
    }


def make_folder(folder: Path) -> None:
    """Create the folder of a report; called before a run, which may be long, rather than after it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise QuotedeskError(f"cannot make {folder}: {error.strerror}", fix="give another folder") from error


def write_report(folder: Path, run: Run, found: Json) -> tuple[Path, ...]:
    """The files that it wrote, each whole or not at all.

    Those of ``eval.runs``; ``reliability.svg``, unless too few are answered; ``report.json``, the summary.
    """
    make_folder(folder)
    texts = {
        "reliability.svg": _diagram(bins_of(forecasts(run.evaluation.results))),
        "report.json": json.dumps(found, ensure_ascii=False, indent=2) + "\n",
    }
    for name, text in texts.items():
        if text:
            write_whole(folder / name, text.encode())
        else:
            remove(folder / name)
    return (*write_run(folder, run), *(folder / name for name, text in texts.items() if text))


def print_tables(console: "Console", evaluation: Evaluation) -> None:
    """Every measure in total, the main ones by tag, and what went wrong how often."""
    counts = _counts(evaluation.results)
    console.print(f"{counts['questions']} questions, {counts['unanswerable']} of them unanswerable", highlight=False)
    console.print(_total_table(evaluation))
    console.print(_stage_table(evaluation))
    if evaluation.tags:
        console.print(_tag_table(evaluation))
    failures = Counter(result.failure for result in evaluation.results if result.failure)
    wrong = ", ".join(f"{kind} {count}" for kind, count in failures.most_common()) or "nothing"
    console.print(f"What went wrong: {wrong}", highlight=False)


def _pairs(spread: Intervals) -> dict[str, list[float] | None]:
    return {name: list(interval) if interval else None for name, interval in spread.items()}


def _reliability_json(bins: Sequence[Bin]) -> Json | None:
    return {"error_by_chance": error_by_chance(bins), "bins": [group.as_json() for group in bins]} if bins else None


def _diagram(bins: Sequence[Bin]) -> str:
    from eval.diagram import diagram

    return diagram(bins) if bins else ""


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
            between = "–".join(_shown(name, end) for end in spread[name] or ())
            table.add_row(name, _shown(name, value), between)
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
        table.add_row(stage, *(_shown(measure, found[named(stage, measure)]) for measure in STAGE_COLUMNS))
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
        row = [_shown(name, found[name]) for name in BY_TAG]
        table.add_row(escape(tag), str(len(evaluation.tagged(tag))), *row)
    return table


def _counts(results: Sequence[Result]) -> dict[str, int]:
    answerable = sum(result.question.answerable for result in results)
    return {"questions": len(results), "answerable": answerable, "unanswerable": len(results) - answerable}


def _shown(name: str, value: float | None) -> str:
    """Three decimals, but never "1.000" for what is less than 1."""
    if value is None:
        return "–"
    if " ms " in name:
        return f"{value:.1f}"
    return "<1.000" if 0.9995 <= value < 1 else f"{value:.3f}"
