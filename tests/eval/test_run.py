import dataclasses
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.metrics import LOWER_IS_BETTER
from eval.retrieval import NAMES
from eval.run import Aside, evaluate
from index.errors import ArticleChanged


def without_times(measures):
    return {name: value for name, value in measures.items() if " ms " not in name}


def test_an_oracle_is_perfect(questions, oracle):
    found = without_times(evaluate(questions, oracle, aside=Aside(unguarded=oracle)).total())
    # One question has two right articles, of which one can be first.
    for stage in ("", "read "):
        assert found.pop(f"{stage}recall@1") == pytest.approx((1 + 1 / 2 + 1) / 3)
    # Whole articles are quoted, so not just the gold words.
    assert 0 < found.pop("token overlap") < 1
    assert found.pop("characters quoted") > 0
    assert (found.pop("exact match"), found.pop("coverage")) == (0, 3 / 5)
    assert 0 < found.pop("token F1") < 1
    assert found.pop("AURC") == pytest.approx((1 / 4 + 2 / 5) / 5)  # the two least sure of five are wrong
    assert {name for name, value in found.items() if value == 0} == LOWER_IS_BETTER - {
        "AURC", "calibration error", "Brier",
    }  # fmt: skip
    unlooked = {name for name in NAMES if name.startswith(("keyword", "dense"))}
    assert {name for name, value in found.items() if value is None} == {
        *unlooked, "speaker right", "calibration error", "Brier",
    }  # fmt: skip
    assert {value for value in found.values() if value not in (0, None)} == {1}


def test_silence_has_its_known_values(questions, silent):
    found = without_times(evaluate(questions, silent, aside=Aside(unguarded=silent)).total())
    assert evaluate(questions, silent).total()["AURC"] is None  # what it kept back is not known
    spoken = ("verbatim rate", "citation right", "characters quoted", "selective risk", "calibration error", "Brier")
    unlooked = [name for name in NAMES if name.startswith(("keyword", "dense"))]
    for nothing_to_judge in (*spoken, "speaker right", *unlooked):
        assert found.pop(nothing_to_judge) is None
    assert found.pop("AUROC") == 0.5
    assert found.pop("AURC") == found.pop("answerable refused") == 1
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
