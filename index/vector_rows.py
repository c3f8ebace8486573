"""The vectors that the catalog holds, for the generations that are made of them."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from index.catalog import Catalog
from index.embedders import Matrix, unit_rows
from index.vectors import Rows
from index.visibility import FROM_ALL, hides


class VectorState(NamedTuple):
    """What tells any two sets of vectors apart: rows are never used twice."""

    newest: int
    vectors: int
    hiding: int  # how often the set of hidden articles has changed


def vector_state(catalog: Catalog) -> VectorState:
    """Of the vectors that the catalog holds now."""
    newest, count = catalog.connection.execute("SELECT coalesce(max(row), 0), count(*) FROM vectors").fetchone()
    return VectorState(newest, count, int(catalog.setting("hiding") or 0))


def vectors(catalog: Catalog, batch: int = 4096) -> Iterator[tuple[Rows, Matrix]]:
    """Every vector's row and its unit vector, by row, a batch at a time, but for those of hidden articles."""
    joined = "JOIN passages p ON p.row = v.passage JOIN articles a ON a.row = p.article"
    shown = f"{joined} WHERE a.hidden != {FROM_ALL}" if hides(catalog) else ""
    cursor = catalog.connection.execute(
        f"SELECT v.row, v.vector FROM vectors v {shown} ORDER BY v.row"  # noqa: S608 - fixed phrases
    )
    while found := cursor.fetchmany(batch):
        halves = np.frombuffer(b"".join(blob for _, blob in found), dtype="<f2")
        yield np.array([row for row, _ in found], dtype=np.int64), unit_rows(halves.reshape(len(found), -1))
