"""``quotedesk questions``: check, import, draft and accept question sets."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from eval.questions import Record

BAD = 2
_FILE = click.Path(path_type=Path)


@click.group()
def questions() -> None:
    """Question sets to evaluate with: .jsonl, .jsonl.gz, .csv or .xlsx."""


@questions.command()
@click.argument("file", type=_FILE)
@click.option("--index", "folder", metavar="DIR", type=_FILE, envvar="QUOTEDESK_INDEX",
              help="Hold the gold against the articles of this index, too.")  # fmt: skip
@click.pass_context
def check(ctx: click.Context, file: Path, folder: Path | None) -> None:
    """Name everything that is wrong with a question set, a line each; the exit code is 2 if anything is."""
    from eval.question_checks import checked
    from index.catalog import Catalog

    found, problems = checked(file, Catalog.open(folder).article if folder else None)
    for problem in problems:
        click.echo(str(problem.error))
    drafts = sum(question.draft for question in found)
    kinds = Counter("answerable" if question.answerable else "unanswerable" for question in found)
    parts = [f"{kinds[kind]} {kind}" for kind in ("answerable", "unanswerable")] + [f"{drafts} of them drafts"]
    click.echo(f"{len(problems)} problems; {len(found)} questions can be asked: {', '.join(parts)}", err=True)
    if problems:
        ctx.exit(BAD)


@questions.command("import")
@click.argument("source", type=_FILE)
@click.option("--to", "folder", metavar="DIR", type=_FILE, required=True, envvar="QUOTEDESK_TO",
              help="Where to write questions.jsonl and articles.jsonl.")  # fmt: skip
@click.option("--qrels", metavar="FILE", type=_FILE, envvar="QUOTEDESK_QRELS",
              help="The judgements, as TREC or BEIR writes them.  [default: qrels/test.tsv in SOURCE]")  # fmt: skip
def import_(source: Path, folder: Path, qrels: Path | None) -> None:
    """Turn a SQuAD file (1.1 or 2.0) or a BEIR folder into a question set and the articles it is asked of."""
    from eval.imports import imported, write_import

    asked, articles = write_import(folder, *imported(source, qrels))
    click.echo(f"wrote {asked} questions and {articles} articles to {folder}")


@questions.command()
@click.option("--index", "folder", metavar="DIR", type=_FILE, required=True, envvar="QUOTEDESK_INDEX",
              help="The index whose articles are asked about.")  # fmt: skip
@click.option("-o", "--out", metavar="FILE", type=_FILE, required=True, envvar="QUOTEDESK_OUT",
              help="The question set to write; its name says how: .jsonl, .csv or .xlsx.")  # fmt: skip
@click.option("--number", metavar="N", type=click.IntRange(min=1), default=50, show_default=True,
              envvar="QUOTEDESK_NUMBER", help="So many questions at most.")  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, envvar="QUOTEDESK_SEED",
              help="Another number draws other questions.")  # fmt: skip
def draft(folder: Path, out: Path, number: int, seed: int) -> None:
    """Propose questions about the articles of an index, for a person to look at.

    They are templates, filled with words of the articles; a part are near-misses, which name a year, place or platform
    that no article mentions. Each is marked as a draft, which eval leaves out until it is accepted.
    """
    from eval.drafts import drafted
    from eval.question_files import write_records
    from index.catalog import Catalog
    from index.errors import QuotedeskError

    if out.exists():
        raise QuotedeskError(f"{out} exists", fix="give a new name: somebody may have worked on it")
    records = drafted(lambda: Catalog.open(folder).articles(), number=number, seed=seed)
    if not records:
        raise QuotedeskError(f"nothing in {folder} gives a question", fix="index articles with sentences in English")
    write_records(out, records)
    click.echo(f"wrote {len(records)} drafts to {out}; look at each, then: quotedesk questions accept {out} ID...")


@questions.command()
@click.argument("file", type=_FILE)
@click.argument("ids", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Accept every draft of the file.")
def accept(file: Path, ids: tuple[str, ...], *, every: bool) -> None:
    """Take the mark from drafts that a person has looked at, so that eval asks them; the other questions stay."""
    from eval.question_files import records_of, write_records
    from eval.questions import Problem
    from index.errors import QuotedeskError

    if every is bool(ids):
        raise click.UsageError("name the drafts by their ids, or give --all")
    records: list[Record] = []
    for found in records_of(file):
        if isinstance(found, Problem):
            raise found.error
        records.append(found[1])
    marked = {str(record.get("id")) for record in records if is_draft(record)}
    if unknown := sorted(set(ids) - marked):
        raise QuotedeskError(f"{file} has no draft {unknown[0]!r}", fix="see the ids that have draft: true")
    chosen = marked if every else set(ids)
    write_records(file, [accepted(record) if str(record.get("id")) in chosen else record for record in records])
    click.echo(f"accepted {len(chosen)}; {len(marked - chosen)} drafts are left")


def is_draft(record: "Record") -> bool:
    """By the field, or by the tag that exported feedback has."""
    tags = record.get("tags")
    return record.get("draft") is True or (isinstance(tags, list) and "draft" in tags)


def accepted(record: "Record") -> "Record":
    """The same without either mark."""
    tags = record.get("tags")
    kept = {name: value for name, value in record.items() if name != "draft"}
    return {**kept, "tags": [tag for tag in tags if tag != "draft"]} if isinstance(tags, list) else kept
