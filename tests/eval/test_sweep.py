import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from eval.about import Asked, about
from eval.commands import evaluate_command
from eval.frontier import Measured, frontier_plot, on_frontier
from eval.run import evaluate
from eval.runs import Run, write_run
from eval.sweep import SETTINGS, Point, Task, assistant_at, finished, folder_of, grid, run_all, setting
from index.indexer import index_paths

SAID = Asked("q.jsonl", "0" * 64, 5)


@pytest.fixture
def question_lines(tmp_path):
    (tmp_path / "a.txt").write_text("Much rain fell in Oldbridge.\n")
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": "q", "question": "How much rain fell?", "answerable": true, "articles": ["a"]}\n')
    return path


def point(milliseconds, quality):
    return Measured(Point(Path(f"{milliseconds}-{quality}"), ()), quality, None, milliseconds)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("passages=6,8, 12", ("passages", (6, 8, 12))),
        ("threshold=0,0.5", ("threshold", (0.0, 0.5))),
        ("reader=trained,some/model", ("reader", ("trained", "some/model"))),
        ("quotes=1,1", ("quotes", (1,))),
    ],
)
def test_a_setting_is_a_name_and_its_values(written, found):
    assert setting(written) == found


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("colour=red", "'colour' is no setting; these are: passages"),
        ("passages", "passages has no values"),
        ("passages=", "passages has no values"),
        ("passages=2.5", "passages=2.5 is no whole number"),
        ("passages=0", "passages=0 must be 1 or more"),
        ("threshold=1.5", "threshold=1.5 must be from 0 to 1"),
        ("threshold=nan", "must be from 0 to 1"),
    ],
)
def test_a_setting_that_cannot_be_is_said_to_be(written, problem):
    with pytest.raises(ValueError, match=problem.replace("[", r"\[")):
        setting(written)


def test_the_grid_has_every_combination_in_order():
    found = grid([Path("one"), Path("two")], {"passages": (6, 8), "threshold": (0.3,)})
    assert [one.name for one in found] == [
        "one, passages=6, threshold=0.3", "one, passages=8, threshold=0.3",
        "two, passages=6, threshold=0.3", "two, passages=8, threshold=0.3",
    ]  # fmt: skip
    assert [one.name for one in grid([Path("one")], {})] == ["one"]


def test_a_folder_is_of_this_point_these_questions_and_this_state_of_the_index_alone():
    one, other = grid([Path("one")], {"passages": (6, 8)})
    names = {
        folder_of(one, SAID, "1"), folder_of(other, SAID, "1"), folder_of(one, SAID, "2"),
        folder_of(one, Asked("q.jsonl", "1" * 64, 5), "1"), folder_of(one, Asked("q.jsonl", "0" * 64, 4), "1"),
        *(folder_of(replace(one, groups=groups), SAID, "1") for groups in (frozenset(), frozenset({"staff"}))),
    }  # fmt: skip
    assert len(names) == 7
    assert folder_of(one, SAID, "1") == folder_of(one, SAID, "1")


def test_what_is_finished_is_not_run_again_and_what_was_broken_off_is(tmp_path, questions, gossip):
    evaluation = evaluate(questions, gossip)
    run = Run(about(SAID, evaluation, {}, 1.0), evaluation)
    write_run(tmp_path / "a", run)
    done = []
    nowhere = Point(tmp_path / "no index", ())  # asking it would raise
    found = list(run_all([Task(nowhere, questions, SAID, tmp_path / "a")], 1, lambda: done.append(1)))
    assert (found, len(done)) == ([(nowhere, run)], 1)
    (tmp_path / "a" / "results.jsonl").unlink()
    assert finished(tmp_path / "a") is None


def test_the_frontier_is_what_no_other_point_beats_in_both():
    points = [point(10, 0.5), point(20, 0.4), point(30, 0.7), point(30, 0.6), point(40, 0.7), point(10, 0.5)]
    found = on_frontier(points, lower_is_better=False)
    assert [(one.milliseconds, one.quality) for one in found if one.best] == [(10, 0.5), (10, 0.5), (30, 0.7)]
    found = on_frontier(points, lower_is_better=True)
    assert [(one.milliseconds, one.quality) for one in found if one.best] == [(10, 0.5), (10, 0.5), (20, 0.4)]


