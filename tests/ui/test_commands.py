"""serve and demo: what fails, fails at once and in one line."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from index.errors import QuotedeskError
from ui.access import is_loopback, require_loopback
from ui.commands import demo, serve
from ui.feedback_commands import feedback
from ui.site import Site, address, open_socket

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "quotes.example", "", "127.0.0.1.evil.example"])
def test_an_address_that_others_can_reach_is_refused(host):
    with pytest.raises(QuotedeskError, match="no access control"):
        require_loopback(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machines_own_addresses_are_taken(host):
    assert is_loopback(host)


def test_a_port_in_use_is_said_at_once(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(serve, ["--index", str(tmp_path), "--port", str(port)])
    assert isinstance(result.exception, QuotedeskError)
    assert f"127.0.0.1:{port}" in str(result.exception)
    assert "--port" in str(result.exception)


def test_a_missing_index_is_a_message(tmp_path):
    result = CliRunner().invoke(serve, ["--index", str(tmp_path / "none"), "--port", "0"])
    assert isinstance(result.exception, QuotedeskError)


def test_a_bad_frame_ancestor_is_a_message(tmp_path):
    with pytest.raises(QuotedeskError):
        serve.main(["--index", str(tmp_path), "--port", "0", "--frame-ancestors", "*"], standalone_mode=False)


@pytest.mark.parametrize("command", [serve, demo])
def test_help_says_what_each_option_does(command):
    result = CliRunner().invoke(command, ["--help"])
    assert result.exit_code == 0
    assert all(option.help for option in command.params)


def test_the_address_says_which_port_was_free():
    with open_socket(Site(port=0)) as listener:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", address(listener))


def test_the_commands_import_nothing_heavy():
    heavy = "{'gradio', 'fastapi', 'uvicorn', 'torch', 'faiss', 'numpy'}"
    script = f"import sys, ui.commands; sys.exit(', '.join({heavy} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert loaded.stderr == "\n" or loaded.stderr == ""


def test_nothing_but_the_page_imports_gradio():
    importing = [file.name for file in (ROOT / "ui").glob("*.py") if "import gradio" in file.read_text("utf-8")]
    assert importing == ["page.py"]


@pytest.mark.slow
def test_demo_serves_and_ends_quietly(tmp_path):
    command = [sys.executable, "-m", "quotedesk", "demo", "--port", "0", "--index", str(tmp_path / "demo")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
        lines = iter(server.stdout.readline, b"")
        said = next((found for line in lines if (found := re.search(rb"http://[\d.:]+", line))), None)
        assert said, server.stderr.read().decode()
        url = said[0].decode()
        assert httpx.get(url + "/readyz").status_code == 200
        with httpx.stream("GET", url + "/gradio_api/heartbeat/an-open-page", timeout=60):
            server.send_signal(signal.SIGINT)
            assert server.wait(20) == 0
        assert server.stderr.read() == b""


@pytest.mark.slow
def test_serve_keeps_logs_limits_and_records_as_it_is_told(sample_index, tmp_path):
    audit, state = tmp_path / "audit.jsonl", tmp_path / "state"
    options = ["--state", state, "--audit", audit, "--log-json", "--rate", "2/minute", "--port", "0"]
    command = [sys.executable, "-m", "quotedesk", "serve", "--index", sample_index, *options]
    with subprocess.Popen(
        [str(part) for part in command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        said = next((found for line in server.stdout if (found := re.search(r"http://[\d.:]+", line))), None)
        assert said, server.stderr.read()
        question = {"question": "When did the Online Safety Act get Royal Assent?"}
        answer = httpx.post(f"{said[0]}/api/ask", json=question, timeout=60).json()
        judged = {"answer_id": answer["answer_id"], "verdict": "right"}
        assert httpx.post(f"{said[0]}/api/feedback", json=judged).status_code == 200
        assert httpx.post(f"{said[0]}/api/ask", json=question).status_code == 429
        assert "quotedesk_index_generation 1.0" in httpx.get(f"{said[0]}/metrics").text
        server.send_signal(signal.SIGINT)
        logged = [json.loads(line) for line in server.communicate(timeout=20)[1].splitlines()]
    assert [line["status"] for line in logged if line["path"].startswith("/api/")] == [200, 200, 429]
    assert json.loads(audit.read_text())["question"] == question["question"]
    exported = CliRunner().invoke(feedback, ["export", "--state", str(state)])
    assert [json.loads(line)["quotes"] for line in exported.stdout.splitlines()] == [
        [quote["text"] for quote in answer["quotes"]]
    ]


@pytest.mark.parametrize(("option", "value"), [("--rate", "often"), ("--allow-origin", "*")])
def test_an_option_that_means_nothing_is_said_before_the_index_is_opened(option, value, tmp_path):
    with pytest.raises(QuotedeskError, match=option):
        serve.main(["--index", str(tmp_path / "none"), "--port", "0", option, value], standalone_mode=False)
    assert not list(tmp_path.iterdir())
