"""Put the questions to an adapter in a process of its own, and read what it replies."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.peers.environments import last_line
from eval.peers.protocol import Asked, Reply, read_reply, write_replies
from eval.peers.sets import ROOT, QuestionSet
from eval.peers.systems import System
from eval.questions import Question
from index.errors import QuotedeskError

LIMIT_SECONDS = 1800.0

#: One thread for everybody, no network, and no figures sent home.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_OFFLINE": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "PYTHONUTF8": "1",
}


def replies(system: System, python: Path, over: QuestionSet, kept: Path, *, again: bool = True) -> dict[str, Reply]:
    """The reply of a system to each question of a set, by id; left in the folder ``kept``.

    Unless it is to be asked ``again``, what it said the last time is taken from there.
    """
    command = [str(python), "-m", system.module, str(over.texts), *system.options]
    if system.environment is None:
        command += ["--index", str(over.index)]
    file = kept / f"{over.name}.{'_'.join([system.adapter, *system.options])}.jsonl"
    if again or not file.is_file():
        found = asked(command, over.questions)
        with file.open("w", encoding="utf-8") as out:
            write_replies(out, found.values())
    return {reply.id: reply for reply in _read(command, file.read_text(encoding="utf-8"))}


def asked(command: Sequence[str], questions: Sequence[Question]) -> dict[str, Reply]:
    """What the adapter that ``command`` starts replies to each question; one left unanswered is an error of its own.

    Raises ``QuotedeskError`` if it stops with an error, takes longer than half an hour, or says something else.
    """
    lines = (json.dumps(Asked(one.id, one.text, one.history)._asdict()) for one in questions)
    said = _run(command, "".join(f"{line}\n" for line in lines))
    found = {reply.id: reply for reply in _read(command, said)}
    return {one.id: found.get(one.id, Reply(one.id, (), 0.0, 0.0, "no reply")) for one in questions}


def _run(command: Sequence[str], told: str) -> str:
    environment: Mapping[str, str] = {**os.environ, **ENVIRONMENT}
    try:
        done = subprocess.run(  # noqa: S603
            command, input=told, capture_output=True, text=True, encoding="utf-8", check=False, cwd=ROOT,
            env=environment, timeout=LIMIT_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        message = f"{' '.join(command)} did not end within {LIMIT_SECONDS:.0f} seconds"
        raise QuotedeskError(message, fix="ask it fewer questions") from error
    if done.returncode:
        raise QuotedeskError(
            f"{' '.join(command)} stopped with {done.returncode}: {last_line(done.stderr)}",
            fix="delete its environment if it is damaged; it is made again",
        )
    return done.stdout


def _read(command: Sequence[str], said: str) -> list[Reply]:
    try:
        return [read_reply(line) for line in said.splitlines() if line.strip()]
    except (ValueError, KeyError, TypeError) as error:
        message = f"{' '.join(command)} replied something else than eval/peers/protocol.py says: {error!r}"
        raise QuotedeskError(message, fix="mend the adapter") from error
