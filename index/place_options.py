"""Which collection a command reads: an index on this machine, or one in Milvus."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from index.milvus.address import Address
    from index.store import Place


def address_given(_ctx: click.Context, _option: click.Parameter, said: str | None) -> "Address | None":
    """The address that an option gives; what asks Milvus is looked for only then."""
    from index.store import address_of

    return address_of(said) if said else None


def place_options(command: Callable[..., None]) -> Callable[..., None]:
    """For every command that only reads: ``folder`` is that of the index, or the address of one in Milvus."""

    @functools.wraps(command)
    def with_place(*args: object, folder: Path | None, store: "Address | None", **given: object) -> None:
        place: Place | None = store or folder
        if place is None:
            raise click.UsageError("Missing option '--index', or '--store' for a collection in Milvus.")
        command(*args, folder=place, **given)

    said = "A collection in Milvus, milvus://host:port/name, which is read in place of an index on this machine."
    at = click.option("--store", metavar="ADDRESS", callback=address_given, help=said)(with_place)
    path = click.Path(path_type=Path)
    return click.option("--index", "folder", type=path, metavar="DIR", help="The folder of the index.")(at)
