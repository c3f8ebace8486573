"""What a run was made of: without it a figure cannot be compared with another."""

import hashlib
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from rag.answers import Provenance

if TYPE_CHECKING:
    from eval.run import Evaluation

Setting = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Machine:
    """Where it ran; latencies mean nothing without it."""

    system: str
    processor: str
    cores: int
    python: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Which questions: a file's name and SHA-256, how many were asked, and how many drafts were left out."""

    file: str
    sha256: str
    asked: int
    drafts_left_out: int = 0


@dataclass(frozen=True, slots=True)
class About:
    """One run; ``commit`` is that of the folder it was started in, with "+" where files were changed since."""

    made: str
    questions: Asked
    index: Provenance | None
    settings: Mapping[str, Setting]
    version: str
    commit: str | None
    machine: Machine
    seconds: float


def about(questions: Asked, evaluation: "Evaluation", settings: Mapping[str, Setting], seconds: float) -> About:
    """Now, here, and with these settings."""
    made_by = next((result.provenance for result in evaluation.results if result.provenance), None)
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return About(made, questions, made_by, settings, _version(), commit(Path.cwd()), machine(), round(seconds, 1))


def settings_of(parts: Sequence[object]) -> dict[str, Setting]:
    """The fields of these dataclasses that are settings: a word, a number, yes and no, or names."""
    return {
        one.name: ", ".join(sorted(value)) if isinstance(value, frozenset) else value
        for part in parts
        for one in fields(part)  # type: ignore[arg-type]  # each is a dataclass
        if isinstance(value := getattr(part, one.name), str | int | float | bool | frozenset | None)
    }


def sha256_of_file(path: Path) -> str:
    """Of its bytes, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def machine() -> Machine:
    """Where this process runs; the cores are those it may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Machine(platform.platform(), _processor(), cores, platform.python_version())


def commit(folder: Path) -> str | None:
    """What git says of ``folder``; None where there is no git, or no repository."""
    said = [_git(folder, *words) for words in (("rev-parse", "HEAD"), ("status", "--porcelain", "-uno"))]
    head, changed = said
    return f"{head.strip()}{'+' if changed else ''}" if head else None


def _git(folder: Path, *words: str) -> str | None:
    try:
        ran = subprocess.run(  # noqa: S603 - fixed words, no shell
            ["git", "-C", str(folder), *words],  # noqa: S607 - git is wherever the operator has it
            capture_output=True, text=True, timeout=20, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return ran.stdout if ran.returncode == 0 else None


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _version() -> str:
    try:
        return version("quotedesk")
    except PackageNotFoundError:
        return "not installed"
