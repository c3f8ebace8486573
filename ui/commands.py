"""quotedesk serve and demo."""

import contextlib
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.errors import QuotedeskError
from index.place_options import place_options
from rag.commands import reader_option
from ui.access.options import access_options
from ui.service import Service, state_beside

if TYPE_CHECKING:
    from index.store import Place
    from ui.access.settings import Access
    from ui.site import Site

OFF = "off"
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
@place_options
@reader_option
@click.option("--host", default="127.0.0.1", show_default=True,
              help="The address to listen on; only this machine's own, unless --auth says who may ask.")  # fmt: skip
@port_option
@click.option("--root-path", default="", metavar="PATH",
              help="The path that a proxy in front serves it below, such as /quotedesk.")  # fmt: skip
@click.option("--allowed-host", "allowed_hosts", multiple=True, metavar="NAME",
              help="A host name that a proxy in front is known by; may be given again.")  # fmt: skip
@click.option("--frame-ancestors", multiple=True, metavar="URL",
              help="A site that may show the page in a frame; may be given again.")  # fmt: skip
@click.option("--allow-origin", "allow_origins", multiple=True, metavar="ORIGIN",
              help="A site whose own pages may ask, as with the widget; may be given again.")  # fmt: skip
@click.option("--state", type=click.Path(path_type=Path), metavar="DIR",
              help="The folder for what the service itself keeps, such as feedback.  "
                   "[default: that of --index, with .state after it]")  # fmt: skip
@click.option("--rate", default="60/minute", show_default=True, metavar="RATE",
              help="How often one user, or one address, may ask: like 60/minute, or off.")  # fmt: skip
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True,
              help="So many questions are answered at once.")  # fmt: skip
@click.option("--waiting", type=click.IntRange(0, 10_000), default=50, show_default=True,
              help="So many more may wait; the next is told to come back.")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(0.1, 600), default=30, show_default=True, metavar="SECONDS",
              help="How long a question may take, its waiting included.")  # fmt: skip
@click.option("--audit", default="off", show_default=True, metavar="FILE",
              help="Record in FILE who asked what and what was cited, or off.")  # fmt: skip
@click.option("--audit-hash", is_flag=True, help="Record the SHA-256 of a question instead of its words.")
@click.option("--notice", type=click.Path(path_type=Path), metavar="FILE",
              help="Show the plain text of FILE to everyone, always, in the widget too.")  # fmt: skip
@click.option("--questions", type=click.Path(path_type=Path), metavar="FILE",
              help="Questions to start from, one a line.")  # fmt: skip
@click.option("--log-json", is_flag=True, help="Log to standard error in JSON Lines, a line for each request too.")
@access_options
def serve(
    access: "Access", folder: "Place", reader: str, host: str, port: int, root_path: str,
    allowed_hosts: Sequence[str], frame_ancestors: Sequence[str], allow_origins: Sequence[str],
    state: Path | None, rate: str, workers: int, waiting: int, timeout: float, audit: str,
    notice: Path | None, questions: Path | None, *, audit_hash: bool, log_json: bool,
) -> None:  # fmt: skip
    """Serve the chat page and the HTTP API until Ctrl-C."""
    from ui.operator_files import read_notice, read_questions
    from ui.site import Site

    said, examples = read_notice(notice), read_questions(questions)
    service = Service(
        state=state or state_beside(folder),
        index=folder if isinstance(folder, Path) else None,
        rate=None if rate == OFF else rate,
        workers=workers,
        waiting=waiting,
        timeout=timeout,
        audit=None if audit == OFF else Path(audit),
        audit_hash=audit_hash,
    )
    site = Site(host, port, root_path, allowed_hosts, frame_ancestors, allow_origins, forwarded=access.proxy is None)
    start(folder, site, service, examples, notice=said, access=access, reader=reader, json_log=log_json)


@click.command()
@port_option
@click.option("--index", "folder", type=click.Path(path_type=Path), default=Path("demo-index"), metavar="DIR",
              show_default=True, help="Where the sample index is, or is made.")  # fmt: skip
def demo(port: int, folder: Path) -> None:
    """Index the sample articles, unless they are, and serve the chat over them."""
    from ui.site import Site

    index_samples(folder)
    start(folder, Site(port=port), Service(state=state_beside(folder), index=folder), EXAMPLES)


def start(
    folder: "Place", site: "Site", service: Service, examples: Sequence[str] = (), *, notice: str = "",
    access: "Access | None" = None, reader: str = "trained", json_log: bool = False,
) -> None:  # fmt: skip
    """Open the index and serve it; says where once it can be asked."""
    from ui.access.settings import NOBODY_IS_ASKED
    from ui.site import address, open_socket

    access = access or NOBODY_IS_ASKED
    with open_socket(site, access) as listener, contextlib.suppress(KeyboardInterrupt):
        from index.store import is_ready
        from rag.opening import open_assistant  # slow, so after what can fail at once

        # As somebody in no group, unless the question says otherwise: what forgets to say it shows too little.
        assistant = replace(open_assistant(folder, reader=reader), groups=frozenset())
        from ui.access.gate import guarded  # slow too, while the models load
        from ui.metrics import IndexState, generation_published
        from ui.server import create_app, run

        assistant.ask("Is anybody there?")  # so that the first who asks does not wait for the models

        def index() -> IndexState:
            try:
                return IndexState(assistant.collection.generation.number, generation_published(folder))
            except QuotedeskError:  # Milvus is away: the other figures are wanted all the more
                return IndexState(0, math.nan)

        app = create_app(
            assistant.ask, assistant.article, site=site, service=service, examples=examples, index=index,
            notice=notice, publishers=assistant.collection.publishers(frozenset()),
            guard=guarded(access, service.state or state_beside(folder)),
            ready=lambda: is_ready(assistant.collection),
        )  # fmt: skip
        if not access.asks and (closed := assistant.collection.restricted()):
            click.echo(f"{closed} articles are for groups only, so they answer nobody: see --auth")
        click.echo(f"Quotedesk answers at {address(listener)} (Ctrl-C ends it)")
        run(app, site, listener, json_log=json_log)


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
