"""Files whose groups change between two runs of indexing: what a person may see follows, and a slip opens nothing."""

import json

import pytest

from index.catalog import Catalog
from index.formats.groups import FILE
from index.indexer import index_paths
from index.kinship import is_settled

BARGES = "Two barges sank beside the pier in fog. Their crews swam ashore, and nobody was hurt.\n"
FERRY = "The ferry carried 41,300 passengers in the year. Fares stayed at three pounds a crossing.\n"


@pytest.fixture
def news(tmp_path):
    (tmp_path / "news" / "deep").mkdir(parents=True)
    (tmp_path / "news" / "ferry.txt").write_text(FERRY, "utf-8")
    (tmp_path / "news" / "deep" / "barges.md").write_text(BARGES, "utf-8")
    return tmp_path / "news"


def run(news, **options):
    report = index_paths([news], news.parent / "index", embedder="hash-256", **options)
    return report.added, report.updated, report.unchanged, report.deleted, len(report.rejected)


def groups(news):
    catalog = Catalog.open(news.parent / "index")
    assert is_settled(catalog)
    return {article.id: article.groups for article in catalog.articles()}


def vectors(news):
    return Catalog.open(news.parent / "index").connection.execute("SELECT row FROM vectors").fetchall()


def test_groups_alone_are_an_update_without_embedding_anew(news):
    assert run(news) == (2, 0, 0, 0, 0)
    before = vectors(news)
    (news / "deep" / FILE).write_text("board\n")
    assert run(news) == (0, 1, 1, 0, 0)
    assert groups(news) == {"ferry": (), "barges": ("board",)}
    (news / "ferry.txt.groups").write_text("press\n")
    assert run(news) == (0, 1, 1, 0, 0)
    assert groups(news) == {"ferry": ("press",), "barges": ("board",)}
    assert run(news) == (0, 0, 2, 0, 0)
    for statement in news.rglob("*.groups"):
        statement.unlink()
    assert run(news) == (0, 2, 0, 0, 0)
    assert groups(news) == {"ferry": (), "barges": ()}
    assert vectors(news) == before


@pytest.mark.parametrize("whole", [True, False])
def test_a_statement_that_is_malformed_takes_out_what_was_everyones(news, whole):
    run(news)
    (news / "deep" / FILE).write_text("two words\n")
    assert run(news, prune=whole) == (0, 0, 1, 1, 1)
    assert groups(news) == {"ferry": ()}
    (news / "deep" / FILE).write_text("board\n")
    assert run(news) == (1, 0, 1, 0, 0)
    assert groups(news) == {"ferry": (), "barges": ("board",)}


def test_front_matter_that_is_malformed_takes_its_article_out(news):
    run(news)
    (news / "deep" / "barges.md").write_text(f"---\ngroups: [\n---\n{BARGES}", "utf-8")
    assert run(news) == (0, 0, 1, 1, 1)
    assert groups(news) == {"ferry": ()}


def test_of_records_only_the_malformed_one_goes(news):
    def write(**said):
        lines = [{"id": name, "text": text} | said.get(name, {}) for name, text in (("a", BARGES), ("b", FERRY))]
        (news / "feed.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")

    write()
    run(news)
    write(a={"groups": []}, b={"groups": ["press"]})
    assert run(news) == (0, 1, 2, 1, 1)
    assert groups(news) == {"ferry": (), "barges": (), "b": ("press",)}


def test_what_cannot_be_read_again_does_not_stay_everyones_in_a_place_that_is_not(news):
    run(news)
    (news / "deep" / "barges.md").write_bytes(b"")
    assert run(news) == (0, 0, 1, 0, 1)
    assert groups(news) == {"ferry": (), "barges": ()}
    (news / "deep" / FILE).write_text("board\n")
    assert run(news) == (0, 0, 1, 1, 1)
    assert groups(news) == {"ferry": ()}


def test_a_file_that_moves_to_another_folder_gets_its_groups(news):
    (news / "deep" / FILE).write_text("board\n")
    run(news)
    (news / "ferry.txt").rename(news / "deep" / "ferry.txt")
    assert run(news)[:3] == (0, 1, 1)
    assert groups(news) == {"ferry": ("board",), "barges": ("board",)}


def test_the_words_and_the_groups_may_change_together(news):
    run(news)
    (news / "deep" / "barges.md").write_text(f"---\ngroups: board\n---\n{BARGES} Divers went down.\n", "utf-8")
    assert run(news) == (0, 1, 1, 0, 0)
    assert groups(news)["barges"] == ("board",)
