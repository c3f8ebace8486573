"""``quotedesk eval``: measure the assistant that is served, and fail a build that got worse."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eval.subcommands import CommandWithOthers
from index.place_options import place_options
from rag.commands import asked_as, group_options, reader_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eval.about import Asked
    from eval.baseline import Baseline
    from eval.gate import Gate
    from eval.questions import Question
    from eval.run import Evaluation
    from eval.runs import Run
    from index.store import Place
    from rag.assistant import Assistant

_FILE = click.Path(path_type=Path)


#: Beside the evaluation itself.
OTHERS = {"compare": "eval.compare:compare", "sweep": "eval.sweep_command:sweep"}


@click.command("eval", cls=CommandWithOthers, others=OTHERS)
@click.argument("questions", type=_FILE)
@place_options
@reader_option
@group_options
@click.option("--report", metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
              help="Write the run there: index.html to read, summary.md, junit.xml, badge.svg, the run itself"
              " (run.json, results.jsonl), report.json with all figures, and rankings for trec_eval. What refusals kept"
              " back is then shown too.")  # fmt: skip
@click.option("--gate", "gate_file", metavar="FILE", type=_FILE,
              help="A TOML file with [floors] and [ceilings] for measures, and [drops] from the baseline; a broken or"
              " missing one fails the run.")  # fmt: skip
@click.option("--baseline", "baseline_file", metavar="FILE", type=_FILE,
              help="An earlier run: what --accept wrote, or the DIR of a --report. What got worse by more than chance,"
              " and more than [drops] allows, fails the run.")  # fmt: skip
@click.option("--accept", is_flag=True,
              help="Write this run to --baseline instead of comparing it, unless it fails otherwise.")  # fmt: skip
@click.option("--limit", metavar="N", type=click.IntRange(min=1),
              help="Ask only the first N questions, for a quick look.")  # fmt: skip
@click.option("--with-drafts", is_flag=True, help="Ask the questions that are marked as drafts, too.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def evaluate_command(
    questions: Path, folder: "Place", reader: str, report: Path | None, gate_file: Path | None,
    baseline_file: Path | None, limit: int | None, groups: "Sequence[str]", *, accept: bool, with_drafts: bool,
    no_group: bool, as_json: bool,
) -> None:  # fmt: skip
    """Ask every question of a question set, and print how good the answers are, in total and by tag.

    QUESTIONS is a .jsonl, .jsonl.gz, .csv or .xlsx file. The exit code is 1, with a line for each reason, if a quote is
    not verbatim or wrongly cited, if a question fails, or if the gate is not met.
    """
    from rich.console import Console

    from eval.asking import asked_of
    from eval.gate import Gate, broken_promises, gate_failures, read_gate
    from eval.report import make_folder, summary, write_report
    from eval.tables import print_tables
    from rag.opening import open_assistant

    gate = read_gate(gate_file) if gate_file else Gate()
    baseline = _baseline(gate, baseline_file, accept=accept)
    asked, said = asked_of(questions, limit, with_drafts=with_drafts)
    if report:
        make_folder(report)
    behind = report is not None or gate.bounds("AURC")
    assistant = replace(open_assistant(folder, reader=reader), groups=asked_as(groups, no_group=no_group))
    run = _run(asked, said, assistant, behind_refusals=behind)
    evaluation = run.evaluation
    problems = [*broken_promises(evaluation), *gate_failures(gate, evaluation, baseline)]
    found = summary(evaluation, problems)
    written: list[Path] = []
    if report:
        written += write_report(report, run, found, article_of=assistant.article, baseline=baseline)
    if accept and baseline_file and not problems:
        written.append(_accepted(baseline_file, evaluation))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        print_tables(Console(), evaluation)
        for path in written:
            click.echo(f"wrote {path}")
    _say(problems, said.drafts_left_out)
    if problems:
        sys.exit(1)


def _baseline(gate: "Gate", path: Path | None, *, accept: bool) -> "Baseline | None":
    """What to compare with; nothing when a run is to become the baseline."""
    from eval.baseline import read_baseline

    if path is None and (accept or gate.drops):
        why = "--accept writes it" if accept else "the gate has [drops]"
        raise click.UsageError(f"give --baseline FILE: {why}")
    return None if accept or path is None else read_baseline(path)


def _run(asked: "Sequence[Question]", said: "Asked", assistant: "Assistant", *, behind_refusals: bool) -> "Run":
    """Gold is held against the articles before anything is asked."""
    from time import perf_counter

    from eval.about import about, settings_of
    from eval.gold import check_gold
    from eval.run import evaluate
    from eval.runs import Run
    from eval.stages import watched
    from index.progress import progress_bar

    check_gold(asked, assistant.article)
    watching, aside = watched(assistant, behind_refusals=behind_refusals)
    began = perf_counter()
    with progress_bar("asking", len(asked)) as bar:
        evaluation = evaluate(asked, watching, bar.advance, aside)
    parts = [getattr(assistant, part) for part in ("retriever", "reader") if hasattr(assistant, part)]
    return Run(about(said, evaluation, settings_of([assistant, *parts]), perf_counter() - began), evaluation)


def _accepted(path: Path, evaluation: "Evaluation") -> Path:
    from eval.baseline import write_baseline

    write_baseline(path, evaluation)
    return path


def _say(problems: "Sequence[str]", drafts: int) -> None:
    """On standard error, a line each."""
    if drafts:
        click.echo(f"{drafts} drafts are left out until they are accepted", err=True)
    for problem in problems:
        click.echo(" ".join(problem.split()), err=True)
