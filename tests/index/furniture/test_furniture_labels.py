"""The floors that the labelled articles hold: see ``python -m eval.bench.furniture``."""

import pytest

from eval.bench.furniture import FOLDERS, labelled, shares
from eval.bench.pages import PAGES, from_html, from_text, marks, match, saved_pages
from index.articles import REASONS, gaps
from index.furniture import furniture
from tests.timing import unhurried


@pytest.mark.parametrize(("name", "dropped"), [("samples", 0.97), ("five", 0.97)])
def test_the_labelled_furniture_goes_and_the_articles_stay(name, dropped):
    if not FOLDERS[name].is_dir():
        pytest.skip(f"{FOLDERS[name]} is not here")
    found = shares(labelled(name))
    assert found.dropped >= dropped
    assert found.kept >= 0.995


@pytest.mark.parametrize("name", ["samples", "five"])
def test_every_label_lies_in_its_text(name):
    if not FOLDERS[name].is_dir():
        pytest.skip(f"{FOLDERS[name]} is not here")
    for article in labelled(name):
        assert {one.reason for one in article.gold} <= set(REASONS)
        assert all(0 <= one.start < one.end <= len(article.text) for one in article.gold)
        assert all(b > a for a, b in gaps(article.gold, len(article.text)))


def test_furniture_of_an_article_takes_three_milliseconds_at_most():
    text = "\n\n".join(article.text for article in labelled("samples"))[:5_000]
    assert unhurried(lambda: furniture(text), times=20) < 0.003


@pytest.mark.slow
@pytest.mark.skipif(not PAGES.exists(), reason="../shared is not here")
def test_saved_pages_keep_their_articles():
    pages = saved_pages("first")
    assert marks([match(page.body, from_html(page)) for page in pages]).f1 >= 0.975
    assert marks([match(page.body, from_text(page)) for page in pages]).f1 >= 0.93


def test_shingles_are_counted_as_the_benchmark_counts():
    half = match("one two three four five", "one two three four six")
    assert half == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert match("a b", "a b") == (1, 0, 0)
    assert marks([half]).f1 == pytest.approx(0.5)
