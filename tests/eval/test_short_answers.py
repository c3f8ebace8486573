"""Against the official SQuAD 2.0 script's steps, written out by hand for each pair."""

import pytest

from eval.questions import Question
from eval.results import judge_quote
from eval.short_answers import exact_match, normalised, token_f1
from rag.answers import Quote


@pytest.mark.parametrize(
    ("said", "golds", "exact", "f1"),
    [
        # "cat sat" against "cat sat": the same once the article, the capital and the full stop are gone.
        ("The cat sat.", ["cat sat"], 1, 1),
        # 7062 offences / 7062: the comma goes; one word of two, one of one: 2 * 1 / (2 + 1).
        ("7,062 offences", ["7062"], 0, 2 / 3),
        # ann lee of nspcc / ann lee: 2 * 2 / (4 + 2); against "bo ek" 0; the better one counts.
        ("Ann Lee of the NSPCC", ["Bo Ek", "Ann Lee"], 0, 2 / 3),
        # new new york / new york new: the same words, each as often, in another order.
        ("new new York", ["new York new"], 0, 1),
        # new new york / new york city: "new" is common once: 2 * 2 / (3 + 3).
        ("new new York", ["New York City"], 0, 2 / 3),
        # Nothing is left of "the", and nothing of "a": in SQuAD 2.0 no words match no words.
        ("the", ["A."], 1, 1),
        ("the", ["cat"], 0, 0),
        ("", ["cat"], 0, 0),
        # Only ASCII punctuation goes: the curly mark stays on its word.
        ("“cat”", ["cat"], 0, 0),
    ],
)
def test_five_cases_and_the_odd_ones_by_hand(said, golds, exact, f1):
    assert (exact_match(said, golds), token_f1(said, golds)) == (exact, pytest.approx(f1))


def test_articles_go_as_words_and_punctuation_without_a_gap():
    assert normalised("An anthem, a the\tAnt: the-re U.S.") == ["anthem", "ant", "there", "us"]


def test_the_short_answer_is_what_counts_and_the_quote_where_there_is_none(quoting):
    asked = Question("q", "?", articles=("offences",), answers=("7,062",))
    quote, answer = quoting("offences", "Police recorded 7,062 offences"), quoting("offences", "7,062")
    assert judge_quote(asked, Quote(quote, 1.0, answer=answer)).exact == 1
    whole = judge_quote(asked, Quote(quote, 1.0))
    assert (whole.exact, whole.f1) == (0, pytest.approx(2 * 1 / (4 + 1)))
    assert judge_quote(Question("q", "?", articles=("offences",)), Quote(quote, 1.0)).exact is None


def test_the_overlap_is_by_place_and_not_by_likeness(quoting):
    asked = Question("q", "?", articles=("offences", "earlier"), quotes=("Police recorded 7,062 offences",))
    same = judge_quote(asked, Quote(quoting("offences", "Police recorded 7,062 offences"), 1.0))
    more = judge_quote(asked, Quote(quoting("offences", "recorded 7,062 offences in 2023"), 1.0))
    alike = judge_quote(asked, Quote(quoting("earlier", "Police recorded 6,350 offences"), 1.0))
    # Words: police, recorded, 7, 062, offences; and recorded, 7, 062, offences, in, 2023.
    assert (same.overlap, more.overlap, alike.overlap) == (1, pytest.approx(2 * 4 / (5 + 6)), 0)


def test_a_speaker_may_have_an_office_but_must_be_the_one(quoting):
    asked = Question("q", "?", articles=("offences",), speakers=("Ann Lee",))
    quote = quoting("offences", "Police recorded 7,062 offences")
    for speaker, right in (
        (quoting("offences", "said Ann Lee"), True),
        (quoting("offences", "Police"), False),
        (None, False),
    ):
        assert judge_quote(asked, Quote(quote, 1.0, speaker=speaker)).speaker_right is right
