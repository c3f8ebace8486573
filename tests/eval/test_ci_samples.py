import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
CI = ROOT / "samples" / "ci"
CALL = "sh samples/ci/evaluate.sh"
#: What the script reads from the environment.
READ = set(re.findall(r'^: "\$\{(\w+):=', (CI / "evaluate.sh").read_text(), re.MULTILINE))


def test_the_github_workflow_calls_the_script_keeps_the_report_and_asks_for_little():
    found = yaml.safe_load((CI / "github.yml").read_text("utf-8"))
    assert found["permissions"] == {"contents": "read"}
    (job,) = found["jobs"].values()
    assert CALL in [step.get("run") for step in job["steps"]]
    assert set(job["env"]) <= READ
    (kept,) = [step for step in job["steps"] if "upload-artifact" in step.get("uses", "")]
    assert (kept["if"], kept["with"]["path"]) == ("always()", job["env"]["REPORT"])


def test_the_gitlab_job_calls_the_script_and_shows_its_test_cases():
    (job,) = yaml.safe_load((CI / "gitlab.yml").read_text("utf-8")).values()
    assert job["script"] == [CALL]
    assert set(job["variables"]) - {"PIP_CACHE_DIR"} <= READ
    assert job["artifacts"]["when"] == "always"
    assert job["artifacts"]["reports"]["junit"] == job["variables"]["REPORT"] + "/junit.xml"


def test_this_project_runs_the_same_script():
    assert "samples/ci/evaluate.sh" in (ROOT / "Makefile").read_text()
    assert "make eval" in (ROOT / ".ci" / "run").read_text()


def ran(folder, gate):
    (folder / "gate.toml").write_text(gate)
    lines = (ROOT / "samples" / "questions.jsonl").read_text("utf-8").splitlines()[:3]
    (folder / "questions.jsonl").write_text("\n".join(lines) + "\n")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "ARTICLES": str(ROOT / "samples" / "articles"),
        "QUESTIONS": "questions.jsonl",
        "GATE": "gate.toml",
        "GITHUB_STEP_SUMMARY": str(folder / "step.md"),
    }
    return subprocess.run(["sh", str(CI / "evaluate.sh")], cwd=folder, env=environment, check=False).returncode


@pytest.mark.slow
def test_the_script_passes_and_fails_with_the_gate_and_leaves_its_report_either_way(tmp_path):
    assert ran(tmp_path, '[floors]\n"recall@5" = 0.1\n[ceilings]\nfailed = 0.0\n') == 0
    assert (tmp_path / "step.md").read_text("utf-8").startswith("## Passed")
    assert ran(tmp_path, '[floors]\n"first quote right" = 1.1\n') == 1
    assert "## Failed" in (tmp_path / "step.md").read_text("utf-8")
    assert (tmp_path / "eval-report" / "index.html").exists()
