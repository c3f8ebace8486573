"""Passages by the words of a question: by FTS5 where there are few, by tantivy where there are many.

FTS5 ranks every passage that holds any of the words, which among many takes longer than all else (docs/speed.md).
"""

from collections.abc import Sequence

from index.catalog import Catalog, Located
from index.filters import Filters
from index.full_text import FullText
from index.visibility import showing

#: From what ``eval.bench.words`` takes at 10,000 and 100,000 (docs/speed.md): FTS5 alone would take 15 ms.
FTS5_UP_TO = 50_000
_AHEAD = 4  # times as many passages are looked at as are wanted
_FURTHER = 40  # the same, where too few of those may be shown


def find_in_fts5(catalog: Catalog, words: Sequence[str], k: int, filters: Filters) -> list[Located]:
    """The ``k`` passages whose words match best (BM25, the headline counting double), best first."""
    query = _either(words)
    clause, values = showing(catalog, filters, catalog.seen_by(filters.groups))
    if clause and filters == Filters(groups=filters.groups):
        # Most may mostly be seen: to look at the articles of the best passages only is much less work.
        best = catalog.best_by_words(query, _AHEAD * k)
        admitted = catalog.admitted(best, clause, values)
        if len(admitted) >= k or len(best) < _AHEAD * k:
            return admitted[:k]
    return catalog.best_by_words(query, k, clause, values)


class Keywords:
    """An index of the passages up to the row ``last``, and the catalog: for newer ones, and for which may be seen."""

    def __init__(self, catalog: Catalog, indexed: FullText, last: int) -> None:
        self._catalog = catalog
        self._indexed = indexed
        self._last = last

    def find(self, words: Sequence[str], k: int, filters: Filters) -> list[Located]:
        """As ``find_in_fts5``, which is asked where few of the best may be seen."""
        clause, values = showing(self._catalog, filters, self._catalog.seen_by(filters.groups))
        for looked_at in (_AHEAD * k, _FURTHER * k):
            best = self._best(words, looked_at)
            admitted = self._catalog.admitted(best, clause, values)  # those deleted since are left out too
            if len(admitted) >= k or len(best) < looked_at:
                return admitted[:k]
        return self._catalog.best_by_words(_either(words), k, clause, values)

    def _best(self, words: Sequence[str], k: int) -> list[Located]:
        """The ``k`` best, with those that came after the index was made.

        These are put among the others by score, for both score by the same formula: by rank the best of a few new
        passages would stand beside the best of all.
        """
        found = self._indexed.best(words, k)
        if self._catalog.newest_passage() <= self._last:
            return found
        newer = self._catalog.best_by_words(_either(words), k, "AND words.rowid > ?", (self._last,))
        return sorted([*found, *newer], key=lambda place: -place.score)[:k]


def _either(words: Sequence[str]) -> str:
    """An FTS5 query for any of the words."""
    return " OR ".join(f'"{word}"' for word in words)
