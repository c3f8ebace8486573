from hypothesis import given
from hypothesis import strategies as st

from eval.excerpts import Mark, excerpt, pieces
from index.articles import Article, Span

TEXT = st.text(max_size=200)
OFFSET = st.integers(-5, 210)


def article_of(text):
    return Article("a", "A", text, "0")


@given(
    TEXT, st.lists(st.tuples(st.sampled_from("qag"), OFFSET, OFFSET), max_size=6), OFFSET, OFFSET, st.integers(0, 50)
)
def test_the_pieces_are_the_article_without_a_gap_whatever_is_marked(text, stretches, start, end, around):
    marks = [Mark(kind, Span(*sorted(ends))) for kind, *ends in stretches]
    low, high = (min(max(at, 0), len(text)) for at in sorted((start, end)))
    shown = excerpt(article_of(text), Span(low, high), marks, around).pieces
    assert (
        "".join(text[one.start : one.end] for one in shown) == text[shown[0].start : shown[-1].end] if shown else True
    )
    assert low == high or shown[0].start <= low < high <= shown[-1].end


@given(TEXT.filter(len), st.data())
def test_every_marked_character_is_in_a_piece_of_its_kind(text, data):
    ends = st.integers(0, len(text))
    marks = [Mark(kind, Span(*sorted(data.draw(st.tuples(ends, ends))))) for kind in ("quote", "gold")]
    found = list(pieces(Span(0, len(text)), marks))
    for kind, span in marks:
        marked = {at for one in found if kind in one.kinds for at in range(one.start, one.end)}
        assert marked == set(range(*span))


def test_what_is_around_begins_and_ends_between_words():
    text = "Swans nest early. The mayor counted forty swans. Nobody disagreed with her."
    start = text.index("counted")
    shown = excerpt(article_of(text), Span(start, start + 7), [Mark("quote", Span(start, start + 7))], around=8)
    assert [text[one.start : one.end] for one in shown.pieces] == ["mayor ", "counted", " forty"]
    assert [one.kinds for one in shown.pieces] == [(), ("quote",), ()]
    assert (shown.begins, shown.ends) == (False, False)


def test_overlapping_marks_are_cut_where_either_begins_or_ends():
    marks = [Mark("quote", Span(2, 6)), Mark("gold", Span(4, 8))]
    found = [(one.start, one.end, one.kinds) for one in pieces(Span(0, 10), marks)]
    assert found == [(0, 2, ()), (2, 4, ("quote",)), (4, 6, ("quote", "gold")), (6, 8, ("gold",)), (8, 10, ())]
