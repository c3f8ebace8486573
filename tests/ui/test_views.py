"""The pieces that the page draws are the article again, and marks are where the offsets say."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answers import Answer, Provenance, Quote
from tests.ui.small_collection import ANSWERS, ARTICLES, GROOMING, HOSTILE, article_of, ask
from ui.views import CERTAINTIES, Mark, answer_view, certainty, pieces


def joined(parts):
    return "".join(piece["text"] for piece in parts)


@given(st.text(min_size=1), st.data())
def test_pieces_joined_are_the_stretch_and_a_mark_covers_just_its_own(text, data):
    spot = st.integers(0, len(text))
    article = article_of("a", text)
    spans = [sorted(data.draw(st.tuples(spot, spot))) for _ in range(3)]
    start, end = sorted(data.draw(st.tuples(spot, spot)))
    parts = pieces(article, start, end, [Mark(*span, "quote", number) for number, span in enumerate(spans)])
    assert joined(parts) == text[start:end]
    for number, (left, right) in enumerate(spans):
        marked = joined(piece for piece in parts if number in piece["quotes"])
        assert marked == text[max(left, start) : min(right, end)]


@pytest.mark.parametrize("word", [word for word in ANSWERS if ANSWERS[word]])
def test_quotes_and_articles_are_shown_to_the_letter(word):
    answer = ask(word)
    view = answer_view(answer)
    assert [joined(quote["pieces"]) for quote in view["quotes"]] == [quote.passage.text for quote in answer.quotes]
    assert [joined(passage["pieces"]) for passage in view["closest"]] == [passage.text for passage in answer.closest]
    for article in view["articles"]:
        assert joined(article["pieces"]) == ARTICLES[article["article_id"]].text


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_short_answer_is_marked_inside_the_quote_and_the_article(kind):
    view = answer_view(ask(kind))
    for parts in (view["quotes"][0]["pieces"], view["articles"][0]["pieces"]):
        assert joined(piece for piece in parts if piece["answer"]) == HOSTILE[kind][3:9]
    assert joined(piece for piece in view["articles"][0]["pieces"] if piece["quotes"]) == HOSTILE[kind]
    assert view["quotes"][0]["speaker"] == HOSTILE[kind][:12]


def test_dropped_stretches_keep_their_reason():
    article = answer_view(ask("grooming"))["articles"][0]
    dropped = [(piece["text"], piece["dropped"]) for piece in article["pieces"] if piece["dropped"]]
    assert dropped[0] == ("Skip to content\n", "navigation")
    assert joined(article["pieces"]) == GROOMING


def test_quotes_of_one_article_share_its_number():
    view = answer_view(ask("grooming"))
    assert [quote["number"] for quote in view["quotes"]] == [1, 1, 2]
    assert len(view["articles"]) == 2


@given(st.floats(0, 1))
def test_a_likelier_answer_is_never_put_in_weaker_words(confidence):
    order = [words for _, words in CERTAINTIES]
    assert order.index(certainty(confidence)) >= order.index(certainty(min(1.0, confidence + 0.1)))


def test_certainty_has_the_ipccs_bounds():
    assert [certainty(one) for one in (1.0, 0.9, 0.89, 0.66, 0.65, 0.0)] == [
        "very_likely", "very_likely", "probable", "probable", "possible", "possible",
    ]  # fmt: skip


def test_an_abstention_is_not_certain_of_anything():
    assert answer_view(ask("tiktok"))["certainty"] is None


@pytest.mark.parametrize("word", ["grooming", *HOSTILE])
def test_a_reference_has_the_exact_words_and_where_they_stand(word):
    answer = ask(word)
    for quote, view in zip(answer.quotes, answer_view(answer)["quotes"], strict=True):
        (reference,) = json.loads(view["csl"])
        said = reference["custom"]
        assert said["quotation"] == quote.passage.text
        assert ARTICLES[reference["id"]].text[said["start"] : said["end"]] == said["quotation"]
        assert reference["title"] == quote.passage.article.title
        assert None not in reference.values()


@pytest.mark.parametrize(
    ("answer", "number", "percent"),
    [("7,062", 7062, False), ("about 12 per cent", 12, True), ("48%", 48, True), ("£3 million", 3e6, False)],
)
def test_a_figure_has_its_place_on_a_plot(answer, number, percent):
    assert view_of(answer)["value"] == {"number": number, "percent": percent}


@pytest.mark.parametrize("answer", ["1 November 2024", "Ruth Calloway", "2023-24"])
def test_a_date_or_a_name_has_no_place_on_a_plot(answer):
    assert view_of(answer)["value"] is None


def view_of(answer):
    article = article_of("a", f"It was {answer} in all.")
    quote = Quote(article.passage(0, len(article.text)), 0.9, answer=article.passage(7, 7 + len(answer)))
    (view,) = answer_view(Answer("How many?", (quote,), 0.9, (), Provenance(1, "small", "small")))["quotes"]
    return view


def test_each_quote_of_an_article_has_its_own_link():
    first, second, third = answer_view(ask("grooming"))["quotes"]
    assert first["link"].startswith("https://news.example/grooming#:~:text=The%20charity")
    assert second["link"].startswith("https://news.example/grooming#:~:text=%E2%80%9CIt")
    assert third["link"] is None
    assert [quote["link"] for quote in ask("grooming").as_json()["quotes"]] == [first["link"], second["link"], None]
