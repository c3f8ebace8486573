from dataclasses import replace
from urllib.parse import unquote

import pytest

from index.articles import Article
from rag.answers import Answer, Provenance, Quote
from rag.citations import cite, text_fragment


def test_articles_are_numbered_in_order_of_first_quotation(helpline, fines):
    citations = cite([fines.passage(0, 38), helpline.passage(0, 77), fines.passage(39, 60)])
    assert [(one.number, one.article.id, len(one.passages)) for one in citations] == [
        (1, "fines", 2),
        (2, "helpline", 1),
    ]


def test_nothing_quoted_is_nothing_cited():
    assert cite([]) == ()


def test_a_link_opens_at_the_quote(fines, helpline):
    (citation,) = cite([fines.passage(0, 38)])
    assert (
        citation.link
        == "https://ledger.example/fines#:~:text=" + "Ofcom%20fined%20Blue%20Kite%20%C2%A31m%20in%20May%202024."
    )
    assert cite([helpline.passage(0, 10)])[0].link is None


@pytest.mark.parametrize(("start", "end"), [(0, 38), (0, 93)])
def test_a_fragment_says_the_words_of_the_quote(fines, start, end):
    assert unquote(text_fragment(fines.passage(start, end))) == "#:~:text=" + fines.text[start:end]


def test_a_quote_over_two_paragraphs_is_given_by_its_ends(helpline):
    fragment = text_fragment(helpline.passage(0, len(helpline.text)))
    assert unquote(fragment) == "#:~:text=The Fell helpline took 4,120 calls,council to open in Brindle too."
    assert "-" not in fragment.removeprefix("#:~:text=")


def test_each_quote_of_an_article_has_a_link_of_its_own_and_that_of_the_article_is_the_first(fines):
    first, second = Quote(fines.passage(0, 38), 0.9), Quote(fines.passage(39, 60), 0.8)
    said = Answer("How much?", (first, second), 0.9, (), Provenance(1, "e", "r")).as_json()
    links = [unquote(quote["link"]).partition(":~:text=")[2] for quote in said["quotes"]]
    assert links == [fines.text[0:38], fines.text[39:60].strip()]
    assert said["citations"][0]["link"] == said["quotes"][0]["link"]


def test_a_link_to_a_place_in_a_page_keeps_it_and_half_a_character_breaks_nothing(fines):
    placed = replace(fines, url="https://ledger.example/fines#rise")
    (citation,) = cite([placed.passage(0, 4)])
    assert citation.link.startswith("https://ledger.example/fines#rise:~:text=")
    assert "%3F" in text_fragment(Article("half", "Half", "one \ud800 two", "", url=None).passage(0, 9))
