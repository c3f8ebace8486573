"""Which ranking finds the right article: dense, keywords, or both fused, and how.

    python -m eval.bench.fusion QUESTIONS --index DIR

Measures the answerable questions whose right articles are known. The fusions compared: reciprocal ranks
with the keyword ranking weighted, and the convex combination that the retriever uses.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import ir_measures
from rich.progress import track

from eval.questions import Question, read_questions
from index.catalog import Located
from index.collection import Collection
from rag.retriever import convex_combination

Ranking = Sequence[Located]
Fusion = Callable[[Ranking, Ranking], Iterable[Located]]
MEASURES = [
    ir_measures.parse_measure(name) for name in ("Success@1", "Success@5", "Success@10", "R@30", "RR", "nDCG@10")
]
DEPTH = 100
RANK_OFFSET = 60


def convex(share: float) -> Fusion:
    """The retriever's own fusion."""
    return lambda dense, keyword: convex_combination(dense, keyword, share)


def reciprocal(weight: float) -> Fusion:
    """Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009), the keyword ranking weighted."""

    def fuse(dense: Ranking, keyword: Ranking) -> list[Located]:
        scores: dict[int, float] = {}
        for ranking, share in ((dense, 1.0), (keyword, weight)):
            for rank, place in enumerate(ranking, start=1):
                scores[place.row] = scores.get(place.row, 0.0) + share / (RANK_OFFSET + rank)
        return sorted((Located(row, score) for row, score in scores.items()), key=lambda place: -place.score)

    return fuse


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
