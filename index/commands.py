"""quotedesk index, info, verify, show, keep, drop and corrections."""

import dataclasses
import json
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.articles import REASONS
from index.place_options import address_given, place_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.articles import Article
    from index.milvus.address import Address
    from index.milvus.publishing import Sent
    from index.runs import Report
    from index.store import Place

FAILED = 1
STOPPED = 130  # as shells say it of Ctrl-C
index_option = click.option(
    "--index", "folder", type=click.Path(path_type=Path), required=True, metavar="DIR",
    help="The folder of the index.",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for machines.")


@click.command("index")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@index_option
@click.option("--prune", is_flag=True, help="Delete articles whose file is gone from the given folders.")
@click.option(
    "--embedder", metavar="MODEL",
    help="A sentence-transformers model, by name or folder; fixed when the index is made."
    "  [default: all-MiniLM-L6-v2, which comes with quotedesk]",
)  # fmt: skip
@click.option("--max-bytes", type=click.IntRange(min=1), default=20_000_000, show_default=True,
              help="Refuse larger files, and texts that unpack to more.")  # fmt: skip
@click.option("--store", metavar="ADDRESS", callback=address_given,
              help="Bring a collection in Milvus up to date with the index too: milvus://host:port/name.")  # fmt: skip
@click.option("--cluster", metavar="ADDRESS",
              help="Have the workers of a Dask scheduler read and embed: tcp://host:port, or local:4 for four processes"
              " of this machine.")  # fmt: skip
@json_option
@click.pass_context
def index_command(
    ctx: click.Context, paths: tuple[Path, ...], folder: Path, *,
    prune: bool, embedder: str | None, max_bytes: int, store: "Address | None", cluster: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Add and update articles: files, or folders searched to the bottom.

    Reads .txt, .md, .html, .pdf, .docx and .jsonl[.gz]. What has not changed is skipped. A file that cannot
    be read is named with its reason, the others still go in, and the exit code is 1.
    """
    from index.indexer import Stopped, index_paths
    from index.progress import progress_bar

    try:
        with (
            _index_with(cluster, store) if cluster else nullcontext(index_paths) as index,
            progress_bar("indexing") as bar,
        ):
            report = index(paths, folder, prune=prune, embedder=embedder, max_bytes=max_bytes, progress=bar.show)
    except Stopped as stopped:
        _print_report(stopped.report, as_json=as_json)
        click.echo("stopped: what was added is kept; the same command goes on from there", err=True)
        ctx.exit(STOPPED)
    _print_report(report, _publish(folder, store) if store else None, as_json=as_json)
    ctx.exit(FAILED if report.rejected else 0)


@contextmanager
def _index_with(cluster: str, store: "Address | None") -> "Iterator[Callable[..., Report]]":
    """``index_paths``, by the workers of a cluster."""
    from index.cluster.job import index_with
    from index.cluster.scheduler import cluster as connected

    with connected(cluster) as client:
        yield partial(index_with, client, store=store)


def _publish(folder: Path, address: "Address") -> "Sent":
    from index.milvus.publishing import engine_to_write, publish_to
    from index.progress import progress_bar

    with progress_bar("publishing") as bar:
        return publish_to(folder, engine_to_write(address), bar.show)


def _print_report(report: "Report", sent: "Sent | None" = None, *, as_json: bool) -> None:
    if as_json:
        published = {"published": dataclasses.asdict(sent)} if sent else {}
        click.echo(json.dumps(report.as_json() | published, ensure_ascii=False))
        return
    for rejected in report.rejected:
        click.echo(f"rejected: {rejected.where}: {rejected.reason}", err=True)
    click.echo(
        f"added {report.added}, updated {report.updated}, unchanged {report.unchanged}, deleted {report.deleted},"
        f" rejected {len(report.rejected)}"
    )
    if report.kept_whole:
        click.echo(
            f"kept {len(report.kept_whole)} whole, because too little was left without what looked like furniture: "
            + ", ".join(report.kept_whole[:10])
            + (" …" if len(report.kept_whole) > 10 else "")
        )
    if report.ignored:
        click.echo(f"ignored {report.ignored} files of other kinds")
    if sent:
        click.echo(f"published: {sent.sent} sent, {sent.deleted} deleted, {sent.unchanged} were there")


@click.command()
@place_options
@json_option
def info(folder: "Place", *, as_json: bool) -> None:
    """What is in the index: counts, models, generation, sizes, and the threshold if one was calibrated."""
    from index.store import summary_of

    facts = summary_of(folder)
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
        return
    for name, value in facts.items():
        if isinstance(value, dict):
            value = ", ".join(f"{part} {said}" for part, said in value.items())
        click.echo(f"{name.replace('_', ' ')}: {value:,}" if isinstance(value, int) else f"{name}: {value}")


@click.command()
@place_options
@click.pass_context
def verify(ctx: click.Context, folder: "Place") -> None:
    """Re-read every article and check every hash, offset and vector row.

    Exit code 1 and one line for each thing that is damaged.
    """
    from index.store import findings_of

    damaged = []
    for finding in findings_of(folder):
        damaged.append(finding)
        click.echo(f"damaged: {finding}", err=True)
    if damaged:
        click.echo(_mended_by(folder, damaged), err=True)
        ctx.exit(FAILED)
    click.echo("whole: every article, offset and vector is as it was indexed")


def _mended_by(place: "Place", damaged: list[str]) -> str:
    if not isinstance(place, Path):
        return "give the collection another name, and publish the index there: quotedesk index … --store ADDRESS"
    if all(finding.startswith("generation: ") for finding in damaged):
        return f"answers come from the catalog meanwhile; make it anew: quotedesk compact --index {place}"
    return "index the articles again into a new folder, or restore the index from a backup"


@click.command()
@click.argument("article_id")
@place_options
@json_option
def show(article_id: str, folder: "Place", *, as_json: bool) -> None:
    """One article: its particulars, and what of it is kept or dropped, with the reason."""
    from index.errors import QuotedeskError
    from index.store import article_in

    article = article_in(folder, article_id)
    if article is None:
        raise QuotedeskError(
            f"no article {article_id} in {folder}", fix="quotes and citations name articles by their id"
        )
    if as_json:
        click.echo(json.dumps(article.as_json(), ensure_ascii=False))
    else:
        _print_article(article)


@click.command()
@click.argument("article_id")
@click.argument("start", type=click.IntRange(min=0))
@click.argument("end", type=click.IntRange(min=1))
@index_option
def keep(article_id: str, start: int, end: int, folder: Path) -> None:
    """Keep a stretch of an article that was dropped as furniture.

    START and END are as quotedesk show prints them: [START:END]. It holds for as long as the article's text stays
    the same, however often it is indexed again.
    """
    _correct(article_id, start, end, folder, None)


@click.command()
@click.argument("article_id")
@click.argument("start", type=click.IntRange(min=0))
@click.argument("end", type=click.IntRange(min=1))
@index_option
@click.option("--reason", type=click.Choice(REASONS), default="other", show_default=True, help="Why it goes.")
def drop(article_id: str, start: int, end: int, folder: Path, reason: str) -> None:
    """Drop a stretch of an article, so that it is neither found nor quoted.

    START and END are as quotedesk show prints them: [START:END]. It holds for as long as the article's text stays
    the same, however often it is indexed again.
    """
    _correct(article_id, start, end, folder, reason)


def _correct(article_id: str, start: int, end: int, folder: Path, reason: str | None) -> None:
    from index.indexer import correct

    made = correct(folder, article_id, start, end, reason)
    click.echo(f"{'dropped' if made.reason else 'kept'} [{made.start}:{made.end}] of {made.article}")


@click.command("corrections")
@index_option
@json_option
def corrections_command(folder: Path, *, as_json: bool) -> None:
    """What people kept and dropped by hand, in the order they did."""
    from index.catalog import Catalog
    from index.corrections import corrections, holds

    catalog = Catalog.open(folder)
    found = [(one, holds(catalog, one)) for one in corrections(catalog)]
    if as_json:
        click.echo(json.dumps([one.as_json() | {"holds": is_so} for one, is_so in found], ensure_ascii=False))
        return
    for one, is_so in found:
        said = f"dropped ({one.reason})" if one.reason else "kept"
        click.echo(f"{one.article} [{one.start}:{one.end}] {said}" + ("" if is_so else ": no longer, its text changed"))
    if not found:
        click.echo("none: quotedesk keep and quotedesk drop make them")


def _print_article(article: "Article") -> None:
    particulars = {
        "id": article.id, "title": article.title, "byline": article.byline, "publisher": article.publisher,
        "published": article.published, "updated": article.updated, "url": article.url, "sha256": article.sha256,
        "groups": ", ".join(article.groups) or "everyone",
    }  # fmt: skip
    for name, value in particulars.items():
        click.echo(f"{name + ':':<11}{'unknown' if value is None else value}")
    if article.all_kept:
        click.echo("all of it is kept: most looked like page furniture, and too little would have been left")
    stretches: list[tuple[int, int, str | None]] = [(span.start, span.end, None) for span in article.kept]
    stretches += [(one.start, one.end, one.reason) for one in article.dropped]
    for start, end, reason in sorted(stretches):
        head = f"[{start}:{end}] " + (f"dropped: {reason}" if reason else "kept")
        click.echo(click.style(f"\n{head}", bold=reason is None, dim=reason is not None))
        click.echo(click.style(article.text[start:end].strip("\r\n"), dim=reason is not None))
