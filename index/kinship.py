"""Which articles of a catalog are one story, and which of them stand for others.

Of an update the older version is hidden from questions, and of equal articles all but one; both stay to be read.
That holds among the articles that whoever asks may see: one that is for others stands for nothing, and is nobody's kin.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index.articles import Article
from index.audiences import all_of_it, audiences
from index.catalog import Catalog
from index.filters import marks
from index.sketches import bands, resemblance
from index.twins import Kin, Story, kinship, stories

#: Of the articles that share a band, so many at most are compared word for word.
_MOST = 32


def relate(catalog: Catalog, article: Article) -> None:
    """Compare an article just stored with those like it, and remember its kin; within a transaction."""
    row, *stored = catalog.connection.execute(
        "SELECT row, sketch, address, heading FROM articles WHERE id = ?", (article.id,)
    ).fetchone()
    look = _Look(*stored)
    keys = bands(look.sketch)
    for other in _candidates(catalog, row, look, keys):
        older = catalog.article(other)
        if older and (kin := kinship(older, article)):
            catalog.connection.execute(
                "INSERT OR REPLACE INTO kin SELECT o.row, n.row, ? FROM articles o, articles n"
                " WHERE o.id = ? AND n.id = ?",
                (kin.kind, kin.older, kin.newer),
            )
    catalog.connection.executemany(
        "INSERT OR IGNORE INTO bands (band, article) VALUES (?, ?)", [(band, row) for band in keys]
    )


def settle(catalog: Catalog) -> None:
    """Hide what others stand for, and show again what no longer has any; within a transaction."""
    hidden, before = _stood_for(catalog), _hidden(catalog)
    changed = [(hidden.get(row, 0), row) for row in before.keys() | hidden.keys() if before.get(row) != hidden.get(row)]
    catalog.connection.executemany("UPDATE articles SET hidden = ? WHERE row = ?", changed)
    if changed:
        catalog.set("hiding", str(int(catalog.setting("hiding") or 0) + 1))


def is_settled(catalog: Catalog) -> bool:
    """Whether just those articles are hidden that others stand for."""
    return _stood_for(catalog) == _hidden(catalog)


def _stood_for(catalog: Catalog) -> dict[int, int]:
    """What is to be hidden: 1 from all who may see it, 2 from those only who may see what stands for it."""
    known, hidden = audiences(catalog), dict[int, int]()
    pairs = catalog.connection.execute(
        "SELECT s.article, a.audience, b.audience FROM stands s"
        " JOIN articles a ON a.row = s.article JOIN articles b ON b.row = s.by"
    ).fetchall()
    for row, its, others in pairs:
        hidden[row] = 1 if hidden.get(row) == 1 or all_of_it(its, others, known) else 2
    return hidden


def _hidden(catalog: Catalog) -> dict[int, int]:
    return dict(catalog.connection.execute("SELECT row, hidden FROM articles WHERE hidden != 0").fetchall())


def story_of(catalog: Catalog, article_id: str, groups: frozenset[str] | None = None) -> Story | None:
    """The story that an article is part of, of those that somebody in ``groups`` may see; None where it is alone."""
    kin = _kin_of(catalog, article_id, catalog.seen_by(groups))
    if not kin:
        return None
    names = dict.fromkeys(name for pair in kin for name in (pair.older, pair.newer))
    dates = catalog.dates(names)
    return next((story for story in stories(kin, dates) if article_id in story.articles), None)


def copies_of(catalog: Catalog, article_id: str, groups: frozenset[str] | None = None) -> tuple[str, ...]:
    """The ids of the articles with just the words of this one that somebody in ``groups`` may see, in no order."""
    pairs = [pair for pair in _pairs(catalog, article_id, catalog.seen_by(groups)) if pair.kind == "copy"]
    return tuple(name for pair in pairs for name in (pair.older, pair.newer) if name != article_id)


def hidden(catalog: Catalog) -> int:
    """How many articles another one stands for."""
    count: int = catalog.connection.execute("SELECT count(*) FROM articles WHERE hidden != 0").fetchone()[0]
    return count


class _Look(NamedTuple):
    """What an article's twins are looked for by."""

    sketch: bytes
    address: str | None
    heading: str


def _candidates(catalog: Catalog, row: int, look: _Look, keys: Sequence[int]) -> Sequence[str]:
    """The ids of the articles on the same page, and of the likest with a band or the headline in common."""
    found = catalog.connection.execute(
        "SELECT id, sketch, coalesce(address = ?, 0), coalesce(updated, published, 'undated')"  # noqa: S608
        " FROM articles WHERE row != ? AND (row IN"
        f" (SELECT article FROM bands WHERE band IN ({marks(keys)}))"
        " OR address = ? OR (heading = ? AND heading != ''))",
        (look.address, row, *keys, look.address, look.heading),
    ).fetchall()
    # Of equal articles the first ones, among which is the one that stands for all.
    ranked = sorted(found, key=lambda one: (-one[2], -resemblance(look.sketch, one[1]), one[3], one[0]))
    return [name for name, *_ in ranked[:_MOST]]


def _kin_of(catalog: Catalog, article_id: str, seen: Sequence[int] | None) -> list[Kin]:
    """All kin of an article, and of those in turn, of these audiences."""
    kin: dict[tuple[str, str], Kin] = {}
    waiting, met = [article_id], {article_id}
    while waiting:
        for pair in _pairs(catalog, waiting.pop(), seen):
            kin[pair.older, pair.newer] = pair
            new = {pair.older, pair.newer} - met
            met |= new
            waiting += new
    return list(kin.values())


def _pairs(catalog: Catalog, article_id: str, seen: Sequence[int] | None) -> Iterable[Kin]:
    """An article with each of its kin, both of the audiences ``seen``."""
    rows = catalog.connection.execute(
        "SELECT o.id, n.id, k.kind, o.audience, n.audience FROM kin k JOIN articles o ON o.row = k.older"
        " JOIN articles n ON n.row = k.newer WHERE o.id = ? OR n.id = ?",
        (article_id, article_id),
    ).fetchall()
    return [Kin(older, newer, kind) for older, newer, kind, *both in rows if seen is None or set(both) <= set(seen)]
