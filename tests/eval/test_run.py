import dataclasses
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.run import evaluate
from index.errors import ArticleChanged


def without_times(measures):
    return {name: value for name, value in measures.items() if " ms " not in name}


def test_an_oracle_is_perfect(questions, oracle):
    assert without_times(evaluate(questions, oracle).total()) == {
        "recall@1": pytest.approx((1 + 1 / 2 + 1) / 3),  # one question has two right articles
        **dict.fromkeys(("recall@3", "recall@5", "recall@10", "success@1", "success@3", "MRR", "nDCG@10"), 1),
        **dict.fromkeys(("first quote right", "any quote right", "verbatim rate", "AUROC"), 1),
        **dict.fromkeys(("answerable refused", "unanswerable answered", "near-miss answered", "failed"), 0),
        **dict.fromkeys(("calibration error", "Brier")),  # too few answers to say
    }


def test_silence_has_its_known_values(questions, silent):
    found = without_times(evaluate(questions, silent).total())
    for nothing_to_judge in ("verbatim rate", "calibration error", "Brier"):
        assert found.pop(nothing_to_judge) is None
    assert found.pop("AUROC") == 0.5
    assert found.pop("answerable refused") == 1
    assert set(found.values()) == {0}


def test_who_always_answers_refuses_nothing(questions, gossip):
    found = evaluate(questions, gossip).total()
    assert (found["answerable refused"], found["unanswerable answered"], found["near-miss answered"]) == (0, 1, 1)
    assert found["first quote right"] == found["success@1"] == pytest.approx(1 / 3)
    assert (found["verbatim rate"], found["AUROC"]) == (1, 0.5)


def test_shifted_offsets_are_not_verbatim(questions, shifted):
    assert evaluate(questions, shifted).total()["verbatim rate"] == 0


@settings(max_examples=20, deadline=None)
@given(seed=st.integers())
def test_permuting_the_questions_changes_nothing(questions, gossip, oracle, seed):
    permuted = random.Random(seed).sample(questions, len(questions))
    for assistant in (gossip, oracle):
        one, other = evaluate(questions, assistant), evaluate(permuted, assistant)
        assert one.total() == other.total()
        assert one.by_tag() == other.by_tag()
        assert set(one.scores) == set(other.scores)
        assert [result.question for result in other.results] == permuted


def test_a_question_that_raises_is_counted_and_its_error_kept(questions, oracle):
    def stumble(text):
        if text == questions[0].text:
            raise ArticleChanged("article x no longer has its text", fix="index it again")
        return oracle.quotes_of(text)

    evaluation = evaluate(questions, dataclasses.replace(oracle, quotes_of=stumble))
    assert evaluation.results[0].error == "ArticleChanged: article x no longer has its text; index it again"
    found = evaluation.total()
    assert found["failed"] == 1 / 5
    assert found["recall@10"] == found["any quote right"] == pytest.approx(2 / 3)
    assert found["answerable refused"] == pytest.approx(1 / 3)
    assert found["AUROC"] == pytest.approx((2 + 2 + 1) / 6)


def test_figures_by_tag_are_those_of_its_questions_alone(questions, gossip):
    evaluation = evaluate(questions, gossip)
    alone = evaluate([question for question in questions if "figure" in question.tags], gossip)
    assert evaluation.tags == ("figure", "near-miss")
    assert evaluation.by_tag()["figure"] == alone.total()


def test_history_is_passed_on_and_progress_is_called_once_a_question(questions, oracle):
    heard, called = {}, []

    class Listener:
        article = staticmethod(oracle.article)

        def ask(self, question, *, history=(), today=None):
            heard[question] = history
            return oracle.ask(question)

    evaluate(questions, Listener(), lambda: called.append(1))
    assert heard["What takes images down?"] == ("What is grooming?",)
    assert len(called) == len(questions)


def test_no_questions_is_an_evaluation_too(silent):
    assert set(evaluate((), silent).total().values()) == {None}
