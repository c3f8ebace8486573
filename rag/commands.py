"""quotedesk ask."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from index.place_options import place_options

if TYPE_CHECKING:
    from index.store import Place
    from rag.answers import Answer, Quote

_DAY = click.DateTime(["%Y-%m-%d"])

#: What the command line says when it abstains; the page has its own phrases.
REASONS = {
    "nothing_found": "The articles do not say: nothing was found.",
    "not_answered": "The articles do not say: nothing found answers this.",
    "not_covered": "The articles do not say: nothing found mentions",
}

#: What it says of a quote's speaker where the article gives no name.
SPEECH = {"unnamed": "speaker not named in the article", "several": "more than one person is quoted here"}

#: For every command that opens an assistant.
reader_option = click.option(
    "--reader", default="trained", show_default=True, metavar="NAME",
    help="What picks the quotes: the reader that comes with quotedesk, or a model of your own, by its folder or its "
         "name in the local Hugging Face cache: extractive question answering, or a cross-encoder.",
)  # fmt: skip


def group_options(command: Callable[..., None]) -> Callable[..., None]:
    """For every command that asks: in whose place; ``asked_as`` says whom they mean."""
    one = "Ask as somebody in this group would; may be given again. Without, every article may answer."
    with_none = click.option("--no-group", is_flag=True, help="Ask as somebody in no group would.")(command)
    return click.option("--group", "groups", multiple=True, metavar="GROUP", help=one)(with_none)


def asked_as(groups: Sequence[str], *, no_group: bool) -> frozenset[str] | None:
    """The groups that the options mean; None for the operator, who sees all."""
    if groups and no_group:
        raise click.UsageError("--group and --no-group contradict each other; leave one out")
    return frozenset(groups) if groups or no_group else None


@click.command()
@click.argument("question")
@place_options
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")
@reader_option
@click.option("--max-quotes", type=click.IntRange(1, 20), default=3, show_default=True, help="At most so many quotes.")
@click.option("--source", help="Only articles of this publisher.")
@click.option("--after", type=_DAY, help="Only articles of this day or later; undated ones are left out.")
@click.option("--before", type=_DAY, help="Only articles of this day or earlier; undated ones are left out.")
@group_options
def ask(
    question: str, folder: "Place", *, as_json: bool, reader: str, max_quotes: int,
    source: str | None, after: datetime | None, before: datetime | None, groups: Sequence[str], no_group: bool,
) -> None:  # fmt: skip
    """Answer one question with quotes, or say that the articles do not answer it."""
    from index.errors import QuotedeskError
    from index.filters import Filters
    from rag.opening import open_assistant

    if not question.strip():
        raise QuotedeskError(
            "the question is empty", fix='write it in quotation marks: quotedesk ask "Who …?" --index DIR'
        )
    who = asked_as(groups, no_group=no_group)
    filters = Filters(source, after.date() if after else None, before.date() if before else None, who)
    answer = open_assistant(folder, reader=reader).ask(question, filters=filters, max_quotes=max_quotes)
    if as_json:
        click.echo(json.dumps(answer.as_json(), ensure_ascii=False))
    else:
        _print(answer)


def _print(answer: "Answer") -> None:
    if answer.reason:
        words = ", ".join(answer.missing)
        click.echo(f"{REASONS[answer.reason]} {words}.".replace(". .", ".") if words else REASONS[answer.reason])
        return
    numbers = {citation.article.id: citation.number for citation in answer.citations}
    if answer.timeline:
        click.echo("Figures from different times, newest first.\n")
    for quote in answer.in_order:
        click.echo(f"{_marked(quote)}  [{numbers[quote.passage.article.id]}]")
        if quote.speech:
            click.echo(f"({quote.speaker.text if quote.speaker else SPEECH[quote.speech]})")
        click.echo()
    for citation in answer.citations:
        article = citation.article
        particulars = [article.publisher, article.published and f"{article.published:%-d %B %Y}", citation.link]
        said = ", ".join(str(one) for one in particulars if one)
        click.echo(f"[{citation.number}] {article.title}" + (f" ({said})" if said else "") + f"  {article.id}")
    click.echo(f"\nconfidence {answer.confidence:.0%}")


def _marked(quote: "Quote") -> str:
    """The quote's words, its short answer in bold where there is one."""
    passage, answer = quote.passage, quote.answer
    if answer is None:
        return passage.text
    text = passage.article.text
    return text[passage.start : answer.start] + click.style(answer.text, bold=True) + text[answer.end : passage.end]
