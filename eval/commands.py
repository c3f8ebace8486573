"""``quotedesk eval``: measure the assistant that is served, and fail a build that got worse."""

import json
import sys
from pathlib import Path

import click

from rag.commands import reader_option


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
@reader_option
@click.option(
    "--report",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write results.jsonl, a line a question, report.json and the diagram reliability.svg there.",
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
    questions: Path, folder: Path, reader: str, report: Path | None, gate_file: Path | None, limit: int | None,
    *, as_json: bool,
) -> None:  # fmt: skip
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
    from index.progress import progress_bar
    from rag.assistant import open_assistant

    gate = read_gate(gate_file) if gate_file else None
    asked = read_questions(questions)[:limit]
    if report:
        make_folder(report)
    assistant = open_assistant(folder, reader=reader)
    check_gold(asked, assistant.article)
    with progress_bar("asking", len(asked)) as bar:
        evaluation = evaluate(asked, assistant, bar.advance)
    problems = [*broken_promises(evaluation), *(gate.failures(evaluation.total()) if gate else ())]
    found = summary(evaluation, problems)
    written = write_report(report, evaluation, found) if report else ()
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        print_tables(Console(), evaluation)
        for path in written:
            click.echo(f"wrote {path}")
    for problem in problems:
        click.echo(" ".join(problem.split()), err=True)
    if problems:
        sys.exit(1)
