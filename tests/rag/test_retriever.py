import pytest

from index.catalog import Filters, Located
from index.collection import Collection
from rag.retriever import Retriever, reciprocal_rank_fusion


def test_fusion_adds_what_each_ranking_gives():
    fused = reciprocal_rank_fusion(([Located(1, 0.9), Located(2, 0.8)], 1.0), ([Located(2, 7.0), Located(3, 5.0)], 0.5))
    assert [place.row for place in fused] == [2, 1, 3]
    assert fused[0].score == pytest.approx(1 / 62 + 0.5 / 61)
    assert fused[1].score == pytest.approx(1 / 61)
    assert fused[2].score == pytest.approx(0.5 / 62)


def test_nothing_found_by_either_is_nothing():
    assert reciprocal_rank_fusion(([], 1.0), ([], 1.0)) == []


@pytest.fixture(scope="module")
def collection(sample_index):
    return Collection.open(sample_index)


def test_hits_come_best_first_and_no_article_crowds_out_the_others(collection):
    hits = Retriever(collection, k=10, per_article=2).find("How many grooming offences were recorded?")
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len(hits) == 10
    ids = [hit.passage.article.id for hit in hits]
    assert max(ids.count(article_id) for article_id in ids) == 2


def test_a_filter_that_admits_nothing_finds_nothing(collection):
    assert Retriever(collection).find("How many offences?", Filters(source="No such paper")) == []


def test_only_kept_text_is_retrieved(collection):
    for question in ("blackcurrant ice cream", "Log in to your account", "free morning briefing"):
        for hit in Retriever(collection).find(question):
            passage = hit.passage
            assert any(span.start <= passage.start and passage.end <= span.end for span in passage.article.kept)
