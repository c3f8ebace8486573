import pytest

from index.catalog import Located
from index.collection import Collection
from index.filters import Filters
from rag.retriever import Retriever, convex_combination


def test_fusion_adds_a_share_of_each_score_scaled_by_its_ranking():
    dense = [Located(1, 0.9), Located(2, 0.7), Located(3, 0.5)]
    keyword = [Located(3, 8.0), Located(2, 6.0), Located(4, 4.0)]
    fused = convex_combination(dense, keyword, share=0.4)
    assert [place.row for place in fused] == [3, 2, 1, 4]
    assert [place.score for place in fused] == pytest.approx([0.6, 0.4 * 0.5 + 0.6 * 0.5, 0.4, 0.0])


def test_a_ranking_of_one_counts_in_full_and_an_empty_one_not_at_all():
    assert convex_combination([Located(7, 0.2)], [], share=0.4) == [(7, 0.4)]
    assert convex_combination([], [], share=0.4) == []


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
