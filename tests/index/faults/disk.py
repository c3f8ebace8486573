"""The failing file layer of disk.c: built here, loaded into a process, and ordered about."""

import ctypes
import functools
import os
import random
import shutil
import struct
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).with_name("disk.c")
_HEAD = struct.Struct("<cHHIq")


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong: the process is killed, or the disk is full, at the n-th operation; 0 is never."""

    kill_at: int = 0
    full_at: int = 0
    kill_after: float = 0.0  # seconds
    log: str = ""  # where to write what a power cut may take back


@functools.cache
def library():
    """The shared library; None where there is no C compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    built = Path(tempfile.mkdtemp(prefix="quotedesk-disk-")) / "disk.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", built, SOURCE, "-ldl"], check=True)
    return built


def arm(folder, fault):
    """From now on the files of ``folder`` fail so in this process."""
    layer = ctypes.CDLL(os.environ["LD_PRELOAD"])
    layer.disk_arm.argtypes = (ctypes.c_char_p, ctypes.c_long, ctypes.c_long, ctypes.c_char_p)
    layer.disk_arm(os.fsencode(folder), fault.kill_at, fault.full_at, os.fsencode(fault.log))


def operations():
    """How many operations there were since ``arm``."""
    layer = ctypes.CDLL(os.environ["LD_PRELOAD"])
    layer.disk_count.restype = ctypes.c_long
    return layer.disk_count()


class Event(NamedTuple):
    """An operation in the log: (W)rite, (U)ncertain write, (S)ync, (R)ename, (D)elete or (C)reate."""

    kind: str
    path: Path
    other: Path
    at: int
    old: bytes


def events(log):
    """The operations in the order they were made."""
    content, at = Path(log).read_bytes(), 0
    while at + _HEAD.size <= len(content):
        kind, path, other, length, place = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        parts = [content[at : at + path], content[at + path : at + path + other]]
        at += path + other
        yield Event(kind.decode(), *(Path(os.fsdecode(part)) for part in parts), place, content[at : at + length])
        at += length


def unsynced(log):
    """The operations that a power cut may take back: those that no sync of the file, or of its folder, followed."""
    pending = []
    for event in events(log):
        if event.kind == "S":
            pending = [one for one in pending if event.path not in ((one.path,) if one.kind in "WU" else _folders(one))]
        elif event.kind == "R":
            pending = [one._replace(path=event.other) if one.path == event.path else one for one in pending]
            pending.append(event)
        else:
            pending.append(event)
    return pending


def _folders(event):
    return {event.path.parent}


def cut_power(log, choice: random.Random):
    """Take back each unsynced operation, or not, as ``choice`` has it; returns how many were."""
    lost = [event for event in reversed(unsynced(log)) if choice.random() < 0.5]
    for event in lost:
        _take_back(event, choice)
    return len(lost)


def _take_back(event, choice):
    if event.kind == "C":
        event.path.unlink(missing_ok=True)
    elif event.kind == "R" and event.other.exists():
        event.other.rename(event.path)
    elif event.kind == "D" and not event.path.exists():
        shutil.copyfile(event.other, event.path)
    elif event.path.exists():
        size = event.path.stat().st_size
        with event.path.open("r+b") as file:
            if event.kind == "U":
                file.truncate(choice.randint(0, size))
            elif event.kind == "W" and event.at < size:
                file.seek(event.at)
                file.write(event.old)
                if event.at + len(event.old) < size and not event.old:
                    file.truncate(event.at)
