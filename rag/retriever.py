"""Hits for a question: passages near in meaning and passages with its words, fused."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from index.articles import Hit
from index.catalog import Filters, Located
from index.collection import EVERYTHING, Collection

#: The constant of reciprocal rank fusion; Cormack, Clarke and Büttcher (SIGIR 2009) found 60 to be robust.
RANK_OFFSET = 60


@dataclass(frozen=True, slots=True)
class Retriever:
    """Fuses dense and keyword hits, and keeps the ``k`` best passages, at most ``per_article`` of each article."""

    collection: Collection
    k: int = 30
    per_article: int = 4
    depth: int = 60
    keyword_weight: float = 1.0

    def find(self, question: str, filters: Filters = EVERYTHING) -> list[Hit]:
        """The hits, best first; none where the collection, or what the filters admit of it, is empty."""
        dense = self.collection.nearest(question, self.depth, filters)
        keyword = self.collection.matching(question, self.depth, filters)
        fused = reciprocal_rank_fusion((dense, 1.0), (keyword, self.keyword_weight))
        return self._spread(fused)

    def _spread(self, located: list[Located]) -> list[Hit]:
        """The first ``k``, passing over further passages of an article that has enough."""
        hits: list[Hit] = []
        taken: dict[str, int] = defaultdict(int)
        for place, passage in self.collection.locate(located):
            if taken[passage.article.id] < self.per_article and len(hits) < self.k:
                taken[passage.article.id] += 1
                hits.append(Hit(passage, place.score))
        return hits


def reciprocal_rank_fusion(*rankings: tuple[Sequence[Located], float]) -> list[Located]:
    """Rankings, each with its weight, as one: a row scores the sum of ``weight / (60 + rank)``; ranks from 1."""
    scores: dict[int, float] = defaultdict(float)
    for ranking, weight in rankings:
        for rank, place in enumerate(ranking, start=1):
            scores[place.row] += weight / (RANK_OFFSET + rank)
    return sorted((Located(row, score) for row, score in scores.items()), key=lambda place: -place.score)
