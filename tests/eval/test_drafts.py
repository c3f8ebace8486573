import datetime
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.drafts import drafted
from eval.near_misses import mentioned, near_misses
from eval.questions import Question, parse
from eval.templates import proposals, topic_of
from index.articles import Article, sha256_of

TEXT = (
    "Harbour wardens counted 1,204 stray fishing nets in 2021, the council says. The harbour wardens want more boats."
    "\n\n“We cannot pull nets out of the water with our bare hands any more,” said Mara Quill, who leads the harbour"
    " wardens in Dublin.\n\nSnapchat was where most of the nets were first reported."
)
HARBOUR = Article(
    "harbour", "Harbour wardens ask for boats", TEXT, sha256_of(TEXT), published=datetime.date(2022, 3, 1)
)


def records(number=20, seed=1, articles=(HARBOUR,)):
    return drafted(lambda: articles, number=number, seed=seed)


def test_the_topic_is_the_longest_run_of_the_headline_that_the_text_says_twice():
    assert topic_of(HARBOUR) == "Harbour wardens"
    assert topic_of(Article("a", "Nothing alike", TEXT, "")) is None


def test_every_template_gives_a_question_with_gold_where_the_article_has_it():
    found = {one.kind: one for one in proposals(HARBOUR)}
    assert {kind: one.question for kind, one in found.items()} == {
        "headline": "What is reported about Harbour wardens?",
        "quote": "What did Mara Quill say about Harbour wardens?",
        "figure": "How many stray fishing nets in 2021?",
        "when": "What is said about Harbour wardens in 2021?",
    }
    figure, quote = found["figure"], found["quote"]
    assert TEXT[slice(*figure.answer)] == "1,204"
    assert TEXT[slice(*quote.speaker)] == "Mara Quill"
    assert TEXT[slice(*quote.quote)].startswith("“We cannot pull nets")


def test_every_draft_is_a_draft_and_passes_the_check_of_question_sets():
    for record in records():
        question, problems = parse(record, "here")
        assert isinstance(question, Question)
        assert (problems, question.draft) == ((), True)
        assert all(quote in TEXT for quote in question.quotes)


def test_near_misses_ask_for_what_no_article_mentions():
    misses = [record for record in records() if not record["answerable"]]
    assert misses
    for record in misses:
        assert record["tags"] == ["near-miss"]
        assert "2021" not in record["question"]
        assert "articles" not in record


def test_a_place_or_platform_of_the_collection_is_never_put_in():
    known = mentioned([HARBOUR])
    for seed in range(60):
        swapped = list(near_misses("What happened on Snapchat in Dublin in 2021-22?", known, random.Random(seed)))
        assert len(swapped) == 3
        assert "2021-22" not in swapped[0]
        assert "Dublin" in swapped[0]
        assert "Snapchat" not in swapped[1]
        assert "Dublin" not in swapped[2]


def test_years_that_an_article_lets_be_reckoned_count_as_mentioned():
    assert {2021, 2022, 2023} <= mentioned([HARBOUR]).years
    assert {2018, 2019} <= mentioned([Article("a", "In 2018-19", "x", "")]).years


def test_the_same_seed_draws_the_same_and_never_too_many():
    many = [Article(f"a{n}", HARBOUR.title, TEXT.replace("1,204", str(1000 + n)), "") for n in range(9)]
    assert records(articles=many) == records(articles=many[::-1])
    assert len(records(number=3, articles=many)) <= 3


@given(st.text(max_size=300), st.text(max_size=40))
def test_gold_lies_in_the_article_whatever_it_says(text, title):
    article = Article("a", title, f"{text}\n{TEXT}\n{text}", "")
    for one in proposals(article):
        for span in (one.quote, one.answer, one.speaker):
            assert span is None or 0 <= span.start < span.end <= len(article.text)


@pytest.mark.parametrize("articles", [(), (Article("a", "", "", ""),)])
def test_nothing_is_proposed_of_nothing(articles):
    assert records(articles=articles) == []
