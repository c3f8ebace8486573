"""The pieces that the page draws are the article again, and marks are where the offsets say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.small_collection import ANSWERS, ARTICLES, GROOMING, HOSTILE, article_of, ask
from ui.views import Mark, answer_view, pieces


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
