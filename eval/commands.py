"""``quotedesk eval``: measure the assistant that is served, and fail a build that got worse."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click


@click.command("eval")
@click.argument("questions", type=click.Path(path_type=Path))
@click.option(
    "--index",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    required=True,
    help="The index to ask.",
)
@click.option(
    "--report",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write results.jsonl, a line a question, and report.json there.",
)
@click.option(
    "--gate",
    "gate_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A TOML file with [floors] and [ceilings] for measures; a broken or missing one fails the run.",
)
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=1),
    help="Ask only the first N questions, for a quick look.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def evaluate_command(
    questions: Path, folder: Path, report: Path | None, gate_file: Path | None, limit: int | None, *, as_json: bool
) -> None:
    """Ask every question of a question set, and print how good the answers are, in total and by tag.

    QUESTIONS is a .jsonl or .jsonl.gz file. The exit code is 1, with a line for each reason, if a quote is not
    verbatim, if a question fails, or if the gate is not met.
    """
    from rich.console import Console

    from eval.gate import broken_promises, read_gate
    from eval.gold import check_gold
    from eval.questions import read_questions
    from eval.report import make_folder, print_tables, summary, write_report
    from eval.run import evaluate
    from rag.assistant import open_assistant

    gate = read_gate(gate_file) if gate_file else None
    asked = read_questions(questions)[:limit]
    if report:
        make_folder(report)
    assistant = open_assistant(folder)
    check_gold(asked, assistant.article)
    with _progress(len(asked)) as advance:
        evaluation = evaluate(asked, assistant, advance)
    problems = [*broken_promises(evaluation), *(gate.failures(evaluation.total()) if gate else ())]
    found = summary(evaluation, problems)
    if report:
        write_report(report, evaluation, found)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        print_tables(Console(), evaluation)
    for problem in problems:
        click.echo(" ".join(problem.split()), err=True)
    if problems:
        sys.exit(1)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on standard error while it is a terminal, else nothing; yields what to call after each question."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("asking", total=total)
        yield lambda: bar.advance(task)
