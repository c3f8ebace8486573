import pytest

from index.catalog import Catalog
from index.indexer import index_paths
from index.verify import verify

SLOGAN = "Your valley, your news since 1911"
BODIES = {
    "bells": ("Bells ring again", "The bells of Fell church rang on Sunday, nine years after the fire. Ringers wept."),
    "swans": ("Swans are back", "Forty swans have come back to the mill pond. They wintered further south."),
    "ferry": ("Ferry to run late", "The last ferry will leave at midnight. Islanders had asked for it for years."),
}  # fmt: skip


def write(folder, name, title, body, *, source="Fell Gazette", slogan=SLOGAN):
    head = f"---\ntitle: {title}\nsource: {source}\n---\n"
    after = f"The council will meet about {name} again in June, it said on Monday.\n"
    (folder / f"{name}.md").write_text(f"{head}{body}\n\n{slogan}\n\n{after}", encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "news").mkdir()
    return tmp_path


def index(folder):
    index_paths([folder / "news"], folder / "index", embedder="hash-256")
    return {article.id: article for article in Catalog.open(folder / "index").articles()}


def dropped(article, words=SLOGAN):
    at = article.text.index(words)
    return any(one.start <= at < one.end for one in article.dropped)


def test_a_line_in_three_articles_of_a_publisher_is_dropped_in_all(folder):
    for name, (title, body) in BODIES.items():
        write(folder / "news", name, title, body)
    articles = index(folder)
    assert all(dropped(article) for article in articles.values())
    assert not any(dropped(article, BODIES[name][1][:20]) for name, article in articles.items())
    assert list(verify(folder / "index")) == []


def test_a_line_in_two_articles_or_of_several_publishers_stays(folder):
    for (name, (title, body)), source in zip(
        BODIES.items(), ["Fell Gazette", "Fell Gazette", "Hill Post"], strict=True
    ):
        write(folder / "news", name, title, body, source=source)
    assert not any(dropped(article) for article in index(folder).values())


def test_versions_of_one_story_are_no_evidence(folder):
    for number, day in enumerate(("one", "two", "three", "four")):
        title, body = BODIES["bells"]
        write(folder / "news", day, title, body + f" They rang {number} times.")
    assert not any(dropped(article) for article in index(folder).values())


def test_an_article_that_comes_later_is_judged_by_those_before_it(folder):
    for name, (title, body) in list(BODIES.items())[:2]:
        write(folder / "news", name, title, body)
    assert not any(dropped(article) for article in index(folder).values())
    title, body = BODIES["ferry"]
    write(folder / "news", "ferry", title, body)
    assert dropped(index(folder)["ferry"])
