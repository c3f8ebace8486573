"""Times that hold on any machine: told in the seconds of one on which plain Python has a known pace.

A shared machine was seen to run five times slower for a while, processor time included. Whatever slows the work that is
timed slows a loop beside it as much; so the work is timed as a multiple of that loop.
"""

import re
import time
from collections.abc import Callable

#: What `_plain_work` takes on two shared cores of the machines that the limits in the tests were set on.
PLAIN_SECONDS = 0.005
_TEXT = "The helpline took 4,120 calls in the year to March, said Orla Finn, who leads it. " * 30
_WORD = re.compile(r"(?<!\w)[A-Z]\w+|\d[\d,]*")


def _plain_work() -> None:
    for _ in range(20):
        seen: dict[str, int] = {}
        for found in _WORD.finditer(_TEXT):
            seen[found.group()] = seen.get(found.group(), 0) + len(found.group().lower())
        sorted(_TEXT.split())


def unhurried(work: Callable[[], object], times: int = 1) -> float:
    """Seconds of CPU that ``work`` would take on the machine the limits were set on; the least of ``times``.

    The loop is timed right before and after, and the slower of both counts, for the work ran between them.
    """
    return min(_once(work) for _ in range(times))


def _once(work: Callable[[], object]) -> float:
    before = pace()
    spent = _seconds(work)
    return spent / max(before, pace())


def pace() -> float:
    """How many times longer plain work takes here and now."""
    return min(_seconds(_plain_work) for _ in range(3)) / PLAIN_SECONDS


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
