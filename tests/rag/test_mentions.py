import pytest

from index.articles import Article, sha256_of
from rag.keys import keys_of
from rag.mentions import Mentions, around, defined_around, within


def mentions(text):
    return Mentions.of(text, None)


@pytest.mark.parametrize(
    ("name", "text", "together"),
    [
        ("Ada Brindle", "Brindle, Ada: a warden", True),
        ("Ada Brindle", "Ada saw Brundle", False),
        ("Tik Tok", "on TikTok", True),
        ("FRB", "the Fellside River Board", True),
        ("Fellside River Board", "the FRB", True),
        ("Fellside River Board", "the Fellside road and a board", False),
        ("Möngke", "Mongke", True),
    ],
)
def test_together_is_the_whole_name_in_one_place(name, text, together):
    (key,) = keys_of(f"What is {name}?")
    assert mentions(text).together(key) == together


@pytest.mark.parametrize(
    ("text", "alone"),
    [("He saw Mr Brindle.", True), ("He saw Eve Brindle.", False), ("He saw brindle.", False), ("Nobody.", False)],
)
def test_a_part_stands_alone_where_it_is_in_no_other_name(text, alone):
    (key,) = keys_of("Who is Ada Brindle?")
    assert mentions(text).alone(key) == alone


def test_a_long_name_one_letter_off_is_corrected():
    (key,) = keys_of("Who is Felisde?")
    text = mentions("In Felside.")
    assert not text.together(key)
    assert text.together(text.corrected(key))
    assert mentions("In Glen.").corrected(key) is None


def test_a_passage_deep_in_a_very_long_article_has_its_surroundings():
    text = "word " * 60_000 + "The Fellside River Board (FRB) met."
    article = Article("a", "A", text, sha256_of(text))
    passage = article.passage(len(text) - 35, len(text))
    assert [one.short for one in defined_around(passage)] == ["FRB"]
    assert "frb" in within(passage).at
    assert "frb" in around(passage).at
