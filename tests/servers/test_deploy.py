"""The systemd unit is one that systemd accepts, and what it starts is a command that Quotedesk has."""

import configparser
import json
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from ui.commands import serve

DEPLOY = SAMPLES / "deploy"
UNIT = DEPLOY / "quotedesk.service"
#: In tenths, as `systemd-analyze security` counts; without any of this it would be 96.
MOST_EXPOSED = 20


def section(name):
    unit = configparser.RawConfigParser(strict=False, delimiters=("=",))
    unit.optionxform = str
    unit.read_string(UNIT.read_text("utf-8"))
    return dict(unit[name])


@pytest.fixture
def analyze():
    """The program; without it the test is skipped."""
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is missing: apt-get install systemd")
    return lambda *arguments: subprocess.run([program, *arguments], capture_output=True, text=True, check=False)


def test_systemd_accepts_the_unit(analyze, tmp_path):
    installed = tmp_path / UNIT.name
    program = section("Service")["ExecStart"].split()[0]
    installed.write_text(UNIT.read_text("utf-8").replace(f"ExecStart={program}", "ExecStart=/bin/true"), "utf-8")
    checked = analyze("verify", "--man=no", installed)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_unit_leaves_the_service_little_that_it_may_do(analyze):
    assert analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}", UNIT).returncode == 0


def started():
    """What the unit and the container start."""
    lines = (DEPLOY / "Containerfile").read_text("utf-8").splitlines()
    contained = next(line.removeprefix("CMD ") for line in lines if line.startswith("CMD "))
    return [shlex.split(section("Service")["ExecStart"])[1:], json.loads(contained)]


@pytest.mark.parametrize("command", started(), ids=["unit", "container"])
def test_what_is_started_is_a_command_that_there_is(command):
    assert command[0] == "serve"
    understood = serve.make_context("serve", command[1:], resilient_parsing=False).params
    assert understood["folder"].is_absolute()
    assert understood["state"] == Path("/state") or understood["state"].is_relative_to("/var/lib")
