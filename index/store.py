"""What rag asks of a collection, wherever it is: in a folder of this machine, or in Milvus."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, TypeAlias, runtime_checkable

from index.articles import Article, Passage
from index.catalog import Located
from index.embedders import Embedder
from index.errors import QuotedeskError
from index.filters import Filters
from index.milvus.address import Address
from index.twins import Story

Place: TypeAlias = Path | Address  # a folder, or a collection in Milvus


class Numbered(Protocol):
    """One published state of a collection."""

    @property
    def number(self) -> int:
        """Higher is newer."""


class ArticleStore(Protocol):
    """Articles to search and to quote; ``groups`` are those of whoever asks, and None is the operator, who sees all.

    A row is what ``nearest`` and ``matching`` give and ``locate`` takes, and means nothing elsewhere.
    """

    @property
    def folder(self) -> Place:
        """Where it is."""

    @property
    def embedder(self) -> Embedder:
        """What its passages were embedded with."""

    @property
    def generation(self) -> Numbered:
        """The newest published state."""

    def begin_loading(self) -> None:
        """Load what questions need beside whatever else there is to do; the first question waits for it."""

    def nearest(self, question: str, k: int, filters: Filters = ...) -> list[Located]:
        """The ``k`` passages whose vectors are nearest to the question's, best first; the score is a cosine."""

    def matching(self, question: str, k: int, filters: Filters = ...) -> list[Located]:
        """The ``k`` passages that share most content words with the question (BM25), best first."""

    def locate(self, located: list[Located], groups: frozenset[str] | None = None) -> list[tuple[Located, Passage]]:
        """Each place with its passage, in the same order; those deleted or closed to ``groups`` since are left out."""

    def article(self, article_id: str, groups: frozenset[str] | None = None) -> Article | None:
        """The article of that id, if ``groups`` may see it."""

    def story(self, article_id: str, groups: frozenset[str] | None = None) -> Story | None:
        """The story that an article is part of, of those that ``groups`` may see; None where it is alone."""

    def copies(self, article_id: str, groups: frozenset[str] | None = None) -> tuple[str, ...]:
        """The ids of the articles with just the same words that ``groups`` may see."""

    def publishers(self, groups: frozenset[str] | None = None) -> tuple[str, ...]:
        """The publishers of the articles that ``groups`` may see, those with most of them first."""

    def restricted(self) -> int:
        """How many articles are not for everyone."""

    def shows_all_to(self, groups: frozenset[str] | None) -> bool:
        """Whether there is no article that somebody in ``groups`` may not see."""

    def setting(self, key: str) -> str | None:
        """What the index remembers under ``key``; None if nothing."""


@runtime_checkable
class Watched(Protocol):
    """A collection that may be away for a while."""

    def is_ready(self) -> bool:
        """Whether it can be asked just now; known in a second or two."""


def is_ready(collection: ArticleStore) -> bool:
    """Whether it can be asked just now; one on this machine always can."""
    return not isinstance(collection, Watched) or collection.is_ready()


def address_of(said: str) -> Address:
    """The address that somebody typed; QuotedeskError where it is none, or where what Milvus needs is not installed."""
    address = Address.parse(said)
    if find_spec("pymilvus") is None:
        raise QuotedeskError("what asks Milvus is not installed here", fix="run: pip install 'quotedesk[milvus]'")
    return address


def open_collection(place: Place) -> ArticleStore:
    """The collection in a folder, or in Milvus."""
    if isinstance(place, Path):
        from index.collection import Collection

        return Collection.open(place)
    from index.milvus.collection import MilvusCollection

    return MilvusCollection.open(place)


def summary_of(place: Place) -> dict[str, object]:
    """What is in a collection, without loading a model."""
    if isinstance(place, Path):
        from index.collection import summary

        return summary(place)
    from index.milvus.verify import summary as of_milvus

    return of_milvus(place)


def findings_of(place: Place) -> Iterator[str]:
    """One line for each thing that is wrong with a collection; none where it is whole."""
    if isinstance(place, Path):
        from index.verify import verify

        return verify(place)
    from index.milvus.verify import verify as of_milvus

    return of_milvus(place)


def article_in(place: Place, article_id: str) -> Article | None:
    """An article as the operator sees it, without loading a model."""
    if isinstance(place, Path):
        from index.catalog import Catalog

        return Catalog.open(place).article(article_id)
    from index.milvus.verify import article_at

    return article_at(place, article_id)
