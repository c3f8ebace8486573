"""What a run says: JSON for machines, a page for people, files for a build to keep."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from eval.baseline import Baseline
from eval.files import remove, write_whole
from eval.reliability import Bin, bins_of, error_by_chance, forecasts
from eval.results import Result
from eval.run import Evaluation, Intervals
from eval.runs import Run, write_run
from eval.shown import ArticleOf
from index.errors import QuotedeskError

if TYPE_CHECKING:
    from eval.drawing import Drawing

Json = dict[str, object]


def summary(evaluation: Evaluation, problems: Sequence[str] = ()) -> Json:
    """All figures, in total and by tag; ``problems`` are the lines for which the run is failed."""
    results = evaluation.results
    provenance = next((result.provenance for result in results if result.provenance), None)
    by_tag, spread_by_tag = evaluation.by_tag(), evaluation.intervals_by_tag()
    return {
        "passed": not problems,
        "problems": list(problems),
        "index": asdict(provenance) if provenance else None,
        **counts(results),
        "measures": evaluation.total(),
        "intervals": _pairs(evaluation.intervals()),
        "reliability": _reliability_json(bins_of(forecasts(results))),
        "tags": {
            tag: {
                **counts(evaluation.tagged(tag)),
                "measures": by_tag[tag],
                "intervals": _pairs(spread_by_tag[tag]),
            }
            for tag in evaluation.tags
        },
    }


def counts(results: Sequence[Result]) -> dict[str, int]:
    """How many questions there are of either kind."""
    answerable = sum(result.question.answerable for result in results)
    return {"questions": len(results), "answerable": answerable, "unanswerable": len(results) - answerable}


def make_folder(folder: Path) -> None:
    """Create the folder of a report; called before a run, which may be long, rather than after it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise QuotedeskError(f"cannot make {folder}: {error.strerror}", fix="give another folder") from error


def write_report(
    folder: Path, run: Run, found: Json, *, article_of: ArticleOf = lambda _: None, baseline: Baseline | None = None
) -> tuple[Path, ...]:
    """The files that it wrote, each whole or not at all: the run, and what is made of it.

    ``report.json`` is the summary ``found``; a figure that cannot be drawn is left out, and an older one taken away.
    ``article_of`` has the articles that the page shows.
    """
    from eval.differences import differences
    from eval.junit import junit_xml
    from eval.markdown import markdown
    from eval.page import Beside, badge, report_page

    make_folder(folder)
    figures = figures_of(run.evaluation)
    problems = [str(problem) for problem in found["problems"]] if isinstance(found["problems"], list) else []
    drawings = [figure for figure in figures.values() if figure]
    changes = differences(baseline, run.evaluation) if baseline else ()
    beside = Beside(article_of, baseline, changes, run.evaluation.intervals(), problems, drawings)
    texts = {
        "index.html": report_page(run, beside),
        "report.json": json.dumps(found, ensure_ascii=False, indent=2) + "\n",
        "junit.xml": junit_xml(run),
        "summary.md": markdown(run, beside),
        "badge.svg": badge("questions answered right", _share_right(run.evaluation), good=not problems),
        **{f"{name}.svg": figure.svg if figure else "" for name, figure in figures.items()},
    }
    for name, text in texts.items():
        if text:
            write_whole(folder / name, text.encode(errors="replace"))
        else:
            remove(folder / name)
    return (*write_run(folder, run), *(folder / name for name, text in texts.items() if text))


def figures_of(evaluation: Evaluation) -> "Mapping[str, Drawing | None]":
    """By the name of its file; None where there is too little to draw."""
    from eval.diagram import diagram
    from eval.plots import latency_plot, recall_plot, risk_plot

    bins = bins_of(forecasts(evaluation.results))
    return {
        "risk-coverage": risk_plot(evaluation.results),
        "reliability": diagram(bins),
        "recall": recall_plot(evaluation.total()),
        "latency": latency_plot(evaluation.results),
    }


def _share_right(evaluation: Evaluation) -> str:
    """Of all questions, those whose first quote answers or that are rightly refused."""
    from eval.differences import merit

    right = sum(merit(result) >= 4 for result in evaluation.results)
    return f"{100 * right / len(evaluation.results):.0f} %" if evaluation.results else "none asked"


def _pairs(spread: Intervals) -> dict[str, list[float] | None]:
    return {name: list(interval) if interval else None for name, interval in spread.items()}


def _reliability_json(bins: Sequence[Bin]) -> Json | None:
    return {"error_by_chance": error_by_chance(bins), "bins": [group.as_json() for group in bins]} if bins else None
