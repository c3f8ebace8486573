from datetime import date

import pytest

from index.articles import Article, sha256_of
from rag.answers import Quote
from rag.timeline import timeline


def quote(name, text, published):
    article = Article(name, name, text, sha256_of(text), published=published)
    return Quote(article.passage(0, len(text)), 0.9)


OLD = quote("old", "The helpline took 380 calls.", date(2019, 5, 1))
NEW = quote("new", "The helpline took 410 calls.", date(2024, 5, 1))
UNDATED = quote("undated", "The helpline took 300 calls.", None)
WORDS = quote("words", "The helpline took many calls.", date(2022, 5, 1))


def test_figures_of_several_articles_are_in_order_of_time_newest_first():
    assert timeline("How many calls did the helpline take?", [OLD, UNDATED, NEW, WORDS]) == (2, 0)


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("Who runs the helpline?", [OLD, NEW]),
        ("How many calls did the helpline take?", [NEW]),
        ("How many calls did the helpline take?", [NEW, UNDATED]),
        ("How many calls did the helpline take?", [NEW, NEW]),
        ("How many calls did the helpline take?", []),
    ],
)
def test_where_there_is_nothing_to_order_there_is_no_timeline(question, quotes):
    assert timeline(question, quotes) == ()


@pytest.mark.parametrize(
    "question",
    ["What share of cases named Snapchat?", "What was the total number of calls?", "What percentage were girls?",
     "How much did the night service cost?", "What was the yearly figure?"],
)  # fmt: skip
def test_these_ask_for_a_figure(question):
    assert timeline(question, [OLD, NEW]) == (1, 0)
