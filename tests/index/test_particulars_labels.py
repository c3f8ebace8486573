"""The particulars of the samples and of the five articles, against labels made by reading them."""

import pytest

from eval.bench.particulars import FIELDS, SETS, Judged, judged

# What the page tells and is not found yet: unknown, never wrong.
MISSED = {("grooming-2023-eastmoor.txt", "byline")}
CERTAIN = {"headline", "publisher", "published"}


@pytest.fixture(scope="module", params=SETS)
def rows(request):
    if not SETS[request.param].is_dir():
        pytest.skip("../shared is not here")
    return list(judged(request.param))


def test_headline_publisher_and_date_are_right_in_every_article(rows):
    assert [row for row in rows if row.field in CERTAIN and row.verdict != "right"] == []


def test_no_particular_is_wrong(rows):
    assert [row for row in rows if row.verdict == "wrong"] == []


def test_bylines_and_people_are_found_but_for_one(rows):
    people = [row for row in rows if row.field in {"byline", "people"}]
    assert {(row.article, row.field) for row in people if row.verdict != "right"} <= MISSED


def test_every_field_of_every_article_is_judged(rows):
    assert len(rows) == len(FIELDS) * len({row.article for row in rows})


def test_nothing_found_is_unknown_and_something_else_is_wrong():
    assert [Judged("a", "byline", "x", found).verdict for found in ("x", None, "y")] == ["right", "unknown", "wrong"]
    assert Judged("a", "byline", None, "y").verdict == "wrong"
