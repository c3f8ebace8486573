import pytest

from rag.acronyms import Definition
from rag.keys import keys_of


def texts(question):
    return [key.text for key in keys_of(question)]


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("How many calls were there in 2023-24?", ["2023-24"]),
        ("What did Sadiq Holm and Ada Brindle say?", ["Sadiq Holm", "Ada Brindle"]),
        ("What did Det Supt Ada Brindle say?", ["Ada Brindle"]),
        ("TikTok was named in how many cases?", ["TikTok"]),
        ("what did the nspcc say about snapchat?", ["nspcc", "snapchat"]),
        ("who met us at it?", []),
        ("Who told the US?", ["US"]),
        ("What Did Ofcom Say About Every Child Online", ["Ofcom"]),
        ("Which children rang?", []),
        ("May I ring in May?", ["May"]),
        ("What did Theresa May say?", ["Theresa May"]),
        ("Is a 14-year-old punished?", []),
        ("What are the 3 rules?", []),
        ("Who won season 3?", ["3"]),
        ("How many of the two hundred came?", ["two hundred"]),
        ("What did the Bank of Fellside say on Monday?", ["Bank of Fellside"]),
        ("What did the Government tell Parliament?", []),
        ("What did Meta's Instagram do?", ["Meta", "Instagram"]),
        ("Does AI-made art count?", ["AI"]),
    ],
)
def test_keys_are_names_and_figures(question, keys):
    assert texts(question) == keys


def test_a_definition_adds_the_other_way_of_writing():
    (key,) = keys_of("What did the FRB say?")
    known = key.defined([Definition("FRB", "Fellside River Board")])
    assert len(known.units[0].ways) == len(key.units[0].ways) + 1
    assert key.defined([Definition("ABC", "Any Body Corporate")]) is key
