import datetime
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.drafts import drafted
from eval.near_misses import mentioned, near_misses
from eval.questions import Question, parse
from eval.templates import name_of, proposals
from eval.topics import topic_of
from index.articles import Article, Span, sha256_of
from index.sentences import sentences

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


def topic(title, text):
    article = Article("a", title, text, "")
    found = topic_of(article, [span for kept in article.kept for span in sentences(text, kept.start, kept.end)])
    return found.phrase if found else None


def asked(text, title="Harbour wardens ask for boats"):
    return [one.question for one in proposals(Article("a", title, text, ""))]


def test_the_topic_is_the_longest_run_of_the_headline_that_the_text_uses_as_a_noun():
    assert topic(HARBOUR.title, TEXT) == "the harbour wardens"
    assert topic("Nothing alike", TEXT) is None


@pytest.mark.parametrize(
    ("title", "text", "found"),
    [
        ("Data shows nets", "New data shows that nets are lost. Data shows more.", None),
        ("Harbour Board believes in nets", "Ships sink, the Harbour Board believes.", "the Harbour Board"),
        ("Online net markets grow", "Many buy from an online net market. An online net market is a shop.", None),
        ("Net Act becomes law", "The Net Act received assent. Nets are lost.", "the Net Act"),
        ("Record nets", "Divers set a record. The record stands.", None),
        ("Dublin loses nets", "Nets were lost in Dublin. Dublin wants them back.", "Dublin"),
        ("UK nets lost", "Nets are lost in the UK every day. UK divers find the most in the UK.", "the UK"),
        ("Fewer nets last year", "Fewer nets were lost over the last year.", None),
    ],
)
def test_a_topic_is_written_as_in_the_middle_of_a_sentence(title, text, found):
    assert topic(title, text) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "Divers found that a net alone can drown a grown seal in an hour.",
        "The wardens saw 40 divers trained and 12 boats repaired at the yard.",
        "They freed 1,204 stray fishing nets every month, the council says.",
        "They freed 1,204 stray fishing nets last year, the council says.",
        "The rule asks that everyone over 19 cannot enter the water alone.",
    ],
)
def test_what_is_no_count_of_a_thing_gives_no_question(sentence):
    assert not [question for question in asked(sentence) if question.startswith("How many")]


def test_a_period_of_another_clause_is_not_said_of_the_topic():
    told = "The harbour wardens lost a boat after a law that passed in 2019 came in. We like the harbour wardens."
    assert "What is said about the harbour wardens in 2019?" not in asked(told)


@pytest.mark.parametrize(
    ("speaker", "name"),
    [
        ("Mara Quill, who leads the wardens", "Mara Quill"),
        ("Dr Mara Quill of the Harbour Institute", "Dr Mara Quill"),
        ("A Snapchat spokesperson", "A Snapchat spokesperson"),
        ("its policy director", None),
        ("survivors", None),
        ("the Minister for harbours and rivers and lakes and the sea", None),
    ],
)
def test_a_speaker_is_somebody_with_a_name(speaker, name):
    found = name_of(speaker, Span(0, len(speaker)))
    assert (speaker[slice(*found)] if found else None) == name


def test_every_template_gives_a_question_with_gold_where_the_article_has_it():
    found = {one.kind: one for one in proposals(HARBOUR)}
    assert {kind: one.question for kind, one in found.items()} == {
        "headline": "What is reported about the harbour wardens?",
        "quote": "What did Mara Quill say in the report about the harbour wardens?",
        "figure": "How many stray fishing nets were there in 2021?",
        "when": "What is said about the harbour wardens in 2021?",
    }
    figure, quote = found["figure"], found["quote"]
    assert TEXT[slice(*figure.answer)] == "1,204"
    assert TEXT[slice(*quote.speaker)] == "Mara Quill"
    assert TEXT[slice(*quote.quote)].startswith("“We cannot pull nets")


def test_a_question_has_every_stretch_that_answers_it_as_gold():
    more = f"{TEXT}\n\n“Nobody has lent us a boat since the pier burned,” said Mara Quill."
    found = records(articles=[Article("a", HARBOUR.title, more, "")])
    (quote,) = [record for record in found if record["tags"] == ["quote"]]
    assert len(quote["quotes"]) == 2


def test_figures_that_differ_and_figures_of_no_period_beside_one_with_it_are_no_questions():
    one, other = "Wardens counted 1,204 stray fishing nets.", "Wardens counted 1,300 stray fishing nets."
    dated = "Wardens counted 1,204 stray fishing nets in 2021."
    both = [Article("a", "", one, ""), Article("b", "", other, "")]
    assert records(articles=both) == []
    both = [Article("a", "", dated, ""), Article("b", "", other, "")]
    assert "How many stray fishing nets are reported?" not in [record["question"] for record in records(articles=both)]


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


def test_a_decade_is_no_year_to_swap():
    assert not list(near_misses("What did divers say in the late 1990s?", mentioned([HARBOUR]), random.Random(1)))


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
