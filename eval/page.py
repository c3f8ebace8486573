"""``index.html``: one file that asks for nothing, under a policy that would refuse it; its words are all escaped.

Jinja2 escapes whatever it fills in; only the drawings and this module's own style and script are put in as they are.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from eval.baseline import Baseline
from eval.differences import Difference
from eval.drawing import Drawing
from eval.figures import APART, BY_TAG, STAGE_COLUMNS, shown_figure
from eval.results import STAGES
from eval.retrieval import named
from eval.run import Intervals
from eval.runs import Run
from eval.shown import MEANINGS, ArticleOf, shown

if TYPE_CHECKING:
    from jinja2 import Environment

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True, slots=True)
class Beside:
    """What a report needs beside the run, worked out once for all of its files.

    The stored articles, the baseline and what has changed since it, the intervals, what failed the run, the figures.
    """

    article_of: ArticleOf
    baseline: Baseline | None
    changes: Sequence[Difference]
    intervals: Intervals
    problems: Sequence[str]
    figures: Sequence[Drawing]


def report_page(run: Run, beside: Beside) -> str:
    """The whole report as HTML."""
    evaluation = run.evaluation
    counts = Counter(str(result.failure) for result in evaluation.results if result.failure)
    return filled(
        "report.html",
        title=f"Evaluation: {run.about.questions.file}",
        about=run.about,
        evaluation=evaluation,
        problems=beside.problems,
        compared=beside.baseline is not None,
        changes={change.measure: change for change in beside.changes},
        measures={name: value for name, value in evaluation.total().items() if name not in APART},
        intervals=beside.intervals,
        stages=_stages(run),
        tags=evaluation.by_tag(),
        figures=beside.figures,
        failures={kind: counts[kind] for kind in MEANINGS if counts[kind]},
        meanings=MEANINGS,
        questions=[shown(result, beside.article_of, beside.baseline) for result in evaluation.results],
    )


def filled(template: str, **values: object) -> str:
    """A page of ours with its style, its script, and the policy that admits those two and nothing else."""
    style, script = ((PAGES / name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )
    return _pages().get_template(template).render(style=style, script=script, policy=policy, **values)


def badge(label: str, message: str, *, good: bool) -> str:
    """An SVG in the manner of a build's badge; the words say what the colour does."""
    return _pages().get_template("badge.svg").render(label=label, message=message, good=good)


def _stages(run: Run) -> dict[str, list[str]]:
    found = run.evaluation.total()
    return {
        stage: [shown_figure(measure, found[named(stage, measure)]) for measure in STAGE_COLUMNS] for stage in STAGES
    }


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _signed(change: Difference) -> str:
    """A difference with its sign and its interval; a plain 0 where no question changed."""
    if change.interval in (None, (0, 0)) and not change.by:
        return "0"
    between = f" ({change.interval.low:+.3f} to {change.interval.high:+.3f})" if change.interval else ""
    return f"{change.by:+.3f}{between}"


@lru_cache(maxsize=1)
def _pages() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    pages = Environment(
        loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    pages.filters.update(figure=lambda value, name: shown_figure(name, value), signed=_signed)
    pages.globals.update(columns=STAGE_COLUMNS, by_tag=BY_TAG)
    return pages