def test_the_frontier_is_drawn_with_a_number_for_each_point():
    drawing = frontier_plot(on_frontier([point(10, 0.5), point(20, 0.4)], lower_is_better=False), "MRR")
    assert ">1</text>" in drawing.svg
    assert ">2</text>" in drawing.svg
    assert frontier_plot((), "MRR") is None


@pytest.mark.parametrize(
    ("options", "problem"),
    [(["--set", "colour=red"], "is no setting"), (["--measure", "beauty"], "no measure is called"),
     (["--set", "quotes=1", "--set", "quotes=2"], "given twice"),
     (["--group", "staff", "--no-group"], "contradict each other")],
)  # fmt: skip
def test_bad_usage_is_exit_2(tmp_path, options, problem):
    given = ["sweep", "q.jsonl", "--index", str(tmp_path), "--out", str(tmp_path / "out"), *options]
    ran = CliRunner().invoke(evaluate_command, given)
    assert (ran.exit_code, problem in ran.output) == (2, True)


@pytest.mark.parametrize(
    ("said", "groups"), [([], None), (["--no-group"], frozenset()), (["--group", "staff"], frozenset({"staff"}))]
)
def test_every_point_is_asked_for_the_groups_that_are_given(tmp_path, monkeypatch, question_lines, said, groups):
    index_paths([tmp_path / "a.txt"], tmp_path / "index", embedder="hash-256")
    tried = []
    monkeypatch.setattr("eval.sweep.run_all", lambda tasks, jobs, done: tried.extend(tasks) or [])
    given = ["sweep", str(question_lines), "--index", str(tmp_path / "index"), "--out", str(tmp_path / "out")]
    CliRunner().invoke(evaluate_command, [*given, "--set", "quotes=1,2", *said])
    assert [task.point.groups for task in tried] == [groups, groups]


def test_the_groups_of_a_sweep_can_be_given_in_the_environment(monkeypatch):
    monkeypatch.setenv("QUOTEDESK_GROUP", "staff press")
    context = evaluate_command.make_context("eval", ["sweep", "q.jsonl", "--index", "i", "--out", "o"])
    assert context.params["groups"] == ("staff", "press")


def test_a_point_that_is_asked_for_nobody_does_not_see_what_is_for_a_group(tmp_path):
    (tmp_path / "a.md").write_text("---\ngroups: [staff]\n---\nMuch rain fell in Oldbridge, staff were told.\n")
    index_paths([tmp_path / "a.md"], tmp_path / "index", embedder="hash-256")
    point = Point(tmp_path / "index", ())
    seen = [assistant_at(replace(point, groups=groups)).article("a") for groups in (None, frozenset())]
    assert [article is not None for article in seen] == [True, False]


@pytest.mark.slow
def test_every_setting_reaches_the_assistant_that_is_served(sample_index):
    values = {"passages": 7, "hits": 9, "per-article": 2, "depth": 50, "dense-share": 0.7, "threshold": 0.1,
              "also": 0.9, "quotes": 1, "reader": "trained"}  # fmt: skip
    assert set(values) == set(SETTINGS)
    found = assistant_at(Point(sample_index, tuple(values.items())))
    retriever = found.retriever
    assert (retriever.k, retriever.per_article, retriever.depth, retriever.dense_share) == (9, 2, 50, 0.7)
    assert found.reader.passages == 7
    assert (found.floor, found.also, found.most) == (0.1, 0.9, 1)


@pytest.mark.slow
def test_a_sweep_of_the_samples_shows_its_frontier_and_can_be_taken_up_again(sample_index, tmp_path):
    questions = Path(__file__).resolve().parents[2] / "samples" / "questions.jsonl"
    given = ["sweep", str(questions), "--index", str(sample_index), "--set", "passages=2,12", "--limit", "3",
             "--out", str(tmp_path), "--jobs", "2", "--json"]  # fmt: skip
    ran = CliRunner().invoke(evaluate_command, given, catch_exceptions=False)
    said = json.loads(ran.stdout)
    assert sorted(one["point"]["passages"] for one in said["points"]) == [2, 12]
    assert "frontier" in (tmp_path / "index.html").read_text("utf-8")
    made = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*/results.jsonl")}
    assert len(made) == 2
    assert CliRunner().invoke(evaluate_command, given, catch_exceptions=False).stdout == ran.stdout
    assert {path: path.stat().st_mtime_ns for path in tmp_path.glob("*/results.jsonl")} == made
