"""Keyword search, with milvus-lite: a simulator, whose ranking and analyzer are not those of a real Milvus.

It shows that the words arrive and that filters hold; a real Milvus also stems, which the simulator does not.
"""

import datetime

import pytest

from index.filters import Filters
from index.milvus.collection import EVERYTHING, MilvusCollection
from index.milvus.outgoing import outgoing, passage_rows
from index.milvus.publishing import publish_to
from tests.index.milvus.engines import fresh, writer
from tests.restricted import article_of, shelve

ARTICLES = [
    article_of("lock", "Lock keeper retires", "She opened the gates for 7,062 boats in one summer.", "2024-05-01"),
    article_of("weir", "Weir mended", "Boats may pass the weir again.", "2023-05-01", "staff", publisher="Echo"),
    article_of("swan", "Swans nest", "A pair of swans has nested below the bridge.", None),
]


@pytest.fixture(scope="module")
def collection(simulator, tmp_path_factory):
    folder, address = tmp_path_factory.mktemp("keywords") / "index", fresh(simulator)
    shelve(folder, ARTICLES)
    publish_to(folder, writer(address))
    return MilvusCollection.open(address, consistency="Strong")


def found(collection, question, filters=EVERYTHING, k=10):
    return [passage.article.id for _, passage in collection.locate(collection.matching(question, k, filters))]


def test_words_of_the_text_and_of_the_headline_are_found(collection):
    assert found(collection, "Where do swans nest?") == ["swan"]
    assert found(collection, "When does the lock keeper retire?") == ["lock"]
    assert set(found(collection, "boats")) == {"lock", "weir"}


def test_the_best_match_comes_first(collection):
    places = collection.matching("boats weir", 10)
    assert next(passage.article.id for _, passage in collection.locate(places)) == "weir"
    assert [place.score for place in places] == sorted((place.score for place in places), reverse=True)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(groups=frozenset()), {"lock"}),
        (Filters(groups=frozenset({"staff"})), {"lock", "weir"}),
        (Filters("ECHO"), {"weir"}),
        (Filters(after=datetime.date(2024, 1, 1)), {"lock"}),
    ],
)
def test_filters_apply_inside_the_search(collection, filters, expected):
    assert set(found(collection, "boats", filters)) == expected


@pytest.mark.parametrize("question", ["", "the of and", '"', "😀", "x" * 5000, "NEAR(", "\x00"])
def test_no_question_breaks_the_keyword_search(collection, question):
    assert found(collection, question) == []


def test_long_passages_are_cut_between_code_points_for_the_search_only(tmp_path):
    emoji = "😀" * 30_000
    catalog = shelve(tmp_path / "index", [article_of("long", "Faces", emoji)])
    one = outgoing(catalog, catalog.article("long"))
    rows = list(passage_rows(catalog, one, words=True))
    assert rows
    assert all(len(row["words"].encode()) <= 60_000 and set(row["words"]) <= {"😀", "\n", *"Faces"} for row in rows)
    assert one.record.article.text == emoji
