"""Rewording, over a small WordNet of the tests' own."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedders import bundled_folder
from rag.training.rewording import Thesaurus, WordVectors, reworded

LICENCE = "  1 This stands in for the licence.  \n"
#: Sets of synonyms by part of speech, and the senses of each word, the commonest first.
SETS = {
    "noun": [["price", "cost"], ["teacher", "instructor"], ["price", "reward", "bounty"], ["city", "metropolis"]],
    "verb": [["buy", "purchase"], ["solve", "resolve"]],
    "adj": [["big", "large"], ["hard(a)", "difficult", "New_York"]],
}


@pytest.fixture(scope="module")
def vectors():
    return WordVectors.of(bundled_folder())


@pytest.fixture(scope="module")
def thesaurus(tmp_path_factory, vectors):
    folder = tmp_path_factory.mktemp("wordnet")
    for part, sets in SETS.items():
        offsets = [f"{100 * (at + 1):08}" for at in range(len(sets))]
        lines = [
            f"{offset} 04 {part[0]} {len(words):02x} {' '.join(f'{word} 0' for word in words)} 000 | a gloss  \n"
            for offset, words in zip(offsets, sets, strict=True)
        ]
        (folder / f"data.{part}").write_text(LICENCE + "".join(lines), encoding="utf-8")
        lemmas = sorted({word.partition("(")[0] for words in sets for word in words if word.islower()})
        index = []
        for lemma in lemmas:
            held = [o for o, words in zip(offsets, sets, strict=True) if lemma in [w.partition("(")[0] for w in words]]
            index.append(f"{lemma} {part[0]} {len(held)} 0 {len(held)} 0 {' '.join(held)}  \n")
        (folder / f"index.{part}").write_text(LICENCE + "".join(index), encoding="utf-8")
    (folder / "verb.exc").write_text("bought buy\n", encoding="utf-8")
    return Thesaurus(folder, vectors)


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("price", ["cost"]),  # "bounty" is far in meaning
        ("teachers", ["instructors"]),
        ("purchased", []),  # "buy" has a form of its own
        ("buys", ["purchases"]),
        ("solving", ["resolving"]),
        ("large", ["big"]),
        ("difficult", ["hard"]),
        ("cities", ["metropolises"]),
        ("unheard", []),
    ],
)
def test_synonyms_come_in_the_same_inflection(thesaurus, word, others):
    assert thesaurus.synonyms(word) == others


def test_words_are_changed_and_names_figures_and_little_words_are_not(thesaurus):
    question = "What was the price of large teachers' Large Price in 1970, and the price?"
    found = reworded(question, thesaurus, random.Random(1), share=1.0)
    assert found == "What was the cost of big teachers' Large Price in 1970, and the cost?"


def test_words_of_several_pieces_have_a_vector(vectors):
    assert vectors.cosine("constabulary", "police") > vectors.cosine("constabulary", "lemon")
    assert vectors.cosine("price", "price") == pytest.approx(1, abs=1e-5)


@given(st.text(), st.integers())
def test_what_is_no_small_word_stays(thesaurus, question, seed):
    found = reworded(question, thesaurus, random.Random(seed))
    assert re.sub(r"[a-z]+", "", found) == re.sub(r"[a-z]+", "", question)
