"""What a run says: JSON for machines, a table for people, files to keep."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from eval.metrics import Score
from eval.reliability import Bin, bins_of, error_by_chance, forecasts
from eval.results import Result
from eval.run import Evaluation
from index.errors import QuotedeskError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

Json = dict[str, object]

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
    by_tag = evaluation.by_tag()
    return {
        "passed": not problems,
        "problems": list(problems),
        "index": asdict(provenance) if provenance else None,
        **_counts(results),
        "measures": evaluation.total(),
        "reliability": _reliability_json(bins_of(forecasts(results))),
        "tags": {tag: {**_counts(evaluation.tagged(tag)), "measures": by_tag[tag]} for tag in evaluation.tags},
    }


def result_json(result: Result, scores: Iterable[Score]) -> Json:
    """One question: what was quoted, as offsets, whether that is right, and what went wrong; no article's words."""
    question = result.question
    return {
        "id": question.id,
        "question": question.text,
        "answerable": question.answerable,
        "tags": list(question.tags),
        "failure": result.failure,
        "error": result.error,
        "reason": result.reason,
        "confidence": result.confidence,
        "quotes": [asdict(quote) for quote in result.quotes],
        "articles": list(result.ranking),
        "scores": {score.metric: score.value for score in scores},
        "timings_ms": dict(result.timings_ms),
    }


def make_folder(folder: Path) -> None:
    """Create the folder of a report; called before a run, which may be long, rather than after it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise QuotedeskError(f"cannot make {folder}: {error.strerror}", fix="give another folder") from error


def write_report(folder: Path, evaluation: Evaluation, found: Json) -> tuple[Path, ...]:
    """The files that it wrote, each whole or not at all.

    ``results.jsonl``, a line a question; ``reliability.svg``, unless too few are answered; ``report.json``,
    the summary.
    """
    make_folder(folder)
    scores: dict[str, list[Score]] = {}
    for score in evaluation.scores:
        scores.setdefault(score.question, []).append(score)
    lines = [result_json(result, scores.get(result.question.id, ())) for result in evaluation.results]
    texts = {
        "results.jsonl": "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines),
        "reliability.svg": _diagram(bins_of(forecasts(evaluation.results))),
        "report.json": json.dumps(found, ensure_ascii=False, indent=2) + "\n",
    }
    for name, text in texts.items():
        _write(folder / name, text)
    return tuple(folder / name for name, text in texts.items() if text)


def print_tables(console: "Console", evaluation: Evaluation) -> None:
    """Every measure in total, the main ones by tag, and what went wrong how often."""
    counts = _counts(evaluation.results)
    console.print(f"{counts['questions']} questions, {counts['unanswerable']} of them unanswerable", highlight=False)
    console.print(_total_table(evaluation))
    if evaluation.tags:
        console.print(_tag_table(evaluation))
    failures = Counter(result.failure for result in evaluation.results if result.failure)
    wrong = ", ".join(f"{kind} {count}" for kind, count in failures.most_common()) or "nothing"
    console.print(f"What went wrong: {wrong}", highlight=False)


def _reliability_json(bins: Sequence[Bin]) -> Json | None:
    return {"error_by_chance": error_by_chance(bins), "bins": [group.as_json() for group in bins]} if bins else None


def _diagram(bins: Sequence[Bin]) -> str:
    from eval.diagram import diagram

    return diagram(bins) if bins else ""


def _total_table(evaluation: Evaluation) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("measure")
    table.add_column("value", justify="right")
    for name, value in evaluation.total().items():
        table.add_row(name, _shown(name, value))
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


def _write(path: Path, text: str) -> None:
    """Without a text, what an earlier run left there is removed."""
    draft = path.with_name(f"{path.name}.draft")
    try:
        if text:
            draft.write_text(text, encoding="utf-8")
            draft.replace(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise QuotedeskError(f"cannot write {path}: {error.strerror}", fix="give another folder") from error
