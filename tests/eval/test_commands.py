import dataclasses
import json
import subprocess
import sys
from types import ModuleType

import pytest
from click.testing import CliRunner

from eval.commands import evaluate_command
from index.errors import QuotedeskError
from rag.assistant import Assistant


@pytest.fixture
def question_file(tmp_path, questions):
    path = tmp_path / "questions.jsonl"
    lines = [dataclasses.asdict(question) | {"question": question.text} for question in questions]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


@pytest.fixture
def evaluated(monkeypatch, tmp_path, question_file):
    """Runs the command with an assistant in the place of the one in the index."""

    def evaluated(assistant, *options):
        opened = ModuleType("rag.opening")
        opened.open_assistant = lambda folder, reader: assistant
        opened.Assistant = Assistant
        monkeypatch.setitem(sys.modules, "rag.opening", opened)
        return CliRunner().invoke(evaluate_command, [str(question_file), "--index", str(tmp_path), *options])

    return evaluated


def test_a_good_run_prints_tables_and_exits_0(evaluated, oracle):
    ran = evaluated(oracle)
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert "recall@5" in ran.stdout


def test_json_is_all_there_is_on_standard_output(evaluated, oracle):
    found = json.loads(evaluated(oracle, "--json").stdout)
    assert found["passed"] is True
    assert found["measures"]["verbatim rate"] == 1


def test_wrong_offsets_exit_1_and_say_so(evaluated, shifted):
    ran = evaluated(shifted, "--json")
    assert ran.exit_code == 1
    assert ran.stderr.startswith("verbatim rate is below 1: 5 answers quote what no article holds, first 'q1' (")
    assert json.loads(ran.stdout)["measures"]["verbatim rate"] < 1


def test_a_failed_question_exits_1(evaluated, desk):
    ran = evaluated(desk(lambda text: 1 / 0, lambda text: [], lambda text: 0.0))
    assert ran.exit_code == 1
    assert "5 questions failed" in ran.stderr


def test_a_gate_that_is_not_met_exits_1_with_a_line_each(evaluated, gossip, tmp_path):
    gate = tmp_path / "gate.toml"
    gate.write_text('[floors]\nMRR = 0.3\nAUROC = 0.9\n[ceilings]\n"near-miss answered" = 0.5\n')
    ran = evaluated(gossip, "--gate", str(gate))
    assert ran.exit_code == 1
    assert ran.stderr.splitlines() == [
        "gate: AUROC is 0.5, its floor is 0.9; worst: 'q1', 'q2', 'q3'",
        "gate: near-miss answered is 1, its ceiling is 0.5; worst: 'q4'",
    ]


def test_a_gate_that_is_met_exits_0(evaluated, gossip, tmp_path):
    (tmp_path / "gate.toml").write_text("[floors]\nMRR = 0.3\n")
    assert evaluated(gossip, "--gate", str(tmp_path / "gate.toml")).exit_code == 0


def test_a_report_is_written_even_when_the_run_fails(evaluated, shifted, tmp_path):
    evaluated(shifted, "--report", str(tmp_path / "report"))
    found = json.loads((tmp_path / "report" / "report.json").read_text())
    assert found["passed"] is False
    assert len(found["problems"]) == 1


def test_what_was_written_is_named_but_not_in_the_json(evaluated, oracle, tmp_path):
    folder = tmp_path / "report"
    assert f"wrote {folder / 'report.json'}" in evaluated(oracle, "--report", str(folder)).stdout
    assert json.loads(evaluated(oracle, "--report", str(folder), "--json").stdout)["passed"] is True


def test_calibration_is_in_the_json_and_a_gate_may_bound_it(evaluated, oracle, question_file, tmp_path):
    line = json.loads(question_file.read_text().splitlines()[0])
    question_file.write_text("".join(json.dumps({**line, "id": f"q{n}"}) + "\n" for n in range(20)))
    gate = tmp_path / "gate.toml"
    gate.write_text('[ceilings]\n"calibration error" = 0.05\nBrier = 0.1\n')
    ran = evaluated(oracle, "--json", "--gate", str(gate))
    assert (ran.exit_code, ran.stderr) == (0, "")
    measures = json.loads(ran.stdout)["measures"]
    assert (measures["calibration error"], measures["Brier"]) == (0, 0)
    ran = evaluated(oracle, "--json", "--gate", str(gate), "--limit", "19")
    assert ran.stderr.splitlines()[0] == "gate: calibration error is not measured, its ceiling is 0.05"
    assert ran.exit_code == 1


