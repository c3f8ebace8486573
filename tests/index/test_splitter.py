import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles import Article, Dropped, sha256_of
from index.sentences import sentences
from index.splitter import Splitter, token_count
from tests.timing import unhurried

words = st.sampled_from(
    ["The", "charity", "said.", "Mr.", "£17m.", "“No,”", "she", "added.", "7,062", "\n\n", "\r\n", "U.S.", "…", "😀"]
)
prose = st.lists(words, max_size=120).map(" ".join) | st.text(max_size=300)


def article_of(text, dropped=()):
    return Article("a", "A", text, sha256_of(text), dropped=tuple(dropped))


@given(prose, st.integers(1, 60), st.integers(0, 2))
@settings(deadline=None)
def test_passages_are_verbatim_and_lose_no_word(text, tokens, overlap):
    article = article_of(text)
    passages = Splitter(tokens, overlap).split(article)
    covered = {at for passage in passages for at in range(passage.start, passage.end)}
    assert all(at in covered for at, character in enumerate(text) if not character.isspace())
    assert all(passage.text == text[passage.start : passage.end] for passage in passages)


@given(prose, st.integers(5, 60))
@settings(deadline=None)
def test_passages_are_whole_sentences_within_the_budget(text, tokens):
    spans = sentences(text)
    starts, ends = {span.start for span in spans}, {span.end for span in spans}
    for passage in Splitter(tokens).split(article_of(text)):
        assert passage.start in starts
        assert passage.end in ends
        alone = sum(passage.start <= span.start < passage.end for span in spans) == 1
        assert alone or token_count(passage.text) <= tokens


def test_neighbouring_passages_share_one_sentence():
    text = " ".join(f"Sentence number {number} says a little about it." for number in range(40))
    passages = Splitter(tokens=60).split(article_of(text))
    for earlier, later in itertools.pairwise(passages):
        assert earlier.end > later.start
        assert len(sentences(text, later.start, earlier.end)) == 1


def test_a_passage_never_spans_a_dropped_stretch():
    text = "The first half of it. Picture: Getty. The second half of it."
    passages = Splitter().split(article_of(text, [Dropped(22, 37, "caption")]))
    assert [passage.text for passage in passages] == ["The first half of it.", "The second half of it."]


def test_a_sentence_over_the_budget_is_a_passage_of_its_own_and_whole():
    long = "And " * 400 + "so on."
    passages = Splitter(tokens=50).split(article_of(f"Short one. {long} Short two."))
    assert [passage.text for passage in passages] == ["Short one.", long, "Short two."]


def test_a_hundred_thousand_letters_without_a_space_take_no_time():
    text = "a" * 100_000
    assert unhurried(lambda: token_count(text)) < 2
    assert token_count(text) > 1000
