import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Article, sha256_of
from index.embedders import bundled_tokenizer
from index.sentences import sentences
from rag.windows import CLS, MARKER, SEP, Windows

WORDS = st.sampled_from(
    [
        "Ofcom",
        "fined",
        "it",
        "£1.2m",
        "in",
        "2023-24",
        "naïve",
        "👩‍👩‍👧",
        "and",
        "a",
        "\u202eabc",
        "e\u0301",
        "x" * 70,
        "said.",
    ]
)
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=80).map(" ".join), min_size=1, max_size=8).map(". Then\n\n".join)


@pytest.fixture(scope="module")
def windows():
    return Windows(bundled_tokenizer(), most=96)


def passage_of(text):
    article = Article("a", "Fine for chat app", text, sha256_of(text))
    return article.passage(0, len(text))


def cut(windows, passage, question="Who was fined?"):
    title = windows.ids(passage.article.title)
    return list(windows.cut(windows.ids(question), title, windows.sentences(passage)))


@given(text=TEXTS)
def test_no_sentence_and_no_token_is_left_out(text):
    windows = Windows(bundled_tokenizer(), most=96)
    passage = passage_of(text)
    read = cut(windows, passage)
    tokens = {tuple(pair) for window in read for pair in window.offsets[window.offsets[:, 0] >= 0].tolist()}
    assert tokens == {tuple(pair) for sentence in windows.sentences(passage) for pair in sentence.offsets.tolist()}
    seen = {sentence.span for window in read for sentence in window.sentences}
    assert seen == set(sentences(text))


@given(text=TEXTS)
def test_every_window_fits_and_its_offsets_are_those_of_the_article(text):
    windows = Windows(bundled_tokenizer(), most=96)
    for window in cut(windows, passage_of(text)):
        assert len(window.ids) == len(window.offsets) <= 96
        assert window.ids[0] == CLS
        assert window.ids[-1] == SEP
        assert (window.ids[window.markers] == MARKER).all()
        for sentence, marker in zip(window.sentences, window.markers, strict=True):
            inside = window.offsets[marker + 1 : marker + 1 + len(sentence.ids)]
            assert (inside[:, 0] >= sentence.span.start).all()
            assert (inside[:, 1] <= sentence.span.end).all()
            assert (np.diff(inside[:, 0]) >= 0).all()


def test_neighbouring_windows_share_a_sentence(windows):
    text = " ".join(f"Sentence number {place} says that the force recorded more." for place in range(20))
    read = cut(windows, passage_of(text))
    assert len(read) > 2
    for one, other in itertools.pairwise(read):
        assert one.sentences[-1].span == other.sentences[0].span


def test_a_sentence_longer_than_a_window_is_read_in_pieces_that_overlap(windows):
    text = " ".join(f"word{place}" for place in range(120)) + "."
    read = cut(windows, passage_of(text))
    assert len(read) > 3
    assert {sentence.span for window in read for sentence in window.sentences} == {(0, len(text))}
    ends = [window.offsets[window.offsets[:, 0] >= 0] for window in read]
    assert all(one[-1, 0] > other[0, 0] for one, other in itertools.pairwise(ends))


def test_without_a_headline_there_is_no_empty_part(windows):
    passage = passage_of("Ofcom fined it.")
    empty = np.empty(0, dtype=np.int32)
    (window,) = windows.cut(windows.ids("Who?"), empty, windows.sentences(passage))
    assert window.ids.tolist().count(SEP) == 2


def test_a_question_too_long_leaves_room_for_the_passage():
    windows = Windows(bundled_tokenizer(), most=256)
    passage = passage_of("Ofcom fined it in May.")
    (window,) = cut(windows, passage, "why " * 500)
    assert len(window.sentences) == 1


def test_an_empty_passage_has_no_window(windows):
    assert cut(windows, passage_of("  \n ")) == []
