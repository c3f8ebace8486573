import pytest

from index.articles import Article, Hit, sha256_of
from index.errors import ArticleChanged
from rag.answers import Answer, Provenance, Quote

PROVENANCE = Provenance(3, "embedder", "reader")


def answer_of(hits, quotes, **more):
    return Answer("A question?", tuple(quotes), 0.9, tuple(hits), PROVENANCE, **more)


def test_the_json_is_what_the_contract_says(helpline, hits):
    quote = Quote(helpline.passage(0, 77), 0.91, answer=helpline.passage(23, 28), also_in=("other",))
    said = answer_of(hits, [quote], timings_ms={"total": 66.24}).as_json()
    assert said["quotes"] == [
        {
            "text": helpline.text[0:77], "citation": 1, "article_id": "helpline", "start": 0, "end": 77,
            "article_sha256": helpline.sha256, "answer": {"start": 23, "end": 28, "text": "4,120"}, "speaker": None,
            "speech": None, "periods": [], "score": 0.91, "also_in": ["other"], "link": None,
        }
    ]  # fmt: skip
    assert said["citations"] == [
        {
            "number": 1, "article_id": "helpline", "title": "Calls to helpline rise", "byline": None,
            "published": "2023-05-01", "updated": None, "publisher": "The Ledger", "url": None, "link": None,
        }
    ]  # fmt: skip
    assert (said["abstained"], said["reason"], said["closest"], said["confidence"]) == (False, None, [], 0.9)
    assert said["timings_ms"] == {"total": 66.2}
    assert said["index"] == {"generation": 3, "embedder": "embedder", "reader": "reader"}


def test_an_abstention_has_a_reason_and_the_closest_passages_marked_as_no_answer(hits):
    said = answer_of(hits, [], reason="not_covered", missing=("TikTok",)).as_json()
    assert (said["abstained"], said["reason"], said["missing"], said["quotes"]) == (True, "not_covered", ["TikTok"], [])
    assert [one["article_id"] for one in said["closest"]] == ["helpline", "fines"]


def test_the_closest_passages_are_no_bare_headlines():
    text = "Calls to helpline rise\n\nThe helpline took 4,120 calls."
    article = Article("helpline", "Calls to helpline rise", text, sha256_of(text))
    hits = [Hit(article.passage(0, 22), 0.9), Hit(article.passage(24, len(text)), 0.8)]
    assert [passage.start for passage in answer_of(hits, [], reason="not_answered").closest] == [24]


@pytest.mark.parametrize("reason", [None, "not_answered"])
def test_an_answer_has_quotes_or_a_reason_never_both_nor_neither(hits, reason):
    quotes = [Quote(hits[0].passage, 0.5)] if reason else []
    with pytest.raises(ValueError, match="has quotes, or a reason"):
        answer_of(hits, quotes, reason=reason)


def test_an_article_that_is_not_the_one_indexed_is_never_quoted(helpline):
    changed = Article("helpline", "T", helpline.text.replace("4,120", "4,210"), helpline.sha256)
    passage = changed.passage(0, 77)
    with pytest.raises(ArticleChanged, match="article helpline no longer has the text"):
        answer_of([Hit(passage, 1.0)], [Quote(passage, 0.9)])


def test_a_part_of_a_quote_is_of_the_same_article(helpline, fines):
    with pytest.raises(ValueError, match="has a part of article fines"):
        Quote(helpline.passage(0, 10), 0.5, answer=fines.passage(0, 5))
