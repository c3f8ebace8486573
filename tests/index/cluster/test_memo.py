import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Article, Dropped, sha256_of
from index.cluster.memo import Memo, RememberingEmbedder, RememberingSplitter
from index.embedders import HashEmbedder
from index.splitter import Splitter

TEXTS = st.lists(st.text(max_size=40), max_size=8)


@given(before=TEXTS, texts=TEXTS)
def test_vectors_are_the_embedders_own_whatever_a_memo_knows(before, texts):
    memos = [Memo(), Memo()]
    embedder = RememberingEmbedder(HashEmbedder(), memos, HashEmbedder().embed_passages)
    embedder.embed_passages(before)
    np.testing.assert_array_equal(embedder.embed_passages(texts), HashEmbedder().embed_passages(texts))


def test_what_a_memo_knows_is_not_computed():
    memo = Memo()
    RememberingEmbedder(HashEmbedder(), [memo], HashEmbedder().embed_passages).embed_passages(["the lock", "the weir"])
    asked = []
    other = RememberingEmbedder(HashEmbedder(), [memo, Memo()], lambda texts: asked.append(texts) or 1 / 0)
    assert other.embed_passages(["the weir", "the lock"]).shape == (2, 256)
    assert asked == []


@given(header=st.text(max_size=30), text=st.text(max_size=400))
def test_windows_are_cut_where_the_embedder_cuts_them_and_header_and_text_are_told_apart(header, text):
    embedder = RememberingEmbedder(HashEmbedder(most_words=4), [Memo()], HashEmbedder().embed_passages)
    for _ in range(2):
        for one, other in ((header, text), (header + text, ""), ("", header + text)):
            assert embedder.windows(one, other) == HashEmbedder(most_words=4).windows(one, other)


def test_an_article_that_loses_a_stretch_is_split_anew():
    text = "The lock was closed. The weir was open. The keeper slept."
    whole = Article("a", "A", text, sha256_of(text))
    less = Article("a", "A", text, whole.sha256, dropped=(Dropped(0, 21, "other"),))
    splitter = RememberingSplitter(memos=[Memo()])
    for article in (whole, less, whole, less):
        assert splitter.split(article) == Splitter().split(article)
    assert splitter.split(whole) != splitter.split(less)
