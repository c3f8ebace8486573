"""Re-read a whole index and name what is damaged."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from index.articles import Article, sha256_of
from index.catalog import Catalog
from index.generations import damage
from index.kinship import is_settled

#: A float16 vector of length one may be off by this much.
_ROUNDING = 0.01


def verify(folder: Path) -> Iterator[str]:
    """One line for each thing that is wrong; none where the index is whole."""
    catalog = Catalog.open(folder)
    try:
        yield from _database(catalog)
        for article in catalog.articles():
            yield from _article(catalog, article)
        yield from _vectors(catalog)
        broken = damage(catalog, folder)
    except (sqlite3.DatabaseError, ValueError) as error:
        yield f"{catalog.file} cannot be read to its end ({error})"
        return
    finally:
        catalog.close()
    if broken:
        yield f"generation: {broken}"


def _database(catalog: Catalog) -> Iterator[str]:
    for (finding,) in catalog.connection.execute("PRAGMA integrity_check(5)").fetchall():
        if finding != "ok":
            yield f"{catalog.file}: {finding}"
    for table, row, *_ in catalog.connection.execute("PRAGMA foreign_key_check").fetchall():
        yield f"{catalog.file}: {table} row {row} belongs to nothing"
    passages, keywords = catalog.connection.execute(
        "SELECT (SELECT count(*) FROM passages), (SELECT count(*) FROM words)"
    ).fetchone()
    (bare,) = catalog.connection.execute(
        "SELECT count(*) FROM passages WHERE row NOT IN (SELECT id FROM words_docsize)"
    ).fetchone()
    if bare or passages != keywords:
        yield f"{catalog.file}: {passages} passages, but keywords of {keywords}; {bare} have none"
    if not is_settled(catalog):
        yield f"{catalog.file}: articles are hidden that none stands for, or shown though one does"


def _article(catalog: Catalog, article: Article) -> Iterator[str]:
    if sha256_of(article.text) != article.sha256:
        yield f"article {article.id}: its text does not have its SHA-256"
    at = 0
    for stretch in article.dropped:
        if not at <= stretch.start < stretch.end <= len(article.text):
            yield f"article {article.id}: the dropped stretch [{stretch.start}, {stretch.end}) is out of place"
        at = stretch.end
    kept = article.kept
    for start, end in catalog.places_of(article.id):
        if not any(span.start <= start < end <= span.end for span in kept):
            yield f"article {article.id}: the passage [{start}, {end}) is not a kept stretch of it"


def _vectors(catalog: Catalog) -> Iterator[str]:
    widths = catalog.connection.execute("SELECT length(vector), count(*) FROM vectors GROUP BY 1").fetchall()
    if len(widths) > 1:
        yield f"{catalog.file}: vectors of {len(widths)} different lengths"
        return
    bare = catalog.connection.execute(
        "SELECT count(*) FROM passages WHERE row NOT IN (SELECT passage FROM vectors)"
    ).fetchone()[0]
    if bare:
        yield f"{catalog.file}: {bare} passages have no vector"
    for row, blob in catalog.connection.execute("SELECT row, vector FROM vectors"):
        length = float(np.linalg.norm(np.frombuffer(blob, dtype="<f2").astype(np.float32)))
        if not abs(length - 1) < _ROUNDING:
            yield f"vector row {row}: its length is {length:.3f}, not 1"
