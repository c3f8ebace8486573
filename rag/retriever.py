"""Hits for a question: passages near in meaning and passages with its words, fused."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.articles import Hit
from index.catalog import Located
from index.collection import EVERYTHING
from index.filters import Filters
from index.store import ArticleStore


@dataclass(frozen=True, slots=True)
class Retriever:
    """Fuses dense and keyword hits, and keeps the ``k`` best passages, at most ``per_article`` of each article.

    Each ranking is searched to ``depth``. The fusion and ``dense_share`` are those that won on the news questions
    of eval.bench.fusion.
    """

    collection: ArticleStore
    k: int = 30
    per_article: int = 4
    depth: int = 100
    dense_share: float = 0.4

    def find(self, question: str, filters: Filters = EVERYTHING) -> list[Hit]:
        """The hits, best first; none where the collection, or what the filters admit of it, is empty."""
        dense = self.collection.nearest(question, self.depth, filters)
        keyword = self.collection.matching(question, self.depth, filters)
        cosines = {place.row: place.score for place in dense}
        return self._spread(convex_combination(dense, keyword, self.dense_share), cosines, filters.groups)

    def _spread(self, located: list[Located], cosines: Mapping[int, float], groups: frozenset[str] | None) -> list[Hit]:
        """The first ``k``, passing over further passages of an article that has enough."""
        hits: list[Hit] = []
        taken: dict[str, int] = defaultdict(int)
        for place, passage in self.collection.locate(located[: 3 * self.k], groups):
            if taken[passage.article.id] < self.per_article and len(hits) < self.k:
                taken[passage.article.id] += 1
                hits.append(Hit(passage, place.score, cosines.get(place.row, 0.0)))
        return hits


def convex_combination(dense: Sequence[Located], keyword: Sequence[Located], share: float) -> list[Located]:
    """Both rankings as one: ``share`` of the dense score and the rest of the keyword score, best first.

    Each ranking's scores are first scaled so that its best is 1 and its last 0; a row that a ranking lacks has 0 there
    (Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", TOIS 2023).
    """
    scores: dict[int, float] = defaultdict(float)
    for ranking, weight in ((dense, share), (keyword, 1 - share)):
        for place in _scaled(ranking):
            scores[place.row] += weight * place.score
    return sorted((Located(row, score) for row, score in scores.items()), key=lambda place: -place.score)


def _scaled(ranking: Sequence[Located]) -> list[Located]:
    if not ranking:
        return []
    low, high = ranking[-1].score, ranking[0].score
    return [Located(place.row, (place.score - low) / (high - low) if high > low else 1.0) for place in ranking]
