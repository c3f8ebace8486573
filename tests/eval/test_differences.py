import dataclasses
import json

import pytest
from click.testing import CliRunner

from eval.about import Asked, about
from eval.baseline import Baseline
from eval.commands import evaluate_command
from eval.differences import differences, merit, turned
from eval.questions import Question
from eval.results import Judged, Result
from eval.run import Evaluation, evaluate
from eval.runs import Run, write_run
from index.errors import QuotedeskError

RIGHT, WRONG = (Judged("a", 0, 1, 1.0, right=right) for right in (True, False))


def results_of(right, size=40):
    """``right`` of the questions are answered right, the rest wrong."""
    return [
        Result(Question(f"q{n:02}", "?", articles=("a",)), 0.9, quotes=(RIGHT if n < right else WRONG,),
               looked_behind=True, timings_ms={"total": float(n)})
        for n in range(size)
    ]  # fmt: skip


def changes(before, now):
    found = differences(Baseline.of(Evaluation.of(before)), Evaluation.of(now))
    return {change.measure: change for change in found}


def test_a_difference_beyond_chance_is_better_or_worse_and_lies_in_its_interval():
    found = changes(results_of(10), results_of(30))["first quote right"]
    assert (found.before, found.now, found.by, found.verdict) == (0.25, 0.75, 0.5, "better")
    assert found.interval.low < 0.5 < found.interval.high
    assert found.interval.low > 0
    found = changes(results_of(30), results_of(10))
    assert found["first quote right"].verdict == found["selective risk"].verdict == "worse"
    assert found["selective risk"].by == 0.5  # less is better


def test_a_difference_that_chance_may_explain_is_said_to_be_one():
    found = changes(results_of(20), results_of(22))["first quote right"]
    assert (found.verdict, found.p) == ("no telling", pytest.approx(0.5))
    assert changes(results_of(20), results_of(20))["first quote right"].verdict == "same"


def test_both_directions_are_equally_significant():
    lost, won = changes(results_of(30), results_of(24)), changes(results_of(24), results_of(30))
    assert lost["first quote right"].p == pytest.approx(won["first quote right"].p)
    assert lost["first quote right"].interval.low == pytest.approx(-won["first quote right"].interval.high)


def test_showing_what_is_wrong_is_worse_than_refusing():
    question, none = Question("q", "?"), Question("n", "?", answerable=False)
    worst_first = [
        Result(question, error="E"), Result(question, quotes=(WRONG,)), Result(question),
        Result(question, quotes=(WRONG, RIGHT)), Result(question, quotes=(RIGHT,)),
    ]  # fmt: skip
    assert [merit(result) for result in worst_first] == [0, 1, 2, 3, 4]
    assert [merit(Result(none, quotes=(WRONG,))), merit(Result(none))] == [1, 4]


def test_the_questions_that_turned_are_named_the_greatest_loss_first(questions, oracle, gossip):
    before, now = (evaluate(questions, one).results for one in (oracle, gossip))
    lost, won = turned(before, now)
    assert [turn.now.question.id for turn in lost] == ["q1", "q2", "q4", "q5"]
    assert won == []
    assert [turn.now.question.id for turn in turned(now, before)[1]] == ["q1", "q2", "q4", "q5"]


@pytest.fixture
def two_runs(tmp_path):
    for name, right in (("a", 30), ("b", 10)):
        evaluation = Evaluation.of(results_of(right))
        write_run(tmp_path / name, Run(about(Asked("q.jsonl", "0", 40), evaluation, {}, 1.0), evaluation))
    return tmp_path


def compared(*arguments):
    return CliRunner().invoke(evaluate_command, ["compare", *map(str, arguments)])


def test_compare_says_what_got_worse_and_which_questions_were_lost(two_runs):
    ran = compared(two_runs / "a", two_runs / "b")
    assert ran.exit_code == 0
    assert "20 questions lost, the worst first:\n  q10: right -> not retrieved: ?\n" in ran.stdout
    assert "0 questions won" in ran.stdout
    said = json.loads(compared(two_runs / "a", two_runs / "b", "--json").stdout)
    verdicts = {one["measure"]: one["verdict"] for one in said["measures"]}
    assert verdicts["first quote right"] == "worse"
    assert said["latency"]["total ms p50"] == [19.5, 19.5]
    assert (len(said["lost"]), said["won"]) == (20, [])


def test_runs_over_different_questions_are_refused_in_one_line(two_runs):
    results = results_of(10)
    results[3] = dataclasses.replace(results[3], question=dataclasses.replace(results[3].question, text="Another?"))
    evaluation = Evaluation.of(results)
    write_run(two_runs / "c", Run(about(Asked("q.jsonl", "0", 40), evaluation, {}, 1.0), evaluation))
    ran = compared(two_runs / "a", two_runs / "c")
    assert isinstance(ran.exception, QuotedeskError)
    assert "different question sets: 1 differ, first 'q03'" in str(ran.exception)


def test_the_other_commands_are_in_the_help_and_eval_itself_goes_on_as_before():
    shown = CliRunner().invoke(evaluate_command, ["--help"]).stdout
    assert "[OPTIONS] QUESTIONS" in shown
    assert all(f"\n  {name} " in shown for name in ("compare", "sweep"))
    assert "RUN_A RUN_B" in compared("--help").stdout
    assert CliRunner().invoke(evaluate_command, ["./compare"]).exit_code == 2  # a file, and no --index
