"""``python -m eval.peers``: ask everybody, and write the table. ``make peers`` runs it."""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from eval.peers.asking import replies
from eval.peers.environments import python_of
from eval.peers.judging import Outcome, judge
from eval.peers.sets import ROOT, SOURCES, QuestionSet, Source, prepared
from eval.peers.systems import SYSTEMS, System, version
from eval.peers.table import Row, markdown, row
from eval.peers.thresholds import cut, fitted
from index.errors import QuotedeskError

PAGE = ROOT / "docs/peers.md"
TABLE = re.compile(r"(?<=<!-- peers begin -->\n).*(?=<!-- peers end -->)", re.DOTALL)
Outcomes = Mapping[str, Sequence[Outcome]]  # by the name of the question set


@click.command(name="eval.peers")
@click.option(
    "--cache",
    type=click.Path(path_type=Path, file_okay=False, resolve_path=True),
    default=ROOT / ".peers",
    envvar="QUOTEDESK_PEERS",
    show_default=True,
    show_envvar=True,
    help="Where the environments, indexes and results go.",
)
@click.option(
    "--page",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    default=PAGE,
    show_default=True,
    help="The Markdown page whose table is written.",
)
@click.option("--keep", is_flag=True, help="Ask only the systems that have not replied yet; the rest as last time.")
def main(cache: Path, page: Path, *, keep: bool) -> None:
    """Ask Quotedesk and its peers the same questions, and write one table of how they did.

    Each peer gets an environment of its own, made when it is missing: that needs a package index and 2 GB.
    """
    try:
        cache.mkdir(parents=True, exist_ok=True)
        sets = [prepared(source, cache) for source in _present()]
        asked = _ask_all(SYSTEMS, sets, cache, again=not keep)
    except QuotedeskError as error:
        sys.exit(f"Error: {error}")
    tables = {over.title: list(_rows(asked, over.name)) for over in sets}
    page.write_text(filled(page.read_text(encoding="utf-8"), tables), encoding="utf-8")
    _write_results(cache, tables, asked)
    click.echo(f"wrote {page}, {cache / 'results.json'} and {cache / 'results.jsonl'}")


def filled(page: str, tables: Mapping[str, Sequence[Row]]) -> str:
    """The page with new tables between its two marks; raises ``ValueError`` if it has none."""
    parts = [markdown(title, rows) for title, rows in tables.items()]
    given = [f"- **{one.name}** {version(one)}: {one.given}." for one in SYSTEMS]
    content = "\n\n".join([*parts, "### What each was given", "\n".join(given)])
    if not TABLE.search(page):
        raise ValueError("the page has no <!-- peers begin --> and <!-- peers end -->")
    return TABLE.sub(lambda _: f"\n{content}\n\n", page)


def _present() -> list[Source]:
    """The question sets whose articles are here; says which are not."""
    for source in SOURCES:
        if not source.articles.is_dir():
            click.echo(f"no {source.articles}: {source.name} is left out", err=True)
    return [source for source in SOURCES if source.articles.is_dir()]


def _ask_all(
    systems: Sequence[System], sets: Sequence[QuestionSet], cache: Path, *, again: bool
) -> Mapping[System, Outcomes]:
    """Every system with what it said; two that differ only in the threshold are asked once."""
    asked: dict[tuple[str, ...], Outcomes] = {}
    for system in systems:
        run = (system.adapter, *system.options)
        if run not in asked:
            asked[run] = _outcomes(system, sets, cache, again=again)
    return {system: asked[(system.adapter, *system.options)] for system in systems}


def _outcomes(system: System, sets: Sequence[QuestionSet], cache: Path, *, again: bool) -> Outcomes:
    """Every set put to one system."""
    click.echo(f"asking {system.name}", err=True)
    python = python_of(system, cache)
    outcomes = {}
    for over in sets:
        said = replies(system, python, over, cache, again=again)
        outcomes[over.name] = [judge(one, said[one.id], over.articles) for one in over.questions]
    return outcomes


def _rows(asked: Mapping[System, Outcomes], name: str) -> Iterator[Row]:
    """A row a system; one that is calibrated is left out where there is no other set to fit its threshold to."""
    for system, outcomes in asked.items():
        if not system.calibrated:
            yield row(system.name, outcomes[name])
        elif others := [one for other, found in outcomes.items() if other != name for one in found]:
            threshold = fitted(others)
            yield row(system.name, cut(outcomes[name], threshold), threshold)


def _write_results(cache: Path, tables: Mapping[str, Sequence[Row]], asked: Mapping[System, Outcomes]) -> None:
    """The figures, and a line a question with ids and offsets: no text of an article leaves it."""
    rows = {title: [one.as_json() for one in rows] for title, rows in tables.items()}
    versions = {system.name: version(system) for system in asked}
    content = json.dumps({"versions": versions, "sets": rows}, ensure_ascii=False, indent=2)
    (cache / "results.json").write_text(content + "\n", encoding="utf-8")
    with (cache / "results.jsonl").open("w", encoding="utf-8") as file:
        for system, outcomes in asked.items():
            for name, found in outcomes.items():
                file.writelines(f"{json.dumps(_record(system, name, one))}\n" for one in found)


def _record(system: System, name: str, outcome: Outcome) -> dict[str, object]:
    """One question; of a calibrated system as it answered before its threshold."""
    quotes = [
        {
            "article": quote.article_id,
            "span": quote.span,
            "altered": quote.altered,
            "right": quote.right,
            "score": quote.score,
        }
        for quote in outcome.quotes
    ]
    question = outcome.question.id
    record = {"system": system.name, "set": name, "question": question, "quotes": quotes, "ms": outcome.ms}
    return {**record, "cpu_ms": outcome.cpu_ms, "error": outcome.error}


if __name__ == "__main__":
    main()
