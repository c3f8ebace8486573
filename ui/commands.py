"""quotedesk serve and demo."""

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.errors import QuotedeskError
from rag.commands import reader_option

if TYPE_CHECKING:
    from ui.server import Site

SAMPLES = Path(__file__).parent.parent / "samples" / "articles"
#: Two that the samples answer and one that they do not: a visitor should see both.
EXAMPLES = (
    "When did the Online Safety Act get Royal Assent?",
    "How many abuse pages did the IWF confirm in 2018?",
    "How many grooming cases named Telegram in 2021-22?",
)

port_option = click.option(
    "--port", type=click.IntRange(0, 65535), default=7860, show_default=True,
    help="The port to listen on; 0 takes any that is free.",
)  # fmt: skip


@click.command()
@click.option("--index", "folder", type=click.Path(path_type=Path), required=True, metavar="DIR",
              help="The folder of the index.")  # fmt: skip
@reader_option
@click.option("--host", default="127.0.0.1", show_default=True,
              help="The address to listen on; only this machine's own, while there is no access control.")  # fmt: skip
@port_option
@click.option("--root-path", default="", metavar="PATH",
              help="The path that a proxy in front takes off, such as /quotedesk.")  # fmt: skip
@click.option("--allowed-host", "allowed_hosts", multiple=True, metavar="NAME",
              help="A host name that a proxy in front is known by; may be given again.")  # fmt: skip
@click.option("--frame-ancestors", multiple=True, metavar="URL",
              help="A site that may show the page in a frame; may be given again.")  # fmt: skip
def serve(
    folder: Path, reader: str, host: str, port: int, root_path: str,
    allowed_hosts: Sequence[str], frame_ancestors: Sequence[str],
) -> None:  # fmt: skip
    """Serve the chat page and the HTTP API until Ctrl-C."""
    from ui.server import Site

    start(folder, Site(host, port, root_path, allowed_hosts, frame_ancestors), reader=reader)


@click.command()
@port_option
@click.option("--index", "folder", type=click.Path(path_type=Path), default=Path("demo-index"), metavar="DIR",
              show_default=True, help="Where the sample index is, or is made.")  # fmt: skip
def demo(port: int, folder: Path) -> None:
    """Index the sample articles, unless they are, and serve the chat over them."""
    from ui.server import Site

    index_samples(folder)
    start(folder, Site(port=port), EXAMPLES)


def start(folder: Path, site: "Site", examples: Sequence[str] = (), *, reader: str = "trained") -> None:
    """Open the index and serve it; says where once it can be asked."""
    from ui.server import address, create_app, open_socket, run

    with open_socket(site) as listener, contextlib.suppress(KeyboardInterrupt):
        from rag.assistant import open_assistant  # slow, so after what can fail at once

        assistant = open_assistant(folder, reader=reader)
        app = create_app(assistant.ask, assistant.article, site=site, examples=examples)
        click.echo(f"Quotedesk answers at {address(listener)} (Ctrl-C ends it)")
        run(app, site, listener)


def index_samples(folder: Path) -> None:
    """Make the index that the demonstration asks, or bring it up to date; no time if it is."""
    from index.indexer import index_paths

    if not SAMPLES.is_dir():
        raise QuotedeskError(
            f"the sample articles are not installed here ({SAMPLES})", fix="run the demo in a clone of the repository"
        )
    if not folder.exists():
        click.echo(f"Indexing the sample articles into {folder} …")
    report = index_paths([SAMPLES], folder)
    for rejected in report.rejected:
        click.echo(f"rejected: {rejected.where}: {rejected.reason}", err=True)
