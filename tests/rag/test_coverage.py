import pytest

from rag.coverage import key_words, missing


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


def test_without_passages_every_key_word_is_missing():
    assert missing("What did Ofcom say in 2024?", []) == ("Ofcom", "2024")
