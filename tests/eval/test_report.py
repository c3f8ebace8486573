import dataclasses
import io
import json

import pytest
from rich.console import Console

from eval.about import Asked, about
from eval.report import make_folder, summary, write_report
from eval.run import evaluate
from eval.runs import Run
from eval.tables import print_tables
from index.errors import QuotedeskError

WRITTEN = {
    "run.json", "results.jsonl", "report.json", "qrels.trec", "run.fused.trec", "run.read.trec", "index.html",
    "junit.xml", "summary.md", "badge.svg", "recall.svg", "latency.svg", "risk-coverage.svg",
}  # fmt: skip


def run_of(evaluation):
    return Run(about(Asked("q.jsonl", "0", len(evaluation.results)), evaluation, {}, 1.0), evaluation)


def printed(evaluation, width=80):
    out = io.StringIO()
    print_tables(Console(file=out, width=width), evaluation)
    return out.getvalue()


def test_the_summary_has_every_measure_in_total_and_by_tag(questions, gossip):
    evaluation = evaluate(questions, gossip)
    found = summary(evaluation, ["a line"])
    assert json.loads(json.dumps(found)) == found
    assert (found["questions"], found["answerable"], found["unanswerable"]) == (5, 3, 2)
    assert (found["passed"], found["problems"]) == (False, ["a line"])
    assert found["index"] == {"generation": 1, "embedder": "none", "reader": "none"}
    assert found["measures"] == evaluation.total()
    assert found["tags"]["figure"]["questions"] == 3
    assert found["tags"]["figure"]["measures"].keys() == found["measures"].keys()


def test_the_report_has_a_line_a_question(tmp_path, questions, gossip):
    evaluation = evaluate(questions, gossip)
    write_report(tmp_path / "new" / "report", run_of(evaluation), summary(evaluation))
    lines = [json.loads(line) for line in (tmp_path / "new/report/results.jsonl").read_text("utf-8").splitlines()]
    assert [(line["id"], line["failure"]) for line in lines] == [
        ("q1", "not retrieved"),
        ("q2", "not retrieved"),
        ("q3", None),
        ("q4", "wrongly answered"),
        ("q5", "wrongly answered"),
    ]
    (quote,) = lines[2]["quotes"]
    assert [quote[name] for name in ("article_id", "start", "end", "score", "right")] == ["tool", 0, 32, 0.5, True]
    assert lines[2]["scores"]["MRR"] == lines[2]["scores"]["first quote right"] == 1
    assert json.loads((tmp_path / "new/report/report.json").read_text("utf-8")) == summary(evaluation)
    assert {path.name for path in (tmp_path / "new/report").iterdir()} == WRITTEN


@pytest.fixture
def many(questions, oracle):
    """Twenty-one questions, answered right and with full confidence."""
    asked = [dataclasses.replace(question, id=f"{question.id}-{n}") for question in questions[:3] for n in range(7)]
    return evaluate(asked, oracle)


def test_a_reliability_diagram_is_drawn_where_enough_is_answered(tmp_path, many, questions, gossip):
    found = summary(many)
    assert found["reliability"]["error_by_chance"] == 0
    only = {
        "confidence": 1.0,
        "right": 21,
        "questions": 21,
        "share": 1.0,
        "interval": pytest.approx([0.845, 1], abs=1e-3),
    }
    assert found["reliability"]["bins"] == [only]
    written = write_report(tmp_path, run_of(many), found)
    assert {path.name for path in written} == {*WRITTEN, "reliability.svg"}
    assert (tmp_path / "reliability.svg").read_text("utf-8").startswith("<svg ")
    few = evaluate(questions, gossip)
    assert summary(few)["reliability"] is None
    assert {path.name for path in write_report(tmp_path, run_of(few), summary(few))} == WRITTEN
    assert not (tmp_path / "reliability.svg").exists()


def test_a_folder_that_cannot_be_written_is_an_error_with_a_remedy(tmp_path, questions, silent):
    (tmp_path / "file").write_text("")
    with pytest.raises(QuotedeskError, match="give another folder"):
        make_folder(tmp_path / "file" / "report")
    (tmp_path / "results.jsonl").mkdir()
    evaluation = evaluate(questions, silent)
    with pytest.raises(QuotedeskError, match="cannot write"):
        write_report(tmp_path, run_of(evaluation), summary(evaluation))


def test_the_tables_show_the_figures_the_tags_and_what_went_wrong(questions, gossip):
    shown = printed(evaluate(questions, gossip))
    rows = [line.split() for line in shown.splitlines()]
    assert "5 questions, 2 of them unanswerable" in shown
    assert ["verbatim", "rate", "1.000", "1.000–1.000"] in rows
    assert ["near-miss", "1", "–", "–", "–", "–", "–", "1.000"] in rows
    assert "What went wrong: not retrieved 2, wrongly answered 2" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_what_is_not_measured_is_a_dash_and_a_perfect_run_says_nothing_went_wrong(questions, silent, oracle):
    assert ["verbatim", "rate", "–"] in [line.split() for line in printed(evaluate(questions, silent)).splitlines()]
    assert "What went wrong: nothing" in printed(evaluate(questions, oracle))


def test_less_than_one_is_never_shown_as_one(questions, oracle):
    evaluation = evaluate(questions, oracle)
    strayed = dataclasses.replace(evaluation.results[0], verbatim=(*[True] * 9999, False))
    scores = [
        score._replace(value=0.9999) if score[:2] == ("q1", "verbatim rate") else score for score in evaluation.scores
    ]
    shown = printed(dataclasses.replace(evaluation, results=(strayed, *evaluation.results[1:]), scores=tuple(scores)))
    assert "<1.000" in shown


def test_a_tag_is_not_markup(questions, silent):
    odd = dataclasses.replace(questions[0], tags=("[bold]odd[/x]",))
    assert "[bold]odd[/x]" in printed(evaluate([odd], silent), width=200)


def test_the_stages_have_a_table_of_their_own_with_whole_headings(questions, gossip):
    rows = [line.split() for line in printed(evaluate(questions, gossip)).splitlines()]
    assert ["stage", "recall@1", "recall@5", "recall@10", "success@1", "MRR", "nDCG@10"] in rows
    assert ["keyword", *"––––––"] in rows
    assert ["read", *["0.333"] * 6] in rows


def test_every_figure_has_its_interval_in_total_and_by_tag(questions, gossip):
    found = summary(evaluate(questions, gossip))
    assert found["intervals"].keys() == found["measures"].keys()
    low, high = found["intervals"]["first quote right"]
    assert low <= found["measures"]["first quote right"] <= high
    assert found["tags"]["near-miss"]["intervals"]["first quote right"] is None
