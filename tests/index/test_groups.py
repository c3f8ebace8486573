"""Who may see what, in the search itself: each asker's view is that of an index that holds nothing else."""

import json
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.audiences import all_of_it, audiences, regroup
from index.catalog import Catalog
from index.collection import Collection, summary
from index.files import find_files, state_of
from index.filters import Filters
from index.formats import Document, Rejected, read
from index.formats.groups import FILE, BadGroups, groups_in, stated_for
from index.generations import publish
from index.groups import is_group
from index.kinship import is_settled, settle, story_of
from index.verify import verify
from index.visibility import allowed_vectors
from tests.restricted import article_of, shelve

PIER = (
    "The old pier at Wexcombe will be rebuilt next spring, the harbour board said on Tuesday.\n\n"
    "The work will cost {cost} and take two years, and the ferry will leave from the north quay meanwhile.\n\n"
    "Storms broke the pier's landing stage in January, and it has been shut to walkers and anglers ever since.\n\n"
    "The board has asked the county for half of the money, and hopes to have an answer before the summer.\n\n"
    "Anglers, who have fished from the pier for a century, said that they were glad and would hold a party.\n"
)
BARGES = (
    "Two barges sank beside the pier in fog. Their crews swam ashore, and nobody was hurt. Work on the pier stopped."
)
PAGE = "https://ledger.example/pier"
EVERYBODY = [None, frozenset(), *map(frozenset, ({"a"}, {"b"}, {"c"}, {"a", "b"}, {"b", "c"}, {"a", "b", "c"}, {"d"}))]


def pier_articles(*groups):
    """Three versions of a page, a copy of the second in another paper, and another story; ``groups`` in this order."""
    given_groups = iter([*groups, *[()] * 5])
    return [
        article_of("v1", "Pier to be rebuilt", PIER.format(cost="£4m"), "2024-03-01", *next(given_groups), url=PAGE),
        article_of("v2", "Pier to be rebuilt", PIER.format(cost="£5m"), "2024-03-02", *next(given_groups), url=PAGE),
        article_of("v3", "Pier to be rebuilt", PIER.format(cost="£6m"), "2024-03-03", *next(given_groups), url=PAGE),
        article_of("copy", "Wexcombe plans", PIER.format(cost="£5m"), "2024-03-04", *next(given_groups),
                   publisher="Echo"),
        article_of("barges", "Barges sink", BARGES, "2024-04-01", *next(given_groups), publisher="Harbour Board"),
    ]  # fmt: skip


def found(collection, groups, words="pier", **filters):
    """Which articles a search finds for somebody in ``groups``, by words and by vectors; they agree."""
    filters = Filters(**filters, groups=groups)
    places = collection.matching(words, 20, filters), collection.nearest(words, 20, filters)
    names = [{passage.article.id for _, passage in collection.locate(each)} for each in places]
    assert names[0] == names[1]
    return names[0]


def may_see(its, groups):
    return groups is None or not its or bool(set(its) & groups)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """An index that stays open while its articles change their groups."""
    folder = tmp_path_factory.mktemp("shelf") / "index"
    catalog = shelve(folder, pier_articles())
    return SimpleNamespace(folder=folder, catalog=catalog, collection=Collection.open(folder))


ANY_GROUPS = st.sets(st.sampled_from("abc"), max_size=2).map(lambda names: tuple(sorted(names)))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.tuples(*[ANY_GROUPS] * 5))
def test_everybody_finds_just_what_an_index_of_what_they_may_see_would_give(shelf, groups):
    its = dict(zip(["v1", "v2", "v3", "copy", "barges"], groups, strict=True))
    with shelf.catalog.transaction():
        for article_id, names in its.items():
            regroup(shelf.catalog, article_id, names)
        settle(shelf.catalog)
    publish(shelf.catalog, shelf.folder, "faiss")
    stands = shelf.catalog.connection.execute(
        "SELECT a.id, b.id FROM stands s JOIN articles a ON a.row = s.article JOIN articles b ON b.row = s.by"
    ).fetchall()
    assert {("v1", "v2"), ("v2", "v3")} <= set(stands)
    for who in EVERYBODY:
        visible = {name for name in its if may_see(its[name], who)}
        assert found(shelf.collection, who) == visible - {old for old, new in stands if {old, new} <= visible}
        for name in its:
            assert (shelf.collection.article(name, who) is not None) == (name in visible)
            assert set(shelf.collection.copies(name, who)) <= visible
            story = shelf.collection.story(name, who)
            assert story is None or set(story.articles) <= visible
    assert is_settled(shelf.catalog)


