"""A virtual environment for each system, made from its pinned requirements and kept until they change."""

import subprocess
import sys
import venv
from pathlib import Path

from eval.peers.systems import System
from index.checksums import file_sha256
from index.errors import QuotedeskError

STAMP = "requirements.sha256"


def python_of(system: System, cache: Path) -> Path:
    """The interpreter to run the adapter with; the environment is made if it is missing or of other requirements."""
    if system.requirements is None:
        return Path(sys.executable)
    folder = cache / str(system.environment)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    wanted = file_sha256(system.requirements)
    stamp = folder / STAMP
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        venv.create(folder, clear=True, with_pip=True)
        _install(python, system.requirements)
        stamp.write_text(wanted, encoding="utf-8")
    return python


def _install(python: Path, requirements: Path) -> None:
    command = [str(python), "-m", "pip", "install", "--quiet", "--requirement", str(requirements)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise QuotedeskError(
            f"cannot install {requirements.name}: {last_line(done.stderr)}",
            fix="it needs a package index; see docs/peers.md",
        )


def last_line(text: str) -> str:
    """What a program said last, which names the error."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "it said nothing")
