import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Article, Dropped, sha256_of
from index.filters import Filters
from index.milvus.conditions import condition
from index.milvus.records import (
    PART,
    Place,
    Record,
    as_json,
    group_keys,
    key_of,
    of_json,
    packed,
    publisher_key,
    unpacked,
)
from index.milvus.shelf import Torn, joined
from index.twins import Kin

ANY_TEXT = st.text(st.characters(exclude_categories=()), min_size=1)  # lone surrogates too


def article_with(text, **particulars):
    return Article("a-1", "Ferry 😀 late", text, sha256_of(text), **particulars)


@given(ANY_TEXT, st.none() | st.dates(), st.sets(ANY_TEXT).map(lambda names: tuple(sorted(names))))
def test_an_article_comes_back_as_it_was_to_the_code_point(text, day, groups):
    dropped = (Dropped(0, 1, "caption"),)
    article = article_with(text, published=day, updated=day, dropped=dropped, groups=groups, byline="M. Öz")
    record = Record(article, (Kin("a-0", "a-1", "update"),))
    assert of_json(unpacked(packed(as_json(record)))) == record


def test_a_long_article_is_cut_into_parts_that_milvus_takes():
    text = "".join(f"😀{number} " for number in range(200_000))
    parts = packed(as_json(Record(article_with(text))))
    assert len(parts) > 1
    assert all(part.isascii() and len(part) <= PART for part in parts)
    assert of_json(unpacked(parts)).article.text == text


@given(ANY_TEXT, st.data())
def test_a_place_is_read_back_from_its_digits_and_from_its_row(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    place = Place.of(article_with(text), start, end)
    assert Place.read(f"{place.digits}-12") == place == Place.of_row(place.row)
    assert (place.start, place.end) == (start, end)


def test_a_place_in_another_text_is_another_row():
    assert Place.of(article_with("Rain."), 0, 4).row != Place.of(article_with("Snow."), 0, 4).row


def test_a_record_that_is_being_replaced_is_torn_until_one_of_them_is_whole():
    old = rows_of(["a1", "a2", "a3"], "old")
    new = rows_of(packed({"new": 1}), "new")
    assert joined([*new, *old[1:]]) == {"new": 1}  # what is left of the longer one is passed over
    for torn in ([], old[:2], old[1:], [*rows_of(["x", "y"], "new")[:1], *old[1:]]):
        with pytest.raises(Torn):
            joined(torn)
    with pytest.raises(Torn):
        joined(old)  # all there, but not what was packed


def rows_of(bodies, digest):
    return [
        {"part": number, "parts": len(bodies), "digest": digest, "body": body} for number, body in enumerate(bodies)
    ]


@given(ANY_TEXT, st.sets(ANY_TEXT, max_size=3))
def test_nothing_that_somebody_writes_is_part_of_a_condition(source, groups):
    said = condition(Filters(source, groups=frozenset(groups)))
    rest = said
    for key in {publisher_key(source), key_of(""), *map(key_of, groups)} - {""}:
        rest = rest.replace(key, "")
    plain = condition(Filters("x", groups=frozenset()))
    letters = plain.replace(publisher_key("x"), "").replace(key_of(""), "")
    assert set(rest) <= set(letters) | {",", " ", '"'}
    assert json.loads(said.split("groups, ")[1].split(")")[0]) == sorted({key_of(""), *map(key_of, groups)})


def test_undated_articles_are_in_no_period():
    day = datetime.date(2024, 5, 1)
    said = condition(Filters(before=day))
    assert said == f"stood_for == false and published > 0 and published <= {day.toordinal()}"


def test_a_publisher_is_the_same_in_capitals_but_not_with_other_letters():
    assert publisher_key("The Ledger") == publisher_key("THE LEDGER") != publisher_key("The Ledgér")
    assert publisher_key("Ö") != publisher_key("ö")  # as SQLite's NOCASE, which knows ASCII only


def test_an_article_for_everyone_is_for_a_group_that_nobody_can_name():
    assert group_keys(()) == [key_of("")]
    assert group_keys(("b", "a")) == sorted([key_of("a"), key_of("b")])
