"""What a search may show: not what another article stands for, nor what is for other groups or filtered out."""

from collections.abc import Sequence

import numpy as np

from index.catalog import Catalog
from index.filters import Filters, marks, where
from index.vectors import Rows

#: How an article is hidden, another one standing for it: from everyone, or only from who may see that one.
FROM_ALL, FROM_SOME = 1, 2


def hides(catalog: Catalog, how: int = FROM_ALL) -> bool:
    """Whether any article is hidden in this way."""
    any_of_it = "SELECT 1 FROM articles WHERE hidden != 0 AND hidden = ? LIMIT 1"
    return bool(catalog.connection.execute(any_of_it, (how,)).fetchone())


def showing(catalog: Catalog, filters: Filters, seen: Sequence[int] | None) -> tuple[str, list[str | int]]:
    """SQL conditions on the article ``a`` that admit what a search may show; empty where that is all."""
    clause, values = _admitting(catalog, filters, seen)
    return clause + (f" AND a.hidden != {FROM_ALL}" if hides(catalog) else ""), values


def allowed_vectors(catalog: Catalog, filters: Filters, seen: Sequence[int] | None = None) -> Rows | None:
    """The vector rows of the articles that ``filters`` and the audiences ``seen`` admit; None if those are all."""
    clause, values = _admitting(catalog, filters, seen)
    if not clause:
        return None
    found = catalog.connection.execute(
        "SELECT v.row FROM vectors v JOIN passages p ON p.row = v.passage"  # noqa: S608 - fixed phrases
        f" JOIN articles a ON a.row = p.article WHERE 1 {clause} AND a.hidden != {FROM_ALL} ORDER BY v.row",
        values,
    ).fetchall()
    return np.array([row for (row,) in found], dtype=np.int64)


def _admitting(catalog: Catalog, filters: Filters, seen: Sequence[int] | None) -> tuple[str, list[str | int]]:
    """As ``where``, and without what an article stands for that these audiences may see too."""
    clause, values = where(filters, seen)
    if not hides(catalog, FROM_SOME):
        return clause, values
    by, audiences = (f" AND b.audience IN ({marks(seen)})", list(seen)) if seen is not None else ("", [])
    standing = f"SELECT 1 FROM stands s JOIN articles b ON b.row = s.by WHERE s.article = a.row{by}"  # noqa: S608
    return f"{clause} AND NOT (a.hidden = {FROM_SOME} AND EXISTS ({standing}))", [*values, *audiences]