def test_a_newer_version_supersedes_only_for_those_who_may_see_it(tmp_path):
    shelve(tmp_path / "index", pier_articles((), ("a",), ("b",)))
    collection = Collection.open(tmp_path / "index")
    assert found(collection, frozenset()) == {"v1", "copy", "barges"}
    assert found(collection, frozenset("a")) == {"v2", "barges"}
    assert found(collection, frozenset("b")) == {"v3", "copy", "barges"}
    assert found(collection, None) == {"v3", "barges"}
    assert list(verify(tmp_path / "index")) == []


def test_a_change_of_groups_holds_from_the_next_question_of_an_open_collection_even_before_it_is_published(tmp_path):
    catalog = shelve(tmp_path / "index", pier_articles())
    collection = Collection.open(tmp_path / "index")
    with catalog.transaction():
        regroup(catalog, "v1", ("a",))  # so that there is a filter, whose result is kept
    assert "barges" in found(collection, frozenset())
    with catalog.transaction():
        assert regroup(catalog, "barges", ("a",))
        assert not regroup(catalog, "barges", ("a",))
    assert "barges" not in found(collection, frozenset())
    assert "barges" in found(collection, frozenset("a"))
    assert catalog.article("barges").groups == ("a",)


def test_what_was_found_before_a_change_of_groups_is_not_located_after_it(tmp_path):
    catalog = shelve(tmp_path / "index", pier_articles())
    collection = Collection.open(tmp_path / "index")
    places = collection.matching("barges", 20, Filters(groups=frozenset()))
    with catalog.transaction():
        regroup(catalog, "barges", ("a",))
    assert [passage.article.id for _, passage in collection.locate(places, frozenset())] == []
    assert {passage.article.id for _, passage in collection.locate(places, frozenset("a"))} == {"barges"}


def test_groups_are_told_apart_to_the_letter(tmp_path):
    shelve(tmp_path / "index", [article_of("barges", "Barges", BARGES, None, "press")])
    collection = Collection.open(tmp_path / "index")
    for groups in ({"Press"}, {"pres"}, {"press "}, {"press\n"}, {"pressroom"}, {"%"}, {'press"]'}, {""}):
        assert found(collection, frozenset(groups)) == set()
        assert collection.article("barges", frozenset(groups)) is None
    assert found(collection, frozenset({"press", "other"})) == {"barges"}


def test_filters_count_within_what_may_be_seen(tmp_path):
    shelve(tmp_path / "index", pier_articles((), (), (), (), ("a",)))
    collection = Collection.open(tmp_path / "index")
    assert found(collection, frozenset(), source="Harbour Board") == set()
    assert found(collection, frozenset("a"), source="harbour board") == {"barges"}
    assert collection.publishers(frozenset()) == ("The Ledger", "Echo")
    assert collection.publishers(frozenset("a")) == collection.publishers() == ("The Ledger", "Echo", "Harbour Board")
    assert not collection.shows_all_to(frozenset())
    assert collection.shows_all_to(frozenset("a"))


def test_what_may_be_seen_is_found_behind_much_that_may_not(tmp_path):
    closed = [article_of(f"closed{n}", "Pier pier", "Pier, pier, pier.", "2024-03-01", "a") for n in range(12)]
    open_one = article_of("open", "Harbour", "The harbour board will rebuild the old pier next spring.", "2024-03-01")
    shelve(tmp_path, [*closed, open_one])
    collection = Collection.open(tmp_path)
    for most in (1, 2, 20):
        places = collection.matching("pier", most, Filters(groups=frozenset()))
        assert [passage.article.id for _, passage in collection.locate(places)] == ["open"]


