"""Writing to an index is for one process at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.catalog import Catalog
from index.errors import IndexMismatch


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which the kernel frees when the process ends, however it ends."""
    with (folder / "writer.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise IndexMismatch(
                f"another quotedesk index is writing to {folder}", fix="wait until it has finished, then run this again"
            ) from error
        yield


def remember(folder: Path, key: str, value: str | None) -> None:
    """Store a setting in the index that is in ``folder``, or take it out where ``value`` is None."""
    Catalog.open(folder)  # an index that is not there is an error, and is not made
    catalog = Catalog.open_to_write(folder)
    with one_writer(folder), catalog.transaction():
        if value is None:
            catalog.unset(key)
        else:
            catalog.set(key, value)
