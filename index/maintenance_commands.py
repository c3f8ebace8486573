"""quotedesk backup, restore and compact."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.commands import index_option, json_option

if TYPE_CHECKING:
    from index.compaction import Sizes

file_argument = click.argument("file", type=click.Path(path_type=Path))


@click.command()
@file_argument
@index_option
def backup(file: Path, folder: Path) -> None:
    """Write the index to one FILE, as it is at this moment.

    It may be served and written to meanwhile. FILE must not exist yet; it appears when it is whole.
    """
    from index.backup import back_up

    made = back_up(folder, file)
    click.echo(f"backed up {made.articles:,} articles, generation {made.generation}: {file}, {_size(made.bytes)}")


@click.command()
@file_argument
@index_option
def restore(file: Path, folder: Path) -> None:
    """Make an index from a FILE that quotedesk backup wrote.

    DIR must not exist, or be empty. Every part is checked against its SHA-256 before DIR appears.
    """
    from index.backup import restore as restore_backup

    made = restore_backup(file, folder)
    click.echo(f"restored {made.articles:,} articles, generation {made.generation}: {folder}")


@click.command()
@index_option
@json_option
def compact(folder: Path, *, as_json: bool) -> None:
    """Give back the room of deleted articles and of old generations.

    It may be served meanwhile, but not written to. While it runs it takes up to twice the catalog's size.
    """
    from index.compaction import compact as compact_index

    done = compact_index(folder)
    if as_json:
        sizes = {"before": done.before._asdict(), "after": done.after._asdict()}
        click.echo(json.dumps({**sizes, "rows_deleted": done.rows}))
        return
    click.echo(f"before: {_sizes(done.before)}")
    click.echo(f"after: {_sizes(done.after)}; {done.rows} rows deleted that nothing used")


def _sizes(sizes: "Sizes") -> str:
    return f"catalog {_size(sizes.catalog)}, generations {_size(sizes.generations)}"


def _size(count: int) -> str:
    """Bytes as people say them."""
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{count / 1e3:,.1f} kB"