def test_where_everyone_may_see_all_nothing_is_selected(tmp_path):
    catalog = shelve(tmp_path / "index", [article_of("barges", "Barges", BARGES)])
    assert catalog.seen_by(frozenset()) is None
    assert allowed_vectors(catalog, Filters(groups=frozenset()), catalog.seen_by(frozenset())) is None
    assert summary(tmp_path / "index")["restricted"] == 0


def test_a_story_is_joined_only_by_what_may_be_seen(tmp_path):
    catalog = shelve(tmp_path / "index", pier_articles((), ("a",), (), ("b",)))
    assert set(story_of(catalog, "v1").articles) == {"v1", "v2", "v3", "copy"}
    assert "v2" not in story_of(catalog, "v1", frozenset("b")).articles
    assert story_of(catalog, "v2", frozenset("b")) is None


def test_an_audience_lies_in_another_where_all_of_its_people_do():
    known = {0: frozenset(), 1: frozenset("a"), 2: frozenset("ab")}
    within = {(inner, outer) for inner in known for outer in known if all_of_it(inner, outer, known)}
    assert within == {(0, 0), (1, 0), (1, 1), (1, 2), (2, 0), (2, 2)}


def test_an_audience_keeps_its_number(tmp_path):
    catalog = shelve(tmp_path / "index", pier_articles(("b", "a"), ("a", "b")))
    assert sorted(map(sorted, audiences(catalog).values())) == [[], ["a", "b"]]
    assert catalog.audience_of(("b", "a")) == catalog.audience_of(("a", "b"))


# --- what files say


def documents(path):
    return list(read(path, max_bytes=1_000_000))


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def markdown(path, groups):
    return write(path, f"---\ntitle: Barges sink\n{groups}\n---\n{BARGES}\n")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("groups: press", ("press",)),
        ("groups: press, board", ("board", "press")),
        ("groups: [press, board, press]", ("board", "press")),
        ("groups:\n  - press\n  - staff/desk@north", ("press", "staff/desk@north")),
        ("Groups: press", ("press",)),
        ("author: Ann", None),
        ("params:\n  groups: press", None),
    ],
)
def test_front_matter_says_who_may_see_it(tmp_path, said, expected):
    (found,) = documents(markdown(tmp_path / "barges.md", said))
    assert found.groups == expected


MALFORMED = ["groups:", "groups: []", "groups: ''", "groups: ','", "groups: [press, '']", "groups: {press: 1}",
             "groups: true", "groups: 7", "groups: [7]", "groups: press board", "groups: -press", "groups: pressé",
             f"groups: {'p' * 101}", "groups: [press", "groups: press\n  bad: ["]  # fmt: skip


@pytest.mark.parametrize("said", MALFORMED)
def test_malformed_groups_reject_the_article_and_withdraw_it(tmp_path, said):
    (found,) = documents(markdown(tmp_path / "barges.md", said))
    assert isinstance(found, Rejected)
    assert found.withdraws
    assert found.entry == ""
    assert "groups" in found.reason
    assert "; " in found.reason
    assert "\n" not in found.reason


@pytest.mark.parametrize(
    "head", ["---\ngroups: press\n\n", "+++\ngroups = 'press'\n", "\n---\n'groups' : press\n---\n"]
)
def test_groups_in_front_matter_that_is_none_are_not_overlooked(tmp_path, head):
    (found,) = documents(write(tmp_path / "barges.md", head + BARGES))
    assert isinstance(found, Rejected)
    assert found.withdraws


def test_prose_about_groups_is_no_statement(tmp_path):
    (found,) = documents(write(tmp_path / "groups.md", f"# Barges\n\ngroups: of barges.\n\n{BARGES}"))
    assert found.groups is None


def test_each_record_of_a_file_says_it_for_itself(tmp_path):
    said = {"list": ["b", "a"], "text": "a, b", "none": [], "null": None, "odd": ["a", 1]}
    lines = [{"id": "open"}, *({"id": name, "groups": groups} for name, groups in said.items())]
    path = write(tmp_path / "feed.jsonl", "\n".join(json.dumps(line | {"text": BARGES}) for line in lines))
    found = documents(path)
    assert [each.groups for each in found[:3]] == [None, ("a", "b"), ("a", "b")]
    assert [(each.entry, each.withdraws) for each in found[3:]] == [("none", True), ("null", True), ("odd", True)]
    assert [each.where for each in found[3:]] == [f"{path} line {number}" for number in (4, 5, 6)]


