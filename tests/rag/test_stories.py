from datetime import date

from index.articles import Article, sha256_of
from index.twins import Story
from rag.answers import Quote
from rag.stories import earliest_first, elsewhere

SENTENCE = "The work will cost £4m and take two years."


def quote(name, score, text=SENTENCE):
    article = Article(name, name, text, sha256_of(text), published=date(2024, 3, ord(name[0]) - 96))
    return Quote(article.passage(0, len(text)), score)


STORY = Story(("a", "b", "c"), "a", frozenset())


def story_of(name):
    return STORY if name in STORY.articles else None


def test_the_article_that_had_a_sentence_first_gives_it_with_the_best_ones_score():
    found = earliest_first([quote("c", 0.9), quote("x", 0.8), quote("a", 0.7), quote("b", 0.6)], story_of)
    assert [(one.passage.article.id, one.score) for one in found] == [("a", 0.9), ("x", 0.8), ("b", 0.7), ("c", 0.6)]


def test_a_corrected_figure_is_not_exchanged_for_the_first_one():
    candidates = [quote("c", 0.9, "The work will cost £5m and take two years."), quote("a", 0.7)]
    assert earliest_first(candidates, story_of) == candidates


def test_other_articles_are_named_earliest_first_and_copies_with_them():
    articles = {name: quote(name, 0.1).passage.article for name in "abcd"}
    shown = elsewhere(Quote(articles["b"].passage(0, 8), 0.9, also_in=("d", "a")), lambda _: ["c"], articles.get)
    assert shown.also_in == ("a", "c", "d")
