import datetime
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Article, sha256_of
from rag.coverage import missing, names_covered, words_covered
from tests.timing import unhurried

RIVER = (
    "The Fellside River Board (FRB) fined two farms on 3 October. The FRB said it had warned both.\n\n"
    "Sadiq Holm, who chairs it, wants five more wardens. Mr Holm said 12% of wells were foul in 2022-23.\n\n"
    "West Midlands Police helped. The Clean Rivers Act lets them; the Act is new. Scottish farms are exempt.\n\n"
    "“I have 1m litres to clean,” wrote the Met on Twitter last year."
)


def passages_of(text, *, cuts=None, title="A", published=None):
    article = Article("a", title, text, sha256_of(text), publisher="The Ledger", published=published)
    parts = [text.index(part) for part in cuts] if cuts else [0]
    return [article.passage(start, end) for start, end in zip(parts, [*parts[1:], len(text)], strict=True)]


@pytest.fixture
def river():
    """Each paragraph a passage."""
    cuts = ["The Fellside", "Sadiq", "West", "“I have"]
    return passages_of(RIVER, cuts=cuts, published=datetime.date(2023, 11, 1))


@pytest.mark.parametrize(
    "question",
    [
        "What did the Fellside River Board do?",
        "Whom did the FRB fine?",
        "Which wardens does Sadiq Holm want?",
        "Does Holm want 5 wardens?",
        "How many wells were foul in 2022/23?",
        "Were 12 per cent of wells foul?",
        "What happened on 3 Oct?",
        "What was said in November 2023?",
        "What was written on X in 2022?",
        "How many of the 1,000,000 litres did the Metropolitan Police clean?",
        "What does the Clean Rivers Act do?",
        "Are farms in Scotland exempt?",
        "what did the metropolitan police say?",
        "WHAT DID THE MET SAY?",
        "What does The Ledger say?",
        "I'm 25 and from the UK: may I fish?",
        "Which Chief Executive resigned?",
    ],
)
def test_what_is_mentioned_in_other_words_is_not_missing(question, river):
    assert missing(question, river) == ()


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("What did Ofcom do on TikTok?", ("Ofcom", "TikTok")),
        ("what did ofcom do on tiktok?", ("ofcom", "tiktok")),
        ("What did West Yorkshire Police do?", ("Yorkshire",)),
        ("What did Ada Brindle's board do?", ("Ada Brindle",)),
        ("What did Imran Holm want?", ("Imran",)),
        ("How many wells were foul in 2021-22?", ("2021-22",)),
        ("Were 15% of wells foul?", ("15%",)),
        ("What happened on 4 October?", ("4 October",)),
        ("Are Welsh farms exempt?", ("Welsh",)),
        ("What did Facebook say?", ("Facebook",)),
    ],
)
def test_what_nothing_mentions_is_missing_as_typed(question, absent, river):
    assert missing(question, river) == absent


def test_the_article_says_what_a_short_name_stands_for_but_mentions_nothing_for_its_passages(river):
    acronym, _, act, _ = passages_of(RIVER, cuts=["The FRB said", "Sadiq", "the Act is", "Scottish"])
    assert missing("What did the Fellside River Board say?", [acronym]) == ()
    assert missing("What did Sadiq Holm say?", [acronym]) == ("Sadiq Holm",)
    assert missing("What is the Clean Rivers Act?", [act]) == ()


def test_a_name_in_the_headline_is_mentioned():
    assert missing("What did Ofcom do?", passages_of("It fined a firm.", title="Ofcom fines firm")) == ()


def test_words_of_a_name_must_stand_together():
    far = passages_of("Ada " + "met some of the others there " * 9 + "Brindle.")
    assert missing("Who is Ada Brindle?", far) == ("Ada Brindle",)


def test_northern_ireland_is_not_ireland():
    assert missing("What about Ireland?", passages_of("He left Northern Ireland.")) == ("Ireland",)


def test_without_passages_every_key_is_missing():
    assert missing("What did Ofcom say in 2024?", []) == ("Ofcom", "2024")


def test_shares_of_names_and_words(river):
    second = river[1]
    assert names_covered("Did Holm or Brindle count 12%?", second) == pytest.approx(2 / 3)
    assert words_covered("Who wanted another warden?", second) == pytest.approx(2 / 3)
    assert names_covered("why?", second) == words_covered("why?", second) == 1.0
    assert names_covered("What does The Ledger say?", second, headed=False) == 0.0


WORDS = st.sampled_from(
    [
        "Who",
        "what",
        "did",
        "Ofcom",
        "the",
        "Met",
        "X",
        "US",
        "May",
        "2023-24",
        "1,000",
        "£2.5m",
        "12%",
        "Sadiq",
        "Khan",
        "of",
        "NCA",
        "Wales'",
        "Nov.",
        "5th",
        "five",
        "U.S.",
        "Möngke",
        "Barnardo's",
        "O’Brien",
        "Co-op",
        "Covid-19",
        "No",
        "10",
        "II",
        "1990s",
        "(NSPCC)",
        "and",
        "?",
        ".",
        "Tik",
        "Tok",
        "18th-century",
        "Act",
    ]
)


@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_nothing_of_a_question_is_missing_from_a_passage_that_repeats_it(question):
    assert missing(question, passages_of(f"He asked: {question}")) == ()


@given(st.text(max_size=60), st.text(max_size=200))
def test_any_text_has_shares_between_none_and_all(question, text):
    passage = passages_of(text)[0]
    assert 0 <= names_covered(question, passage) <= 1
    assert 0 <= words_covered(question, passage) <= 1
    assert all(absent in question for absent in missing(question, [passage]))


def test_thirty_passages_take_a_few_milliseconds_once_seen():
    passages = [passages_of(f"{RIVER} {number}")[0] for number in range(30)]
    question = "What did Ofcom and Sadiq Holm say about West Yorkshire Police in 2019?"
    assert unhurried(lambda: missing(question, passages), times=20) < 0.02


def test_real_articles_cover_what_they_are_asked(shared):
    article = next(iter(sorted((shared / "articles").glob("000_*.txt")))).read_text(encoding="utf-8")
    passages = passages_of(article)
    assert missing("How many does the NCA arrest?", passages) == ()
    assert missing("How many does the National Crime Agency arrest?", passages) == ()
    assert missing("How many does the FBI arrest?", passages) == ("FBI",)


@pytest.mark.parametrize("asked", ["NFC", "NFD"])
@pytest.mark.parametrize("written", ["NFC", "NFD"])
def test_an_accent_may_be_a_character_of_its_own(asked, written):
    """As macOS and some publishers write them."""
    passages = passages_of(unicodedata.normalize(written, "Aino Sääksjärvi of Málaga said that the forest was old."))
    for question in ("What did Sääksjärvi say?", "What is said in Málaga?", "What did Saaksjarvi say?"):
        assert missing(unicodedata.normalize(asked, question), passages) == ()
    assert missing(unicodedata.normalize(asked, "What did Väinö say?"), passages) != ()