def test_the_most_specific_statement_holds(tmp_path):
    place = tmp_path / "news" / "deep" / "er"
    plain = write(place / "plain.txt", BARGES)
    own = markdown(place / "own.md", "groups: own")
    assert documents(plain)[0].groups is None
    write(tmp_path / "news" / FILE, "# who\nfolder  # all of it\n\n")
    assert documents(plain)[0].groups == ("folder",)
    write(tmp_path / "news" / "deep" / FILE, "\ufeffdeep\r\nother")
    assert documents(plain)[0].groups == ("deep", "other")
    write(place / "plain.txt.groups", "beside\n")
    assert documents(plain)[0].groups == ("beside",)
    assert documents(own)[0].groups == ("own",)
    assert documents(write(tmp_path / "news" / "near.txt", BARGES))[0].groups == ("folder",)


@pytest.mark.parametrize("text", ["", "# nobody\n", "press, board\n", "two words\n", "\x00", "p" * 101, "a\n" * 60_000])
@pytest.mark.parametrize("where", [FILE, "plain.txt.groups"])
def test_a_malformed_statement_beside_a_file_rejects_what_says_nothing_itself(tmp_path, where, text):
    plain, own = write(tmp_path / "plain.txt", BARGES), markdown(tmp_path / "plain.md", "groups: own")
    statement = write(tmp_path / where, text)
    (found,) = documents(plain)
    assert isinstance(found, Rejected)
    assert found.withdraws
    assert str(statement) in found.reason
    assert documents(own)[0].groups == ("own",)


def test_a_statement_that_cannot_be_read_is_malformed(tmp_path):
    plain = write(tmp_path / "plain.txt", BARGES)
    for make in (lambda at: at.mkdir(), lambda at: at.symlink_to("gone"), lambda at: at.write_bytes(b"\xff\xfe\xfd")):
        make(tmp_path / FILE)
        assert isinstance(documents(plain)[0], Rejected)
        (tmp_path / FILE).rmdir() if (tmp_path / FILE).is_dir() else (tmp_path / FILE).unlink()
    assert documents(plain)[0].groups is None


def test_what_cannot_be_read_again_is_withdrawn_where_not_everyone_may_see(tmp_path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    assert not documents(broken)[0].withdraws
    write(tmp_path / FILE, "press")
    assert documents(broken)[0].withdraws


def test_statements_are_no_articles_and_a_change_of_one_is_a_change_of_the_file(tmp_path):
    plain = write(tmp_path / "plain.txt", BARGES)
    states = [state_of(plain)]
    for name, text in ((FILE, "press"), (FILE, "board"), (FILE, ""), ("plain.txt.groups", "press")):
        write(tmp_path / name, text)
        states.append(state_of(plain))
    assert len(set(states)) == 4  # the folder's press is the file's own press
    assert find_files([tmp_path]) == ([plain.resolve()], 0)


@given(st.lists(st.text(max_size=20) | st.from_regex(r"[a-z][a-z/@:]{0,9}", fullmatch=True), max_size=4))
def test_groups_are_sorted_and_each_is_a_name_or_there_are_none(names):
    if names and all(map(is_group, names)):
        assert groups_in(names) == tuple(sorted(set(names)))
    else:
        with pytest.raises(BadGroups):
            groups_in(names)


def test_a_path_without_statements_has_none(tmp_path):
    assert stated_for(tmp_path / "a" / "b.txt") is None
    assert isinstance(documents(write(tmp_path / "b.txt", BARGES))[0], Document)


def test_an_old_index_is_everyones_until_its_files_are_indexed_again(tmp_path):
    catalog = shelve(tmp_path / "index", [article_of("barges", "Barges", BARGES)])
    assert Catalog.open(tmp_path / "index").article("barges", frozenset()).groups == ()
    assert catalog.connection.execute("SELECT hidden, audience FROM articles").fetchall() == [(0, 0)]
