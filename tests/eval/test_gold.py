import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.gold import check_gold, holds_answer, is_right, occurrences
from eval.questions import Question
from index.articles import Article, Span, sha256_of
from index.errors import QuotedeskError


def asked(**gold):
    return Question("q", "?", place="set.jsonl:7", **gold)


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("Police recorded 7,062 offences in 2023-24, said Ann Lee.", True),  # contains the gold
        ("7,062", True),  # lies in it
        ("Police recorded", True),  # overlaps its start
        ("Police ", False),  # stops before it
        (" in 2023-24", False),  # begins after it
        ("Grooming is rising.", False),
    ],
)
def test_a_quote_is_right_when_it_shares_a_character_with_a_gold_quote(quoting, words, right):
    question = asked(articles=("offences",), quotes=("recorded 7,062 offences",))
    assert is_right(question, quoting("offences", words)) is right


def test_sharing_only_white_space_is_not_right(quoting):
    question = asked(articles=("offences",), quotes=(" Police",))
    assert not is_right(question, quoting("offences", "rising. "))


def test_every_occurrence_of_a_gold_quote_counts():
    article = Article("a", "A", "Yes. No. Yes.", sha256_of("Yes. No. Yes."))
    question = asked(articles=("a",), quotes=("Yes.",))
    assert [is_right(question, article.passage(at, at + 3)) for at in (0, 5, 9)] == [True, False, True]
    assert list(occurrences("aaa", "aa")) == [Span(0, 2), Span(1, 3)]


def test_an_answer_counts_only_in_a_gold_article_or_its_twin(quoting):
    question = asked(articles=("earlier",), answers=("6,350",))
    assert is_right(question, quoting("earlier", "recorded 6,350 offences"))
    assert not is_right(question, quoting("offences", "It was 6,350 before."))
    assert is_right(question, quoting("offences", "It was 6,350 before."), also_in=("earlier",))
    assert not is_right(question, quoting("earlier", "Police recorded"))


def test_without_gold_articles_an_answer_counts_anywhere(quoting):
    assert is_right(asked(answers=("6,350",)), quoting("offences", "It was 6,350 before."))


def test_either_a_gold_quote_or_a_gold_answer_will_do(quoting):
    question = asked(articles=("offences",), quotes=("Grooming is rising.",), answers=("6,350",))
    assert is_right(question, quoting("offences", "Grooming"))
    assert is_right(question, quoting("offences", "It was 6,350 before."))
    assert not is_right(question, quoting("offences", "said Ann Lee."))


def test_with_gold_articles_alone_any_quote_of_one_is_right(quoting):
    assert is_right(asked(articles=("tool",)), quoting("tool", "Report"))
    assert not is_right(asked(articles=("tool",)), quoting("earlier", "Police"))


def test_nothing_is_right_for_an_unanswerable_question(quoting):
    assert not is_right(asked(answerable=False, articles=("tool",)), quoting("tool", "Report"))


@pytest.mark.parametrize(
    ("text", "gold", "held"),
    [
        ("It was 7,062 then.", "7,062", True),
        ("It was 17,062 then.", "7,062", False),
        ("It was 7,062 then.", "062", False),
        ("It was 17.5 then.", "17", False),
        ("It was 17.", "17", True),
        ("It costs £17m.", "£17m", True),
        ("It costs £17m.", "17", False),
        ("WATCH TikTok", "watch tiktok", True),
        ("Ann\r\n  Lee said", "Ann Lee", True),
        ("Annalee said", "Ann", False),
        ("Was it (a.b)*?", "(a.b)*", True),
        ("axb", "a.b", False),
        ("It pays US$100 million.", "$100 million", True),
        ("1.Use it", "use", True),
        ("1.5 children", "5 children", False),
    ],
)
def test_an_answer_is_whole_words_in_any_case(text, gold, held):
    assert holds_answer(text, gold) is held


@given(st.text("ab .\n", min_size=1), st.data())
def test_any_stretch_of_an_article_is_gold_for_itself(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    article = Article("a", "A", text, sha256_of(text))
    right = is_right(asked(articles=("a",), quotes=(text[start:end],)), article.passage(start, end))
    assert right is bool(text[start:end].strip())


def test_gold_that_holds_passes(questions, articles):
    check_gold(questions, articles.get)


def test_a_gold_quote_its_article_no_longer_holds_names_the_line(articles):
    with pytest.raises(QuotedeskError, match=r"^set\.jsonl:7: no article of 'q' holds the gold quote 'recorded 9'; "):
        check_gold([asked(articles=("tool", "offences"), quotes=("7,062", "recorded 9"))], articles.get)


def test_an_unknown_article_names_the_line_and_counts_the_others(articles):
    gone = asked(articles=("gone", "lost"))
    with pytest.raises(QuotedeskError, match=r"^set\.jsonl:7: the index holds no article 'gone' \(and 1 more"):
        check_gold([gone], articles.get)


def test_gold_quotes_without_articles_are_left_unchecked(articles):
    check_gold([asked(quotes=("nowhere",))], articles.get)
