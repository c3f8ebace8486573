"""quotedesk token."""

import json
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from index.errors import QuotedeskError
from ui.access.records import open_records
from ui.access.tokens import TokenRecord, Tokens
from ui.service import state_beside

state_option = click.option(
    "--state", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", envvar="QUOTEDESK_STATE",
    help="The folder that quotedesk serve keeps its state in.  [default: that of --index, with .state after it]",
)  # fmt: skip
index_option = click.option(
    "--index", "folder", type=click.Path(path_type=Path), metavar="DIR", envvar="QUOTEDESK_INDEX",
    help="The folder of the index that is served.",
)  # fmt: skip


@click.group()
def token() -> None:
    """Add, list and revoke the tokens that `serve --auth token` lets in."""


@token.command()
@click.argument("name")
@click.option("--group", "groups", multiple=True, metavar="GROUP", envvar="QUOTEDESK_GROUP",
              help="A group that its holder belongs to; may be given again.")  # fmt: skip
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", envvar="QUOTEDESK_EXPIRES",
              help="Its last day, in UTC, such as 2027-03-31; without, until it is revoked.")  # fmt: skip
@state_option
@index_option
def add(name: str, groups: Sequence[str], expires: datetime | None, state: Path | None, folder: Path | None) -> None:
    """Make a token for NAME, a person or a program, and print it: it cannot be shown again."""
    end = expires.replace(tzinfo=UTC) + timedelta(days=1) if expires else None
    if end is not None and end <= datetime.now(UTC):
        raise click.BadParameter("that day is over", param_hint="--expires")
    with closing(open_records(_state(state, folder))) as records:
        click.echo(Tokens(records).add(name, groups, end))


@token.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@state_option
@index_option
def list_tokens(state: Path | None, folder: Path | None, *, as_json: bool) -> None:
    """Name the tokens there are and were; not the tokens themselves, which are not kept."""
    now = datetime.now(UTC)
    with closing(open_records(_state(state, folder))) as records:
        known = Tokens(records).all()
    if as_json:
        click.echo(json.dumps([_as_json(record, now) for record in known], ensure_ascii=False, indent=2))
    for record in known if not as_json else []:
        until = f"to {_last_day(record)}" if record.expires else "no end"
        made = f"made {record.created.date()}"
        click.echo("\t".join([record.name, record.state(now), made, until, ", ".join(record.groups)]))


@token.command()
@click.argument("name")
@state_option
@index_option
def revoke(name: str, state: Path | None, folder: Path | None) -> None:
    """Refuse the token of NAME from now on; a running service obeys at once."""
    with closing(open_records(_state(state, folder))) as records:
        Tokens(records).revoke(name)
    click.echo(f"the token of {name} is revoked")


def _state(state: Path | None, folder: Path | None) -> Path:
    if state is not None:
        return state
    if folder is None:
        raise QuotedeskError("where the tokens are kept is not said", fix="give --state, or --index, as to serve")
    return state_beside(folder)


def _as_json(record: TokenRecord, now: datetime) -> dict[str, object]:
    return {
        "name": record.name,
        "state": record.state(now),
        "groups": list(record.groups),
        "created": record.created.date().isoformat(),
        "expires": _last_day(record),
    }


def _last_day(record: TokenRecord) -> str | None:
    return (record.expires - timedelta(days=1)).date().isoformat() if record.expires else None
