"""Lines that recur in a publisher's articles, as the catalog remembers them: under how many headlines each stood."""

from hashlib import blake2b

from index.catalog import Catalog
from index.filters import marks
from index.furniture.recurring import ARTICLES
from index.twins import heading

#: Of a publisher's headlines, the share under which a line must stand: a story in several versions is no furniture.
SHARE = 0.1


def note(catalog: Catalog, publisher: str, title: str, keys: frozenset[str]) -> None:
    """Remember that these lines stood under this headline; within a transaction."""
    headline = _number(heading(title))
    catalog.connection.executemany(
        "INSERT OR IGNORE INTO lines (publisher, line, headline) VALUES (?, ?, ?)",
        [(publisher, _number(key), headline) for key in keys],
    )


def recurring(catalog: Catalog, publisher: str, keys: frozenset[str]) -> frozenset[str]:
    """Those of ``keys`` that stood under three headlines of the publisher, and a tenth of all, at least."""
    numbers = {_number(key): key for key in keys}
    found = catalog.connection.execute(
        f"SELECT line, count(*) FROM lines WHERE publisher = ? AND line IN ({marks(numbers)})"  # noqa: S608 - marks only
        " GROUP BY line HAVING count(*) >= ?",
        (publisher, *numbers, ARTICLES),
    ).fetchall()
    if not found:
        return frozenset()
    (headlines,) = catalog.connection.execute(
        "SELECT count(DISTINCT heading) FROM articles WHERE publisher = ?", (publisher,)
    ).fetchone()
    return frozenset(numbers[line] for line, times in found if times >= SHARE * headlines)


def _number(text: str) -> int:
    """A 63-bit number of ``text``, the same in every process."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little") >> 1
