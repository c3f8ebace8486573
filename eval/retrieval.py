"""Retrieval, stage by stage, as ir-measures measures it."""

from collections.abc import Iterator, Sequence

from eval.results import STAGES, Result
from eval.scores import Score

#: Over the articles that answer, with the names that ir-measures gives them; ``RR`` is called by its mean.
#: "Success" is what many papers call recall: whether *any* right article is among the first k. Recall is the
#: *share* of the right articles that is, so with two right articles recall@1 cannot exceed 0.5.
RETRIEVAL = {
    "recall@1": "R@1",
    "recall@3": "R@3",
    "recall@5": "R@5",
    "recall@10": "R@10",
    "success@1": "Success@1",
    "success@3": "Success@3",
    "MRR": "RR",
    "nDCG@10": "nDCG@10",
}


def named(stage: str, measure: str) -> str:
    """What a measure of a stage is called; what the retriever hands on goes without saying."""
    return measure if stage == "fused" else f"{stage} {measure}"


#: Every measure of every stage.
NAMES = tuple(named(stage, measure) for stage in ("fused", "keyword", "dense", "read") for measure in RETRIEVAL)


def retrieval(results: Sequence[Result]) -> Iterator[Score]:
    """``RETRIEVAL`` for every answerable question that names its articles, at every stage that was looked at.

    Refusing changes nothing before the stage "read", where there is nothing to rank; a failed question has no ranking.
    """
    judged = [result for result in results if result.question.answerable and result.question.articles]
    for stage in STAGES:
        rankings = {result.question.id: result.rankings.get(stage) for result in judged}
        if any(ranking is not None for ranking in rankings.values()):
            yield from _of_stage(stage, judged, {name: ranking or () for name, ranking in rankings.items()})


def _of_stage(stage: str, judged: Sequence[Result], rankings: dict[str, tuple[str, ...]]) -> Iterator[Score]:
    import ir_measures

    names = {ir_measures.parse_measure(measure): named(stage, name) for name, measure in RETRIEVAL.items()}
    gold = [
        ir_measures.Qrel(result.question.id, article, 1)
        for result in judged
        for article in dict.fromkeys(result.question.articles)
    ]
    run = [
        ir_measures.ScoredDoc(question, article, float(-rank))
        for question, ranking in rankings.items()
        for rank, article in enumerate(ranking, start=1)
    ]
    for metric in ir_measures.iter_calc(list(names), gold, run):
        yield Score(metric.query_id, names[metric.measure], float(metric.value))
