import datetime
import json
import sqlite3
from threading import Thread

import pytest

from index.catalog import FILE, Catalog
from index.collection import Collection, summary
from index.errors import IndexMismatch, IndexMissing
from index.filters import Filters
from index.indexer import index_paths
from index.verify import verify

RECORDS = [
    {"id": f"a{number}", "title": f"Report {number}", "date": f"20{10 + number:02}-06-01", "source": source,
     "text": f"The {source} helpline took {number},000 calls in the year. Night calls rose."}
    for number, source in enumerate(["Ledger", "Herald"] * 5)
]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    file = tmp_path / "feed.jsonl"
    file.write_text("\n".join(map(json.dumps, RECORDS)), encoding="utf-8")
    index_paths([file], tmp_path / "index", embedder="hash-256")
    return tmp_path / "index"


def found_ids(collection, places):
    return {passage.article.id for _, passage in collection.locate(places)}


@pytest.mark.parametrize("search", ["nearest", "matching"])
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(source="ledger"), {"a0", "a2", "a4", "a6", "a8"}),
        (Filters(after=datetime.date(2017, 6, 1)), {"a7", "a8", "a9"}),
        (Filters(before=datetime.date(2010, 6, 1)), {"a0"}),
        (Filters("Herald", datetime.date(2012, 1, 1), datetime.date(2014, 1, 1)), {"a3"}),
        (Filters(source="Nobody"), set()),
    ],
)
def test_filters_apply_inside_the_search(folder, search, filters, expected):
    collection = Collection.open(folder)
    places = getattr(collection, search)("helpline calls", 5, filters)
    assert found_ids(collection, places) == expected


def test_keywords_stem_and_a_period_is_found_as_a_period(folder):
    collection = Collection.open(folder)
    assert len(collection.matching("Which helplines?", 20)) == 10
    assert found_ids(collection, collection.matching("7,000", 20)) == {"a7"}


@pytest.mark.parametrize("question", ["", "the of and", '"', "NEAR(", "a* OR b:", "😀", "x" * 5000])
def test_no_question_breaks_the_keyword_search(folder, question):
    assert isinstance(Collection.open(folder).matching(question, 5), list)


def test_an_open_collection_takes_over_a_new_generation(folder):
    collection = Collection.open(folder)
    before = collection.generation.number
    file = folder.parent / "more.jsonl"
    file.write_text(json.dumps({"id": "late", "title": "Zebra", "text": "A zebra crossing opened."}), encoding="utf-8")
    index_paths([file], folder)
    assert found_ids(collection, collection.nearest("A zebra crossing opened.", 1)) == {"late"}
    assert collection.generation.number > before


def test_several_threads_may_search_at_once(folder):
    collection = Collection.open(folder)
    results = []
    threads = [Thread(target=lambda: results.append(len(collection.matching("helpline", 20)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [10] * 8


def test_a_missing_index_says_how_to_make_one(tmp_path):
    with pytest.raises(IndexMissing, match=r"no index in .*; run: quotedesk index ARTICLES --index"):
        Collection.open(tmp_path / "none")


def test_a_newer_schema_is_refused(folder):
    with sqlite3.connect(folder / FILE) as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(IndexMismatch, match="has schema 99"):
        Collection.open(folder)


def test_a_file_that_is_no_database_is_refused_in_one_line(tmp_path):
    (tmp_path / FILE).write_bytes(b"no database at all" * 500)
    with pytest.raises(IndexMismatch, match="cannot be read"):
        Catalog.open(tmp_path)


def test_a_summary_counts_what_is_there(folder):
    facts = summary(folder)
    assert (facts["articles"], facts["embedder"], facts["generation"]) == (10, "hash-256", 1)
    assert (facts["oldest"], facts["newest"]) == ("2010-06-01", "2019-06-01")


def damage_text(connection):
    connection.execute("UPDATE articles SET text = replace(text, 'calls', 'cells') WHERE id = 'a3'")


def damage_offset(connection):
    connection.execute("UPDATE passages SET end = end + 500 WHERE row = 2")


def damage_vector(connection):
    connection.execute("UPDATE vectors SET vector = zeroblob(length(vector)) WHERE row = 4")


def lose_vector(connection):
    connection.execute("DELETE FROM vectors WHERE row = 5")


def lose_keywords(connection):
    connection.execute(
        "INSERT INTO words (words, rowid, title, body) SELECT 'delete', p.row, a.title, substr(a.text, p.start + 1,"
        " p.end - p.start) FROM passages p JOIN articles a ON a.row = p.article WHERE p.row = 1"
    )


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        (damage_text, "article a3: its text"),
        (damage_offset, "is not a kept stretch"),
        (damage_vector, "vector row 4"),
        (lose_vector, "1 passages have no vector"),
        (lose_keywords, "keywords of 9"),
    ],
)
def test_verify_names_what_is_damaged(folder, harm, named):
    assert list(verify(folder)) == []
    with sqlite3.connect(folder / FILE) as connection:
        harm(connection)
    connection.close()
    assert any(named in finding for finding in verify(folder))


def test_a_damaged_generation_is_named_and_searching_goes_on_from_the_catalog(folder):
    file = next((folder / "generations").glob("*.faiss"))
    before = Collection.open(folder).nearest("night calls rose", 5)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)
    assert any("SHA-256" in finding for finding in verify(folder))
    assert Collection.open(folder).nearest("night calls rose", 5) == before
    file.unlink()
    assert any("is missing" in finding for finding in verify(folder))
    assert Collection.open(folder).nearest("night calls rose", 5) == before
