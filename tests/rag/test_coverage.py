import pytest

from index.articles import Article, sha256_of
from rag.coverage import key_words, missing


def article_of(article_id, title, text):
    return Article(article_id, title, text, sha256_of(text))


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("How many grooming offences were recorded in 2023-24?", ("2023-24",)),
        ("What percentage of cases named TikTok?", ("TikTok",)),
        ("TikTok was named in how many cases?", ("TikTok",)),
        ("Who is Dr Ada Holm?", ("Ada", "Holm")),
        ("what did the nspcc say about snapchat?", ()),
        ("WHAT DID THE NSPCC SAY?", ()),
        ("Which children rang?", ()),
    ],
)
def test_key_words_are_names_and_numbers(question, keys):
    assert key_words(question) == keys


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("How many calls did the Fell helpline take in 2022-23?", ()),
        ("How many calls did the Fell helpline take in 2021-22?", ("2021-22",)),
        ("How many calls did the Fell helpline take in 2022/23?", ()),
        ("How many calls did the Fell helpline take in 2022?", ()),
        ("How many calls did the Glen helpline take?", ("Glen",)),
        ("What does Ms Holm want from the council in Brindle?", ()),
        ("What did Ofcom fine Snapchat?", ("Snapchat",)),
        ("Which calls came in May 2023?", ()),
        ("Were there 4120 calls?", ()),
        ("What does The Ledger say?", ()),
    ],
)
def test_missing_are_the_key_words_that_nothing_found_mentions(question, absent, hits):
    assert missing(question, [hit.passage for hit in hits]) == absent


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("They recorded 7 in the year to the end of March 2024.", True),
        ("They recorded 7 between April 2023 and March 2024.", True),
        ("They recorded 7 in the 12 months to March 2024.", True),
        ("They recorded 7 in March 2024.", False),
        ("They recorded 7 in the year to March 2023.", False),
    ],
)
def test_a_british_year_may_be_written_out(text, covered):
    passage = article_of("a", "A", text).passage(0, len(text))
    assert (missing("How many in 2023-24?", [passage]) == ()) == covered


def test_without_passages_every_key_word_is_missing():
    assert missing("What did Ofcom say in 2024?", []) == ("Ofcom", "2024")
