"""A collection to search: what rag sees of an index."""

import json
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from index.articles import Article, Passage
from index.audiences import restricted
from index.beside import beside
from index.catalog import Catalog, Located
from index.embedders import Embedder, begin_loading, open_embedder
from index.errors import IndexMismatch
from index.filters import Filters
from index.generations import FOLDER, newest, open_store
from index.keywords import Keywords, find_in_fts5
from index.kinship import copies_of, hidden, story_of
from index.twins import Story
from index.vectors import Rows, VectorStore, kind_of
from index.visibility import allowed_vectors
from index.word_files import open_keywords, search_of
from index.words import content_words

EVERYTHING = Filters()
Seen = tuple[int, ...] | None  # audiences, as the catalog numbers them; None for all


@dataclass(frozen=True, slots=True)
class Generation:
    """One published state of what is searched, opened."""

    number: int
    store: VectorStore
    keywords: Keywords | None  # none where FTS5 is asked


class Collection:
    """An index opened to read; it takes over a newer generation by itself, between two questions."""

    def __init__(self, folder: Path, catalog: Catalog, embedder: Embedder) -> None:
        self.folder = folder
        self.embedder = embedder
        self._catalog = catalog
        self._generation: Generation | None = None
        self._opening = threading.Lock()
        self._allowed = _cached_rows(catalog)

    @classmethod
    def open(cls, folder: Path) -> "Collection":
        """The index in ``folder``, with the embedder that its passages were embedded with."""
        catalog = Catalog.open(folder)
        name = catalog.setting("embedder")
        if name is None:
            raise IndexMismatch(f"the index in {folder} was never finished", fix="run the same quotedesk index again")
        return cls(folder, catalog, open_embedder(name))

    @property
    def generation(self) -> Generation:
        """The newest generation; opened for the first question, and when it was published since the last."""
        number, opened = newest(self._catalog), self._generation
        if opened is None or opened.number != number:
            with self._opening:
                opened = self._generation
                if opened is None or opened.number != number:
                    opened = self._generation = _opened(self._catalog, self.folder)
        return opened

    def begin_loading(self) -> None:
        """Load what questions need beside whatever else there is to do; the first question waits for it."""

        def open_generation() -> None:
            with closing(self):  # what this thread has open
                self.generation  # noqa: B018 - opens it

        begin_loading(self.embedder)
        beside(open_generation)

    def nearest(self, question: str, k: int, filters: Filters = EVERYTHING) -> list[Located]:
        """The ``k`` passages whose vectors are nearest to the question's, best first; the score is a cosine."""
        generation = self.generation
        # Whoever may see the same has one entry, and none outlives a change of who may see what.
        seen, regrouped = self._catalog.seen_by(filters.groups), self._catalog.setting("regrouped")
        allowed = self._allowed(generation.number, regrouped, replace(filters, groups=None), seen)
        # A long passage has several vectors: ask for a few more, so that k passages are left.
        found = generation.store.search(self.embedder.embed_question(question), k + 8, allowed)
        passages = self._catalog.passages_of_vectors([neighbour.row for neighbour in found])
        best: dict[int, Located] = {}
        for neighbour in found:
            row = passages.get(neighbour.row)
            if row is not None and row not in best:
                best[row] = Located(row, neighbour.score)
        return list(best.values())[:k]

    def matching(self, question: str, k: int, filters: Filters = EVERYTHING) -> list[Located]:
        """The ``k`` passages that share most content words with the question (BM25), best first."""
        words, generation = content_words(question), self.generation
        if not words or k <= 0:
            return []
        if generation.keywords is None:
            return find_in_fts5(self._catalog, words, k, filters)
        return generation.keywords.find(words, k, filters)

    def locate(self, located: list[Located], groups: frozenset[str] | None = None) -> list[tuple[Located, Passage]]:
        """Each place with its passage, in the same order; those deleted or closed to ``groups`` since are left out."""
        found = self._catalog.passages(place.row for place in located)
        places = [(place, found[place.row]) for place in located if place.row in found]
        return [(place, passage) for place, passage in places if passage.article.is_for(groups)]

    def article(self, article_id: str, groups: frozenset[str] | None = None) -> Article | None:
        """The article of that id, if somebody in ``groups`` may see it; None is the operator, who sees all."""
        return self._catalog.article(article_id, groups)

    def story(self, article_id: str, groups: frozenset[str] | None = None) -> Story | None:
        """The story that an article is part of, of those that ``groups`` may see; None where it is alone."""
        return story_of(self._catalog, article_id, groups)

    def copies(self, article_id: str, groups: frozenset[str] | None = None) -> tuple[str, ...]:
        """The ids of the articles with just the same words that ``groups`` may see."""
        return copies_of(self._catalog, article_id, groups)

    def publishers(self, groups: frozenset[str] | None = None) -> tuple[str, ...]:
        """The publishers of the articles that ``groups`` may see, those with most of them first."""
        return self._catalog.publishers(groups)

    def restricted(self) -> int:
        """How many articles are not for everyone."""
        return restricted(self._catalog)

    def shows_all_to(self, groups: frozenset[str] | None) -> bool:
        """Whether there is no article, and was none, that somebody in ``groups`` may not see."""
        return self._catalog.seen_by(groups) is None

    def close(self) -> None:
        """Close what this thread has open."""
        self._catalog.close()

    def setting(self, key: str) -> str | None:
        """What the index remembers under ``key``; None if nothing."""
        return self._catalog.setting(key)


def _opened(catalog: Catalog, folder: Path) -> Generation:
    return Generation(newest(catalog), open_store(catalog, folder), open_keywords(catalog, folder / FOLDER))


def _cached_rows(catalog: Catalog) -> Callable[[int, str | None, Filters, Seen], Rows | None]:
    """The vectors that a search may find; it holds the catalog only, so that a collection ends when nobody needs it."""

    @lru_cache(maxsize=32)
    def allowed(_generation: int, _regrouped: str | None, filters: Filters, seen: Seen) -> Rows | None:
        """The first two are parts of the cache's key, and nothing else."""
        return allowed_vectors(catalog, filters, seen)

    return allowed


def summary(folder: Path) -> dict[str, object]:
    """What is in the index, without loading a model: counts, models, generation, sizes."""
    catalog = Catalog.open(folder)
    published = catalog.span_of_dates()
    threshold = catalog.setting("threshold")
    return {
        "folder": str(folder),
        **catalog.counts(),
        "hidden": hidden(catalog),
        "restricted": restricted(catalog),
        "oldest": published[0],
        "newest": published[1],
        "embedder": catalog.setting("embedder"),
        "splitter": catalog.setting("splitter"),
        "store": catalog.setting("store"),
        "search": kind_of(catalog.counts()["vectors"]),
        "words": search_of(catalog),
        "generation": newest(catalog),
        "threshold": json.loads(threshold) if threshold else None,
        "bytes": sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
    }
