import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Article, Dropped, Passage, sha256_of


def article_of(text, dropped=()):
    return Article("a", "A headline", text, sha256_of(text), dropped=tuple(dropped))


@st.composite
def texts_with_dropped(draw):
    text = draw(st.text(max_size=200))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, [Dropped(start, end, "other") for start, end in pairs]


@given(texts_with_dropped())
def test_no_character_is_lost_between_kept_and_dropped(drawn):
    text, dropped = drawn
    article = article_of(text, dropped)
    stretches = sorted([(span.start, span.end) for span in article.kept] + [(d.start, d.end) for d in dropped])
    assert "".join(text[start:end] for start, end in stretches) == text
    assert all(earlier[1] <= later[0] for earlier, later in itertools.pairwise(stretches))


@given(st.text(min_size=1, max_size=80), st.data())
def test_narrowing_a_passage_keeps_counting_from_the_articles_first_character(text, data):
    article = article_of(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    passage = article.passage(start, end)
    inner = data.draw(st.integers(0, end - start))
    narrowed = passage.within(inner, end - start)
    assert narrowed.text == passage.text[inner:]
    assert narrowed.text == text[narrowed.start : narrowed.end]


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (0, 6), (3, 2)])
def test_a_passage_cannot_lie_outside_its_article(start, end):
    with pytest.raises(ValueError, match="does not lie in article a"):
        Passage(article_of("words"), start, end)


def test_offsets_count_code_points_not_bytes_or_utf16_units():
    article = article_of("😀 é “quoted”")
    assert article.passage(4, 12).text == "“quoted”"
