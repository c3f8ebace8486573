"""``quotedesk calibrate``: the threshold for an operator's own collection, with a promise about it."""

import json
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from rag.commands import reader_option

if TYPE_CHECKING:
    from eval.calibration import Calibration, Point
    from eval.questions import Question
    from eval.results import Result
    from rag.assistant import Assistant
    from rag.threshold import Threshold

FAILED = 1


def _between(_ctx: click.Context, _param: click.Parameter, value: float) -> float:
    if not 0 < value < 1:
        raise click.BadParameter(f"{value:g} is not between 0 and 1")
    return value


@click.command()
@click.argument("questions", type=click.Path(path_type=Path), required=False)
@click.option("--index", "folder", metavar="DIR", type=click.Path(path_type=Path), required=True,
              help="The index to ask, which is to remember the threshold.")  # fmt: skip
@reader_option
@click.option("--risk", type=float, callback=_between, default=0.1, show_default=True, metavar="SHARE",
              help="The largest share of wrong answers among those given, between 0 and 1.")  # fmt: skip
@click.option("--confidence", type=float, callback=_between, default=0.9, show_default=True, metavar="SHARE",
              help="How surely that is to hold, between 0 and 1.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Compute and print, but do not store the threshold.")
@click.option("--reset", is_flag=True, help="Remove the stored threshold, so that the default counts again.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for machines.")
@click.pass_context
def calibrate(
    ctx: click.Context, questions: Path | None, folder: Path, reader: str, *,
    risk: float, confidence: float, dry_run: bool, reset: bool, as_json: bool,
) -> None:  # fmt: skip
    """Choose the threshold to abstain below on questions of your own, and have the index remember it.

    With the stated confidence, at most the stated share of the answers given at that threshold are wrong, among
    questions drawn as those of QUESTIONS (.jsonl or .jsonl.gz) were; an unanswerable question that is answered counts
    as wrong. The exit code is 1, and nothing is stored, if the questions are too few or no threshold is good enough.
    """
    from rag.threshold import forget, keep

    if reset is (questions is not None) or (reset and dry_run):
        raise click.UsageError("name a question set, or give --reset without one")
    if questions is None:
        forget(folder)
        click.echo('{"threshold": null, "stored": false}' if as_json else "the default threshold counts again")
        return
    from eval.calibration import Calibration, point_at
    from rag.opening import open_assistant

    asked, left_out = _asked(questions)
    assistant = open_assistant(folder, reader=reader)
    results = _ask_all(ctx, asked, assistant)
    found = Calibration.of(results, risk=risk, confidence=confidence)
    default = point_at(_default(assistant), results)
    threshold = _threshold(found, results)
    stored = threshold is not None and not dry_run
    if threshold and stored:
        keep(folder, threshold)
    if as_json:
        said = _summary(found, default, threshold, left_out=left_out, stored=stored)
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        _print(found, default, left_out=left_out, stored=folder if stored else None)
    if found.problem:
        click.echo(f"{found.problem}; nothing is stored: add questions, or give a larger --risk", err=True)
        ctx.exit(FAILED)


def _asked(path: Path) -> tuple[tuple["Question", ...], int]:
    """The questions that stand alone, and how many are left out because they follow others; drafts are no questions.

    What a follow-up is answered with depends on whether its bare question was, and so on the threshold itself.
    """
    from eval.questions import read_questions
    from index.errors import QuotedeskError

    questions = tuple(question for question in read_questions(path) if not question.draft)
    alone = tuple(question for question in questions if not question.history)
    if not alone:
        raise QuotedeskError(f'{path} has only questions with a "history"', fix="add questions that stand alone")
    return alone, len(questions) - len(alone)


def _ask_all(ctx: click.Context, asked: tuple["Question", ...], assistant: "Assistant") -> tuple["Result", ...]:
    """Each question's answer without a threshold; exit 1 where one fails, since it cannot be judged."""
    from eval.gate import broken_promises
    from eval.gold import check_gold
    from eval.run import evaluate
    from index.progress import progress_bar

    check_gold(asked, assistant.article)
    with progress_bar("asking", len(asked)) as bar:
        evaluation = evaluate(asked, replace(assistant, floor=0.0), bar.advance)
    problems = list(broken_promises(evaluation))
    for problem in problems:
        click.echo(" ".join(problem.split()), err=True)
    if problems:
        ctx.exit(FAILED)
    return evaluation.results


def _default(assistant: "Assistant") -> float:
    """The threshold of an index that was never calibrated."""
    return cast("float", next(field.default for field in fields(assistant) if field.name == "floor"))


def _threshold(found: "Calibration", results: tuple["Result", ...]) -> "Threshold | None":
    from rag.threshold import Threshold

    made_by = results[0].provenance
    if found.chosen is None or made_by is None:
        return None
    today = datetime.now(UTC).date().isoformat()
    return Threshold(
        found.chosen.threshold, found.risk, found.confidence, len(results), today, made_by.reader, made_by.embedder
    )


def _summary(
    found: "Calibration", default: "Point", threshold: "Threshold | None", *, left_out: int, stored: bool
) -> dict[str, object]:
    return {
        "threshold": asdict(threshold) if threshold else None,
        "stored": stored,
        "problem": found.problem,
        "risk": found.risk,
        "confidence": found.confidence,
        "questions": default.questions,
        "left_out": left_out,
        "right_in_a_row_needed": found.needed,
        **{
            name: {
                **asdict(point),
                "risk_bound": point.bound(found.confidence),
                "wrong_share": point.wrong_share,
                "coverage": point.coverage,
            }
            for name, point in _named(found, default).items()
        },
    }


def _named(found: "Calibration", default: "Point") -> dict[str, "Point"]:
    return {"chosen" if found.chosen else "nearest": found.best, "default": default}


def _print(found: "Calibration", default: "Point", *, left_out: int, stored: Path | None) -> None:
    """The chosen threshold beside the default, and what it means in a sentence."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from eval.calibration import percent

    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("")
    for heading in ("threshold", "wrong at most", "wrong", "of answers", "share", "answered"):
        table.add_column(heading, justify="right")
    for name, point in _named(found, default).items():
        share = "–" if point.wrong_share is None else percent(point.wrong_share)
        bound, coverage = percent(point.bound(found.confidence)), percent(point.coverage)
        table.add_row(name, f"{point.threshold:g}", bound, str(point.wrong), str(point.answered), share, coverage)
    Console().print(table)
    if found.chosen:
        click.echo(
            f"With {percent(found.confidence)} confidence, at most {percent(found.risk)} of the answers given at"
            f" {found.chosen.threshold:g} are wrong, for questions drawn as these {default.questions} were."
        )
        click.echo(
            f"stored in {stored}; a running server takes it when it is started again" if stored else "not stored"
        )
    if left_out:
        click.echo(f"left out: {left_out} follow-up questions, for which nothing is promised")
