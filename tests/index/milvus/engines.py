"""Engines to test with: a real one, which can be killed and started again, and the simulator."""

import contextlib
import itertools
import json
import os
import random
import signal
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from index.milvus.address import Address
from index.milvus.engine import Engine

#: The folder with the environment ``server``, as docs/milvus.md makes it.
HOME = Path(os.environ.get("QUOTEDESK_MILVUS", Path(__file__).parents[3] / ".milvus"))
START = Path(__file__).with_name("start_engine.py")
NUMBERS = itertools.count()


@dataclass
class RealEngine:
    """Milvus 2.3.5 in a process of its own, with its data in ``folder``."""

    folder: Path
    port: int = 0
    process: subprocess.Popen | None = field(default=None, repr=False)
    pid: int = 0

    def start(self):
        self.port = self.port or free_port()
        command = [HOME / "server" / "bin" / "python", START, HOME, self.folder, str(self.port)]
        with (self.folder / "start.log").open("wb") as said:
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said)
        line = self.process.stdout.readline()
        assert line, (self.folder / "start.log").read_text()
        self.pid = json.loads(line)["pid"]

    def kill(self):
        """As when the power goes."""
        os.kill(self.pid, signal.SIGKILL)
        self.stop()

    def stop(self):
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()

    def address(self, name):
        return Address("127.0.0.1", self.port, name)


@dataclass(frozen=True)
class SimulatedAddress(Address):
    """A file of milvus-lite, which is a simulator of Milvus in Python."""

    file: str = ""

    @property
    def uri(self):
        return self.file


def free_port():
    """Not one that the system gives to clients: a client that is trying to reach a dead engine could take it."""
    while True:
        with socket.socket() as listener, contextlib.suppress(OSError):
            listener.bind(("127.0.0.1", random.randint(20_000, 30_000)))
            return listener.getsockname()[1]


@contextlib.contextmanager
def started_engine(folder):
    """A real engine with its data in ``folder``; the test is skipped, in one line, where none is installed."""
    if not (HOME / "server").is_dir():
        pytest.skip(f"no Milvus in {HOME}: make test-milvus installs it")
    engine = RealEngine(folder)
    engine.start()
    yield engine
    engine.stop()


def fresh(milvus):
    """The address of a collection that is not there yet."""
    return milvus.address(f"test_{next(NUMBERS)}")


def writer(address):
    return Engine(address, patience=60, timeout=30, consistency="Strong")
