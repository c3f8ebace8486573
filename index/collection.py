"""A collection to search: what rag sees of an index."""

import json
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from index.articles import Article, Passage
from index.catalog import Catalog, Located
from index.embedders import Embedder, open_embedder
from index.errors import IndexMismatch
from index.filters import Filters
from index.generations import newest, open_store
from index.kinship import copies_of, hidden, story_of
from index.twins import Story
from index.vectors import Rows, VectorStore
from index.words import content_words

EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Generation:
    """One published state of the vectors, opened."""

    number: int
    store: VectorStore


class Collection:
    """An index opened to read; it takes over a newer generation by itself, between two questions."""

    def __init__(self, folder: Path, catalog: Catalog, embedder: Embedder) -> None:
        self.folder = folder
        self.embedder = embedder
        self._catalog = catalog
        self._generation = Generation(newest(catalog), open_store(catalog, folder))
        self._opening = threading.Lock()
        self._allowed = lru_cache(maxsize=32)(self._allowed_rows)

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
        """The newest generation; opened when it was published since the last question."""
        number = newest(self._catalog)
        if number != self._generation.number:
            with self._opening:
                if number != self._generation.number:
                    self._generation = Generation(number, open_store(self._catalog, self.folder))
        return self._generation

    def nearest(self, question: str, k: int, filters: Filters = EVERYTHING) -> list[Located]:
        """The ``k`` passages whose vectors are nearest to the question's, best first; the score is a cosine."""
        generation = self.generation
        allowed = self._allowed(generation.number, filters)
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
        phrases = [f'"{word}"' for word in content_words(question)]
        return self._catalog.find_words(" OR ".join(phrases), k, filters) if phrases else []

    def locate(self, located: list[Located]) -> list[tuple[Located, Passage]]:
        """Each place with its passage, in the same order; those deleted since are left out."""
        found = self._catalog.passages(place.row for place in located)
        return [(place, found[place.row]) for place in located if place.row in found]

    def article(self, article_id: str) -> Article | None:
        """The article of that id."""
        return self._catalog.article(article_id)

    def story(self, article_id: str) -> Story | None:
        """The story that an article is part of; None where it is the only one of its kind."""
        return story_of(self._catalog, article_id)

    def copies(self, article_id: str) -> tuple[str, ...]:
        """The ids of the articles with just the same words."""
        return copies_of(self._catalog, article_id)

    def publishers(self) -> tuple[str, ...]:
        """The publishers of its articles, those with most articles first."""
        return self._catalog.publishers()

    def setting(self, key: str) -> str | None:
        """What the index remembers under ``key``; None if nothing."""
        return self._catalog.setting(key)

    def _allowed_rows(self, generation: int, filters: Filters) -> Rows | None:  # noqa: ARG002 - part of the cache's key
        return self._catalog.allowed_vectors(filters)


def summary(folder: Path) -> dict[str, object]:
    """What is in the index, without loading a model: counts, models, generation, sizes."""
    catalog = Catalog.open(folder)
    published = catalog.span_of_dates()
    threshold = catalog.setting("threshold")
    return {
        "folder": str(folder),
        **catalog.counts(),
        "hidden": hidden(catalog),
        "oldest": published[0],
        "newest": published[1],
        "embedder": catalog.setting("embedder"),
        "splitter": catalog.setting("splitter"),
        "store": catalog.setting("store"),
        "generation": newest(catalog),
        "threshold": json.loads(threshold) if threshold else None,
        "bytes": sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
    }
