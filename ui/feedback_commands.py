"""quotedesk feedback."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from ui.service import state_beside

index_option = click.option(
    "--index", "folder", type=click.Path(path_type=Path), metavar="DIR", envvar="QUOTEDESK_INDEX",
    help="The folder of the index that was quoted; as a rule the state knows it.",
)  # fmt: skip
state_option = click.option(
    "--state", type=click.Path(path_type=Path), metavar="DIR", envvar="QUOTEDESK_STATE",
    help="The folder that quotedesk serve keeps its state in.  [default: that of --index, with .state after it]",
)  # fmt: skip
out_option = click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", envvar="QUOTEDESK_OUT",
    help="Where to write; standard output if not given.",
)  # fmt: skip
verdict_option = click.option(
    "--verdict", "verdicts", type=click.Choice(["right", "wrong", "missing"]), multiple=True,
    envvar="QUOTEDESK_VERDICT", help="Only feedback of this verdict; may be given again.",
)  # fmt: skip


@click.group()
def feedback() -> None:
    """What people said of answers."""


@feedback.command()
@state_option
@index_option
@out_option
@verdict_option
def export(state: Path | None, folder: Path | None, out: Path | None, verdicts: Sequence[str]) -> None:
    """Turn feedback into a question set, to evaluate with.

    Answers that were right become questions with gold quotes. Those that were wrong, or where something was missing,
    become lines with the tag draft: they stand as unanswerable for form only, until a person has judged them.
    """
    from index.catalog import Catalog
    from ui.feedback import FeedbackFile
    from ui.gold import DRAFT, question_set

    kept = FeedbackFile.open(_state(state, folder))
    catalog = Catalog.open(_index(folder, kept.index()))
    chosen = [one for one in kept.all() if not verdicts or one.verdict in verdicts]
    lines = question_set(chosen, catalog.article)
    text = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)
    drafts = sum(DRAFT in line["tags"] for line in lines)
    click.echo(f"{len(lines)} questions, {drafts} of them drafts that a person has to judge", err=True)


def _state(state: Path | None, index: Path | None) -> Path:
    if state:
        return state
    if index:
        return state_beside(index)
    raise click.UsageError("Say where the feedback is, with --state DIR or --index DIR.")


def _index(given: Path | None, known: Path | None) -> Path:
    if found := given or known:
        return found
    raise click.UsageError("The state does not know its index; give --index DIR.")
