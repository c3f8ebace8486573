"""Which ranking finds the right article: dense, keywords, or both fused, and how.

    python -m eval.bench.fusion QUESTIONS --index DIR

Measures the answerable questions whose right articles are known. The fusions compared: reciprocal ranks
with the keyword ranking weighted, and a convex combination of scores scaled to 0..1 (Bruch, Gai and
Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", 2023).
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import ir_measures
from rich.progress import track

from eval.questions import Question, read_questions
from index.catalog import Located
from index.collection import Collection
from rag.retriever import reciprocal_rank_fusion

Ranking = Sequence[Located]
Fusion = Callable[[Ranking, Ranking], Iterable[Located]]
MEASURES = [
    ir_measures.parse_measure(name) for name in ("Success@1", "Success@5", "Success@10", "R@30", "RR", "nDCG@10")
]
DEPTH = 100


def convex(share: float) -> Fusion:
    """``share`` of the dense score and the rest of the keyword score, each scaled by its ranking's ends."""

    def fuse(dense: Ranking, keyword: Ranking) -> list[Located]:
        scores: dict[int, float] = {}
        for ranking, weight in ((dense, share), (keyword, 1 - share)):
            for place in _scaled(ranking):
                scores[place.row] = scores.get(place.row, 0.0) + weight * place.score
        return sorted((Located(row, score) for row, score in scores.items()), key=lambda place: -place.score)

    return fuse


def reciprocal(weight: float) -> Fusion:
    """Reciprocal rank fusion as the retriever does it, the keyword ranking weighted."""
    return lambda dense, keyword: reciprocal_rank_fusion((dense, 1.0), (keyword, weight))


RANKINGS: dict[str, Fusion] = {
    "dense": lambda dense, _: dense,
    "keywords": lambda _, keyword: keyword,
    **{f"reciprocal ranks, keywords × {weight}": reciprocal(weight) for weight in (0.5, 1.0, 1.5, 2.0, 3.0)},
    **{f"convex, {share:.0%} dense": convex(share) for share in (0.3, 0.4, 0.5, 0.6, 0.7)},
}  # fmt: skip


def measure(questions: Sequence[Question], collection: Collection) -> dict[str, dict[str, float]]:
    """The measures of each ranking, over articles in the order of their first passage."""
    judged = [question for question in questions if question.answerable and question.articles]
    gold = [ir_measures.Qrel(question.id, article, 1) for question in judged for article in question.articles]
    runs: dict[str, list[ir_measures.ScoredDoc]] = {name: [] for name in RANKINGS}
    for question in track(judged, "asking"):
        dense = collection.nearest(question.text, DEPTH)
        keyword = collection.matching(question.text, DEPTH)
        articles = {place.row: passage.article.id for place, passage in collection.locate(list({*dense, *keyword}))}
        for name, fuse in RANKINGS.items():
            ids = dict.fromkeys(articles[place.row] for place in fuse(dense, keyword) if place.row in articles)
            runs[name] += [ir_measures.ScoredDoc(question.id, one, -rank) for rank, one in enumerate(ids)]
    return {
        name: {str(m): value for m, value in ir_measures.calc_aggregate(MEASURES, gold, run).items()}
        for name, run in runs.items()
    }


def _scaled(ranking: Ranking) -> list[Located]:
    if not ranking:
        return []
    low, high = ranking[-1].score, ranking[0].score
    return [Located(place.row, (place.score - low) / (high - low) if high > low else 1.0) for place in ranking]


def main() -> None:
    """Print one line a ranking."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.fusion", description=__doc__.splitlines()[0])
    parser.add_argument("questions", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    arguments = parser.parse_args()
    found = measure(read_questions(arguments.questions), Collection.open(arguments.index))
    print(f"{'':36}" + "".join(f"{measure!s:>12}" for measure in MEASURES))
    for name, figures in found.items():
        print(f"{name:36}" + "".join(f"{figures[str(measure)]:12.3f}" for measure in MEASURES))


if __name__ == "__main__":
    main()
