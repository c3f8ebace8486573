"""A collection in Milvus to search: what rag sees of it. Nothing is kept here, so any number of servers may ask."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from index.articles import Article, Passage
from index.catalog import Located
from index.embedders import Embedder, begin_loading, open_embedder
from index.errors import QuotedeskError
from index.filters import Filters
from index.milvus.about import About
from index.milvus.address import Address
from index.milvus.conditions import condition
from index.milvus.engine import Engine
from index.milvus.records import Place, Record, key_of, version_of
from index.milvus.schema import has_keywords
from index.milvus.shelf import Shelf
from index.twins import Dates, Kin, Story, stories
from index.words import content_words

EVERYTHING = Filters()
#: Seconds that a question waits for an engine that is away.
PATIENCE = 5.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Generation:
    """One published state."""

    number: int


class MilvusCollection:
    """Searches at Milvus's Bounded consistency: what was written in the last seconds may not be found yet."""

    def __init__(self, engine: Engine, embedder: Embedder, *, keywords: bool) -> None:
        self.folder: Address = engine.address
        self.embedder = embedder
        self._engine = engine
        self._shelf = Shelf(engine)
        self._probe = Shelf(Engine(engine.address, patience=0, timeout=1, consistency=engine.consistency))
        self._keywords = keywords

    @classmethod
    def open(cls, address: Address, *, consistency: str = "Bounded") -> Self:
        """The collection at ``address``, with the embedder that its passages were embedded with.

        Raises ``IndexMissing`` where nothing was published, and ``EngineAway`` where nobody answers.
        """
        engine = Engine(address, patience=PATIENCE, consistency=consistency)
        about, keywords = Shelf(engine).about(), has_keywords(engine)
        if not keywords:
            log.warning("Milvus at %s has no keyword search (it came with 2.5): only vectors are searched", address)
        return cls(engine, open_embedder(about.settings["embedder"]), keywords=keywords)

    @property
    def generation(self) -> Generation:
        """The newest state that was published whole."""
        return Generation(self._about.generation)

    def is_ready(self) -> bool:
        """Whether the engine answers within a second; it is not waited for."""
        try:
            return self._probe.published() is not None
        except QuotedeskError:
            return False

    def begin_loading(self) -> None:
        """Load what questions need beside whatever else there is to do; the first question waits for it."""
        begin_loading(self.embedder)

    def nearest(self, question: str, k: int, filters: Filters = EVERYTHING) -> list[Located]:
        """The ``k`` passages whose vectors are nearest to the question's, best first; the score is a cosine."""
        vector = self.embedder.embed_question(question).tolist()
        # A long passage has several vectors: ask for a few more, so that k passages are left.
        return self._found(vector, "vector", k + 8, filters)[:k]

    def matching(self, question: str, k: int, filters: Filters = EVERYTHING) -> list[Located]:
        """The ``k`` passages that share most content words with the question; none where Milvus has no BM25."""
        words = " ".join(content_words(question)) if self._keywords else ""
        found = self._found(words, "sparse", k + 8, filters)[:k] if words else []
        return [Located(row, abs(score)) for row, score in found]  # milvus-lite gives BM25 with a minus before it

    def locate(self, located: list[Located], groups: frozenset[str] | None = None) -> list[tuple[Located, Passage]]:
        """Each place with its passage, in the same order; those deleted, changed or closed to ``groups`` are left out.

        A place names the version of the text that it lies in, so an article that is being replaced loses its passages
        for a moment, and none of them is ever cut from another text.
        """
        places = [(one, Place.of_row(one.row)) for one in located]
        records = self._shelf.records(place.article for _, place in places)
        passages = [(one, _passage(records.get(place.article), place)) for one, place in places]
        return [(one, passage) for one, passage in passages if passage and passage.article.is_for(groups)]

    def article(self, article_id: str, groups: frozenset[str] | None = None) -> Article | None:
        """The article of that id, if ``groups`` may see it; None is the operator, who sees all."""
        record = self._visible(article_id, groups)
        return record.article if record else None

    def story(self, article_id: str, groups: frozenset[str] | None = None) -> Story | None:
        """The story that an article is part of, of those that ``groups`` may see; None where it is alone."""
        met, kin = self._relations(article_id, groups)
        dates = {name: Dates(record.article.published, record.article.updated) for name, record in met.items()}
        return next((story for story in stories(kin, dates) if article_id in story.articles), None) if kin else None

    def copies(self, article_id: str, groups: frozenset[str] | None = None) -> tuple[str, ...]:
        """The ids of the articles with just the same words that ``groups`` may see."""
        record = self._visible(article_id, groups)
        pairs = [pair for pair in record.kin if pair.kind == "copy"] if record else []
        names = [name for pair in pairs for name in (pair.older, pair.newer) if name != article_id]
        return tuple(self._those_seen(names, groups))

    def publishers(self, groups: frozenset[str] | None = None) -> tuple[str, ...]:
        """The publishers of the articles that ``groups`` may see, those with most of them first."""
        return self._about.publishers(groups)

    def restricted(self) -> int:
        """How many articles are not for everyone."""
        return self._about.restricted

    def shows_all_to(self, groups: frozenset[str] | None) -> bool:
        """Whether there is no article that somebody in ``groups`` may not see."""
        return self._about.shows_all_to(groups)

    def setting(self, key: str) -> str | None:
        """What the index remembers under ``key``; None if nothing."""
        return self._about.settings.get(key)

    @property
    def _about(self) -> About:
        return self._shelf.about()

    def _found(self, wanted: list[float] | str, field: str, k: int, filters: Filters) -> list[Located]:
        """The passages of the best rows, each once."""
        found = self._engine.search(self.folder.passages, wanted, field, k, condition(filters))
        best: dict[int, float] = {}
        for digits, score in found:
            best.setdefault(Place.read(digits).row, score)
        return [Located(row, score) for row, score in best.items()]

    def _visible(self, article_id: str, groups: frozenset[str] | None) -> Record | None:
        return self._those_seen([article_id], groups).get(article_id)

    def _those_seen(self, names: Iterable[str], groups: frozenset[str] | None) -> dict[str, Record]:
        """The records of those of these articles that ``groups`` may see, in this order."""
        keys = {name: key_of(name) for name in names}
        found = self._shelf.records(keys.values())
        records = {name: found[key] for name, key in keys.items() if key in found}
        return {name: record for name, record in records.items() if record.article.is_for(groups)}

    def _relations(self, article_id: str, groups: frozenset[str] | None) -> tuple[dict[str, Record], list[Kin]]:
        """An article with all that is related to it through any others that ``groups`` may see, and how they are."""
        met: dict[str, Record] = {}
        waiting = self._those_seen([article_id], groups)
        while waiting:
            met |= waiting
            names = {name for record in waiting.values() for pair in record.kin for name in (pair.older, pair.newer)}
            waiting = self._those_seen(sorted(names - met.keys()), groups)
        pairs = {pair for record in met.values() for pair in record.kin if {pair.older, pair.newer} <= met.keys()}
        return met, sorted(pairs)


def _passage(record: Record | None, place: Place) -> Passage | None:
    """The passage of a place, if the article still has the text that the place lies in."""
    if record is None or version_of(record.article) != place.version or place.end > len(record.article.text):
        return None
    return record.article.passage(place.start, place.end)