def test_a_limit_asks_the_first_questions_only(evaluated, oracle):
    assert json.loads(evaluated(oracle, "--json", "--limit", "2").stdout)["questions"] == 2


def test_rotten_gold_is_an_error_before_anything_is_asked(evaluated, desk, question_file):
    question_file.write_text('{"id": "q", "question": "?", "articles": ["tool"], "quotes": ["gone"]}')
    ran = evaluated(desk(lambda text: 1 / 0, lambda text: [], lambda text: 0.0))
    assert isinstance(ran.exception, QuotedeskError)
    assert f"{question_file}:1: " in str(ran.exception)


def test_an_accepted_run_is_the_baseline_of_the_next(evaluated, oracle, question_file, tmp_path):
    line = json.loads(question_file.read_text().splitlines()[0])
    question_file.write_text("".join(json.dumps({**line, "id": f"q{n}"}) + "\n" for n in range(12)))
    baseline = tmp_path / "baseline.tsv"
    ran = evaluated(oracle, "--baseline", str(baseline), "--accept")
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert f"wrote {baseline}" in ran.stdout
    assert evaluated(oracle, "--baseline", str(baseline)).exit_code == 0
    silent = dataclasses.replace(oracle, quotes_of=lambda text: [])
    ran = evaluated(silent, "--baseline", str(baseline))
    assert ran.exit_code == 1
    assert [line.split(" over ")[0] for line in ran.stderr.splitlines()] == [
        "gate: first quote right went from 1 to 0",
        "gate: answerable refused went from 0 to 1",
    ]
    assert evaluated(silent, "--baseline", str(baseline), "--accept").exit_code == 0


def test_a_run_that_fails_is_not_accepted(evaluated, shifted, tmp_path):
    ran = evaluated(shifted, "--baseline", str(tmp_path / "baseline.tsv"), "--accept")
    assert ran.exit_code == 1
    assert not (tmp_path / "baseline.tsv").exists()


def test_drops_without_a_baseline_are_bad_usage(evaluated, oracle, tmp_path):
    (tmp_path / "gate.toml").write_text("[drops]\nMRR = 0.1\n")
    assert evaluated(oracle, "--gate", str(tmp_path / "gate.toml")).exit_code == 2
    assert evaluated(oracle, "--accept").exit_code == 2


def test_drafts_are_asked_only_when_that_is_said(evaluated, oracle, question_file):
    lines = [json.loads(line) for line in question_file.read_text().splitlines()]
    lines[0]["draft"] = True
    lines[1]["tags"].append("draft")
    question_file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    ran = evaluated(oracle, "--json")
    assert json.loads(ran.stdout)["questions"] == 3
    assert ran.stderr == "2 drafts are left out until they are accepted\n"
    assert json.loads(evaluated(oracle, "--json", "--with-drafts").stdout)["questions"] == 5


def test_a_set_of_drafts_alone_says_how_to_go_on(evaluated, oracle, question_file):
    question_file.write_text('{"id": "q", "question": "?", "answerable": false, "draft": true}')
    ran = evaluated(oracle)
    assert isinstance(ran.exception, QuotedeskError)
    assert "quotedesk questions accept" in ran.exception.fix


def test_a_report_is_a_run_that_can_be_the_baseline(evaluated, oracle, tmp_path):
    folder = str(tmp_path / "run")
    evaluated(oracle, "--report", folder)
    assert json.loads((tmp_path / "run/run.json").read_text())["questions"]["asked"] == 5
    assert evaluated(oracle, "--baseline", folder).exit_code == 0


def test_the_command_is_light_to_import():
    heavy = "{'numpy', 'torch', 'sklearn', 'matplotlib', 'ir_measures', 'rich', 'rag.assistant', 'index.collection'}"
    code = f"import sys, eval.commands; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
