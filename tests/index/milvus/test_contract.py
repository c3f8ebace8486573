"""What rag asks of a collection means the same wherever it is: the index on this machine defines it."""

import datetime
import itertools

import pytest

from index.audiences import regroup
from index.collection import Collection
from index.filters import Filters
from index.generations import publish
from index.kinship import settle
from index.milvus.collection import MilvusCollection
from index.milvus.publishing import publish_to
from index.store import ArticleStore
from tests.index.milvus.engines import writer
from tests.restricted import article_of, shelve

PIER = (
    "The old pier at Wexcombe will be rebuilt next spring, the harbour board said on Tuesday.\n\n"
    "The work will cost {cost} and take two years, and the ferry will leave from the north quay meanwhile.\n\n"
    "Storms broke the pier's landing stage in January, and it has been shut to walkers and anglers ever since.\n\n"
    "Anglers, who have fished from the pier for a century, said that they were glad and would hold a party 🎣.\n"
)
PAGE = "https://ledger.example/pier"
TOWNS = ["Wexcombe", "Aldermere", "Thornby", "Quayle", "Pendle", "Marsh"]
EVERYBODY = [None, frozenset(), *map(frozenset, ({"a"}, {"b"}, {"a", "b"}, {'"] or pk != "'}))]
QUESTIONS = ["Who pays for the pier?", "ferry tickets in Thornby 😀", "How many calls?", "£5m", "the of and"]
NOISE = "A nul \x00, and a family 👨‍👩‍👧 at the pier"


def articles():
    """Versions and a copy of one story for several groups, ten others, and one whose text is hard to carry."""
    versions = [
        article_of(f"v{n}", "Pier to be rebuilt", PIER.format(cost=f"£{n}m"), f"2024-03-0{n}", *groups, url=PAGE)
        for n, groups in [(4, ()), (5, "a"), (6, "b")]
    ]
    copy = article_of("copy", "Plans", PIER.format(cost="£5m"), "2024-03-08", "b", publisher="Echo")
    others = [
        article_of(f"o{n}", f"Ferry to {town}", f"The ferry to {town} took {n},000 calls. Tickets rose to £{n}. " * 30,
                   f"20{10 + n}-06-01" if n else None, publisher=publisher)
        for n, (town, publisher) in enumerate(zip(TOWNS, itertools.cycle(["Echo", 'O"Neil \\ Söhne']), strict=False))
    ]  # fmt: skip
    return [*versions, copy, *others, article_of("noise", "Noise", NOISE, None, publisher=None)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("contract") / "index"
    shelve(place, articles())
    return place


@pytest.fixture(scope="module")
def both(folder, milvus):
    address = milvus.address("contract")
    publish_to(folder, writer(address))
    return Collection.open(folder), MilvusCollection.open(address, consistency="Strong")


def places(collection, located, groups=None):
    found = collection.locate(located, groups)
    assert all(passage.text == passage.article.text[passage.start : passage.end] for _, passage in found)
    return {(passage.article.id, passage.start, passage.end): round(place.score, 2) for place, passage in found}


def test_both_are_what_rag_asks_for(both):
    stores: list[ArticleStore] = list(both)
    assert {store.embedder.name for store in stores} == {"hash-256"}
    assert len({store.generation.number for store in stores}) == 1
    assert len({store.setting("splitter") for store in stores}) == 1
    assert {store.setting("threshold") for store in stores} == {None}


@pytest.mark.parametrize("groups", EVERYBODY)
@pytest.mark.parametrize("question", QUESTIONS)
def test_everybody_finds_the_same_passages_with_the_same_scores(both, question, groups):
    local, remote = (places(one, one.nearest(question, 200, Filters(groups=groups)), groups) for one in both)
    assert local.keys() == remote.keys()
    assert all(abs(local[place] - remote[place]) < 0.02 for place in local)


@pytest.mark.parametrize(
    "filters",
    [
        Filters("echo"),
        Filters("ECHO", after=datetime.date(2012, 6, 1)),
        Filters('o"neil \\ Söhne'),
        Filters(before=datetime.date(2012, 6, 1)),
        Filters(after=datetime.date(2011, 6, 1), before=datetime.date(2013, 6, 1), groups=frozenset("a")),
        Filters('" or stood_for == true or publisher == "'),
    ],
)
def test_filters_apply_inside_the_search(both, filters):
    found = [places(one, one.nearest("ferry", 200, filters), filters.groups) for one in both]
    assert found[0].keys() == found[1].keys()
    assert bool(found[0]) == ("stood_for" not in (filters.source or ""))


def test_the_best_come_first_and_no_more_than_asked_for(both):
    for collection in both:
        found = collection.nearest("The ferry to Thornby", 5)
        assert [place.score for place in found] == sorted((place.score for place in found), reverse=True)
        assert len({place.row for place in found}) == 5


@pytest.mark.parametrize("groups", EVERYBODY)
def test_articles_stories_and_copies_are_the_same_for_everybody(both, groups):
    local, remote = both
    for article in articles():
        assert remote.article(article.id, groups) == local.article(article.id, groups)
        assert remote.story(article.id, groups) == local.story(article.id, groups)
        assert set(remote.copies(article.id, groups)) == set(local.copies(article.id, groups))
    assert remote.article("nobody's", groups) is None
    assert remote.publishers(groups) == local.publishers(groups)
    assert remote.shows_all_to(groups) == local.shows_all_to(groups)
    assert remote.restricted() == local.restricted() == 3


def test_the_strangest_text_is_quoted_from_where_it_stands(both):
    found = both[1].locate(both[1].nearest("a family at the pier", 50))
    passage = next(passage for _, passage in found if passage.article.id == "noise")
    assert passage.article.text == NOISE
    start = NOISE.index("👧") - passage.start
    assert passage.within(start, start + 1).text == "👧"


@pytest.mark.parametrize("groups", list(itertools.permutations([(), ("a",), ("b",)]))[1:])
def test_who_may_see_what_can_change(tmp_path, published, groups):
    catalog = shelve(tmp_path / "index", articles())
    there = published(tmp_path / "index")
    with catalog.transaction():
        for name, its in zip(["v4", "v5", "v6"], groups, strict=True):
            regroup(catalog, name, its)
        settle(catalog)
    publish(catalog, tmp_path / "index", "faiss")
    assert published(tmp_path / "index", there.address).sent.deleted == 0
    now = published(tmp_path / "index", there.address)
    assert now.sent.sent == 0
    for who in EVERYBODY:
        local, remote = (
            places(one, one.nearest("pier", 200, Filters(groups=who)), who) for one in (now.local, now.collection)
        )
        assert local.keys() == remote.keys()


def test_a_passage_of_an_article_that_changed_since_is_left_out(tmp_path, published):
    first = articles()[4]
    catalog = shelve(tmp_path / "index", [first, articles()[6]])
    there = published(tmp_path / "index")
    located = there.collection.nearest("ferry", 100)
    changed = article_of(first.id, first.title, "Short now.", "2024-01-01", publisher="Echo")
    catalog.close()
    shelve(tmp_path / "index", [changed])
    now = published(tmp_path / "index", there.address)
    assert now.sent.sent == 1
    assert {passage.article.id for _, passage in now.collection.locate(located)} == {articles()[6].id}
