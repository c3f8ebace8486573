"""The commands in README and docs are run, as they stand there."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from quotedesk import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def commands_in(page):
    return [line for block in BLOCK.findall(page.read_text("utf-8")) for line in block.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder such as a clone is, with the environment's programs first on the path."""
    folder = tmp_path_factory.mktemp("clone")
    shutil.copytree(ROOT / "samples", folder / "samples")
    for name in ("index", "rag", "ui", "eval", "quotedesk.py"):
        (folder / name).symlink_to(ROOT / name)
    return folder


def environment():
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def served(process):
    """The address that a server says it answers at."""
    for line in process.stdout:
        if found := re.search(r"http://\S+", line):
            return found[0]
    pytest.fail(f"the server ended without an address, exit code {process.wait()}")


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_commands_of_a_page_do_what_it_says(page, desk):
    for line in commands_in(page):
        words = line.split()
        if words[0] == "make":
            assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(), re.MULTILINE), line
        elif words[:2] in (["quotedesk", "demo"], ["quotedesk", "serve"]):
            with subprocess.Popen(words, cwd=desk, env=environment(), stdout=subprocess.PIPE, text=True) as process:
                try:
                    with urllib.request.urlopen(served(process) + "/healthz", timeout=60) as answer:
                        assert answer.status == 200, line
                finally:
                    process.terminate()
                    time.sleep(0.1)
        else:
            done = subprocess.run(["sh", "-c", line], cwd=desk, env=environment(), capture_output=True, text=True)
            assert done.returncode == 0, f"{page.name}: {line}\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_help_in_the_docs(name):
    assert any(f"Usage: quotedesk {name} " in page.read_text("utf-8") for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_links_to_is_there(page):
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), target
