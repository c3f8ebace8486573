import pytest

from index.catalog import Catalog
from index.collection import Collection, summary
from index.indexer import index_paths
from index.kinship import story_of
from index.verify import verify

BODY = (
    "The old pier at Wexcombe will be rebuilt next spring, the harbour board said on Tuesday.\n\n"
    "The work will cost {cost} and take two years, and the ferry will leave from the north quay meanwhile.\n\n"
    "Storms broke the pier's landing stage in {month}, and it has been shut to walkers and anglers ever since.\n\n"
    "The board has asked the county for half of the money, and hopes to have an answer before the summer.\n\n"
    "Anglers, who have fished from the pier for a century, said that they were glad and would hold a party.\n"
)


def write(folder, name, *, source, day, title="Pier to be rebuilt", url="", cost="£4m", month="January", extra=""):
    head = f"---\ntitle: {title}\nsource: {source}\ndate: {day}\n" + (f"url: {url}\n" if url else "") + "---\n"
    (folder / "news").mkdir(exist_ok=True)
    (folder / "news" / f"{name}.md").write_text(head + BODY.format(cost=cost, month=month) + extra, encoding="utf-8")


def index(folder, **options):
    return index_paths([folder / "news"], folder / "index", embedder="hash-256", **options)


def found(folder, words="pier rebuilt cost"):
    """Which articles a search finds, by words and by vectors."""
    collection = Collection.open(folder / "index")
    by_words, by_vectors = collection.matching(words, 20), collection.nearest(words, 20)
    names = [{passage.article.id for _, passage in collection.locate(located)} for located in (by_words, by_vectors)]
    assert names[0] == names[1]
    return sorted(names[0])


def hides(folder):
    return summary(folder / "index")["hidden"]


@pytest.fixture
def updated(tmp_path):
    write(tmp_path, "first", source="The Ledger", day="2024-03-01", url="https://ledger.example/pier")
    write(tmp_path, "second", source="The Ledger", day="2024-03-02", url="https://ledger.example/pier?utm_source=x",
          cost="£5m")  # fmt: skip
    return tmp_path


def test_an_update_of_the_same_page_stands_for_the_older_version_which_stays_to_be_read(updated):
    index(updated)
    assert found(updated) == ["second"]
    assert hides(updated) == 1
    assert "£4m" in Catalog.open(updated / "index").article("first").text
    assert list(verify(updated / "index")) == []


def test_where_the_update_is_gone_the_older_version_answers_again(updated):
    index(updated)
    (updated / "news" / "second.md").unlink()
    index(updated, prune=True)
    assert found(updated) == ["first"]
    assert hides(updated) == 0


def test_an_update_that_comes_later_is_seen_by_a_collection_that_is_open(tmp_path):
    write(tmp_path, "first", source="The Ledger", day="2024-03-01")
    index(tmp_path)
    collection = Collection.open(tmp_path / "index")
    write(tmp_path, "second", source="The Ledger", day="2024-03-02", cost="£5m")
    index(tmp_path)
    located = collection.locate(collection.nearest("pier rebuilt cost", 5))
    assert {passage.article.id for _, passage in located} == {"second"}


def test_equal_articles_under_two_names_are_found_once(tmp_path):
    write(tmp_path, "one", source="The Ledger", day="2024-03-01")
    write(tmp_path, "two", source="The Ledger", day="2024-03-01")
    index(tmp_path)
    assert found(tmp_path) == ["one"]
    assert Collection.open(tmp_path / "index").copies("one") == ("two",)


def test_agency_copy_in_two_papers_is_one_story_earliest_first_and_both_are_found(tmp_path):
    write(tmp_path, "late", source="The Courier", day="2024-03-02", title="New pier for Wexcombe", extra="\nPA\n")
    write(tmp_path, "early", source="The Ledger", day="2024-03-01", month="the first days of January")
    index(tmp_path)
    assert found(tmp_path) == ["early", "late"]
    assert story_of(Catalog.open(tmp_path / "index"), "late").articles == ("early", "late")
    assert hides(tmp_path) == 0


def test_a_page_whose_story_is_another_each_day_hides_nothing(tmp_path):
    write(tmp_path, "pier", source="The Ledger", day="2024-03-01", url="https://ledger.example/today")
    (tmp_path / "news" / "swans.md").write_text(
        "---\ntitle: Swans are back\nsource: The Ledger\ndate: 2024-03-02\nurl: https://ledger.example/today\n---\n"
        "Forty swans have come back to the mill pond, a month late, wardens said. They wintered further south.\n",
        encoding="utf-8",
    )
    index(tmp_path)
    assert hides(tmp_path) == 0


def test_the_order_of_indexing_changes_nothing(tmp_path):
    write(tmp_path, "second", source="The Ledger", day="2024-03-02", cost="£5m")
    index(tmp_path)
    write(tmp_path, "first", source="The Ledger", day="2024-03-01")
    index(tmp_path)
    assert found(tmp_path) == ["second"]


@pytest.mark.parametrize("url", ["https://ledger.example/pier", ""])
@pytest.mark.parametrize("days", [(1, 2, 3), (1, 1, 1)])
def test_a_page_that_goes_back_to_what_it_had_said_is_still_found(tmp_path, url, days):
    for name, day, cost in zip("abc", days, ("£4m", "£5m", "£4m"), strict=True):
        write(tmp_path, name, source="The Ledger", day=f"2024-03-0{day}", url=url, cost=cost)
    index(tmp_path)
    assert found(tmp_path) == ["c" if days[2] == 3 else "b"]
    assert hides(tmp_path) == 2


@pytest.mark.parametrize("order", [("u9", "u10", "u11"), ("u11", "u10", "u9"), ("u10", "u11", "u9")])
def test_of_the_versions_of_one_day_the_same_one_stands_whichever_came_first(tmp_path, order):
    for name in order:
        more = {"u9": "", "u10": "Rain is forecast for the party.\n", "u11": "Snow is forecast for it.\n"}[name]
        write(tmp_path, name, source="The Ledger", day="2024-03-01", extra=more)
        index(tmp_path)
    assert found(tmp_path) == ["u10"]
    story = story_of(Catalog.open(tmp_path / "index"), "u11")
    assert (story.lead, story.superseded) == ("u10", {"u9", "u11"})


def test_of_more_copies_than_are_compared_one_is_found_whichever_came_first(tmp_path):
    names = [f"copy-{number:02}" for number in range(40)]
    for some in (names[2:], names[:1], names[1:2]):
        for name in some:
            write(tmp_path, name, source="The Ledger", day="2024-03-01")
        index(tmp_path)
    assert found(tmp_path) == ["copy-00"]


def test_an_article_without_an_address_may_be_kin_to_one_with(tmp_path):
    write(
        tmp_path, "early", source="The Ledger", day="2024-03-01", url="https://ledger.example/pier", month="early May"
    )
    write(tmp_path, "late", source="The Courier", day="2024-03-02", extra="\nPA\n")
    index(tmp_path)
    assert story_of(Catalog.open(tmp_path / "index"), "late").articles == ("early", "late")
