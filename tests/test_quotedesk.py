"""The front door, as a user meets it: real processes, real files."""

import json
import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from quotedesk import COMMANDS, FrontDoor, main
from tests.timing import pace


def run(*arguments, **environment):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], env=environment)


def processor_time(code):
    """Seconds of CPU in a fresh Python, the least of three."""
    spent = []
    for _ in range(3):
        before = os.times()
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
        after = os.times()
        spent.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return min(spent)


def test_help_takes_hardly_longer_than_python_itself():
    bare = processor_time("pass")
    helped = processor_time("import sys; sys.argv[1:] = ['--help']; from quotedesk import main; main()")
    assert (helped - bare) / pace() < 0.3


def test_only_the_page_imports_gradio():
    code = (
        "import sys, quotedesk, index.commands, index.indexer, index.collection, rag.assistant, rag.commands,"
        " eval.commands, eval.run, eval.report, ui.commands, ui.server; sys.exit('gradio' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(name):
    command = main.get_command(click.Context(main), name)
    assert command.help
    assert all(option.help for option in command.params if isinstance(option, click.Option))
    assert run(name, "--help").exit_code == 0


def test_every_option_can_come_from_the_environment(sample_index):
    result = run("info", QUOTEDESK_INDEX=str(sample_index), QUOTEDESK_JSON="1")
    assert json.loads(result.stdout)["folder"] == str(sample_index)
    result = run("ask", "Who won?", QUOTEDESK_INDEX=str(sample_index), QUOTEDESK_AFTER="3000-01-01")
    assert "nothing was found" in result.stdout


def test_the_module_runs_as_the_command_does():
    result = subprocess.run(
        [sys.executable, "-m", "quotedesk", "--version"], capture_output=True, text=True, check=True
    )
    assert result.stdout.startswith("quotedesk, version ")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["ask", "Who?", "--index", "nowhere"], "no index in nowhere; run: quotedesk index ARTICLES --index nowhere"),
        (["info", "--index", "nowhere"], "no index in nowhere"),
        (["verify", "--index", "nowhere"], "no index in nowhere"),
        (["show", "a", "--index", "nowhere"], "no index in nowhere"),
        (["index", "nowhere", "--index", "new"], "nowhere does not exist"),
        (["eval", "nowhere.jsonl", "--index", "new"], "nowhere.jsonl"),
        (["serve", "--index", "nowhere", "--port", "0"], "no index in nowhere"),
        (["ask", "  ", "--index", "nowhere"], "the question is empty"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(arguments, problem, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert problem in result.stderr
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "arguments",
    [["frobnicate"], ["ask"], ["ask", "Q", "--index", "x", "--after", "yesterday"], ["index", "--index", "x"]],
)
def test_bad_usage_is_exit_2(arguments):
    assert run(*arguments).exit_code == 2


def test_an_error_that_is_ours_is_not_hidden(monkeypatch):
    @click.command()
    def broken():
        raise RuntimeError("a slip")

    monkeypatch.setattr(FrontDoor, "get_command", lambda *_: broken)
    assert isinstance(run("ask").exception, RuntimeError)


def test_index_ask_show_info_verify_on_the_real_articles(shared, tmp_path):
    """The issue's own example, through the real program."""
    index = tmp_path / "index"
    program = [sys.executable, "-m", "quotedesk"]

    def quotedesk(*arguments):
        return subprocess.run(
            [*program, *arguments, "--index", str(index)], capture_output=True, text=True, check=False, env=os.environ
        )

    indexed = quotedesk("index", str(shared / "articles"), "--json")
    assert json.loads(indexed.stdout)["added"] == 5
    asked = quotedesk("ask", "How many grooming offences were recorded in 2023-24?", "--json")
    answer = json.loads(asked.stdout)
    assert "7,062" in answer["quotes"][0]["text"]
    text = (shared / "articles" / "001_4fd0c188ead018b9.txt").read_bytes().decode("utf-8")
    for quote in answer["quotes"]:
        if quote["article_id"] == "001_4fd0c188ead018b9":
            assert quote["text"] == text[quote["start"] : quote["end"]]
    assert answer["citations"][0]["title"] == text.splitlines()[0]
    assert answer["citations"][0]["published"] == "2024-11-01"
    assert quotedesk("verify").returncode == 0
    shown = json.loads(quotedesk("show", "001_4fd0c188ead018b9", "--json").stdout)
    assert shown["text"] == text
    assert {"caption", "teaser"} & {stretch["reason"] for stretch in shown["dropped"]}
