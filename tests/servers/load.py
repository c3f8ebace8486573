"""Asks a running server as many people at once would, and prints how long they waited; no test, a measurement.

    quotedesk serve --index DIR --rate off --port 7860
    python tests/servers/load.py http://127.0.0.1:7860 questions.jsonl --users 100 --seconds 60
    python tests/servers/load.py http://127.0.0.1:7860 questions.jsonl --burst 500

The first lets each user ask, think for 0 to 20 s, and ask again. The second asks everything in one moment, and then
times how long it takes until a single question is answered within a second again. With ``--pid`` of the server, its
memory is read before and after.
"""

import argparse
import asyncio
import itertools
import json
import random
from collections import Counter
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from time import perf_counter
from typing import NamedTuple
from urllib.parse import urlsplit

LONGEST = 120  # seconds for which a user waits
NO_ANSWER = 0  # the "status" of a request whose connection failed


class Timed(NamedTuple):
    """How a request ended, and after how many milliseconds."""

    status: int
    ms: float


class Server(NamedTuple):
    """Where the server listens."""

    host: str
    port: int


async def ask(server: Server, question: str) -> Timed:
    """Ask the API over a connection of its own; a client library would be slower than the server, and hide it."""
    begun = perf_counter()
    try:
        status = await asyncio.wait_for(post(server, json.dumps({"question": question}).encode()), LONGEST)
    except (OSError, ValueError, IndexError, TimeoutError):
        status = NO_ANSWER
    return Timed(status, (perf_counter() - begun) * 1000)


async def post(server: Server, body: bytes) -> int:
    """The status of the response, after all of it was read."""
    reader, writer = await asyncio.open_connection(*server)
    head = f"POST /api/ask HTTP/1.1\r\nHost: {server.host}\r\nContent-Type: application/json\r\n"
    writer.write(f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
    try:
        return int((await reader.read()).split()[1])
    finally:
        writer.close()


async def visit(server: Server, questions: Callable[[], str], think: float, until: float) -> list[Timed]:
    """One user: thinks, asks, thinks again."""
    timed = []
    while True:
        await asyncio.sleep(random.uniform(0, think))
        if perf_counter() >= until:
            return timed
        timed.append(await ask(server, questions()))


async def recovery(server: Server, questions: Callable[[], str]) -> float:
    """Seconds until a question is answered within one second."""
    begun = perf_counter()
    while True:
        one = await ask(server, questions())
        if one.status == HTTPStatus.OK and one.ms < 1000:
            return perf_counter() - begun
        await asyncio.sleep(0.1)


def figures(timed: list[Timed], seconds: float) -> dict[str, object]:
    """Counts by status, and the times of what was answered."""
    answered = sorted(one.ms for one in timed if one.status == HTTPStatus.OK)
    return {
        "requests": len(timed),
        "by_status": {str(status): count for status, count in sorted(Counter(one.status for one in timed).items())},
        "answered_a_second": round(len(answered) / seconds, 1),
        **{f"p{share}_ms": round(percentile(answered, share)) for share in (50, 95, 99, 100) if answered},
    }


def percentile(ordered: list[float], share: int) -> float:
    """The smallest value that ``share`` % of the values do not exceed."""
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def resident_mb(pid: int) -> float:
    """The memory that a process has in RAM now (Linux)."""
    line = next(one for one in Path(f"/proc/{pid}/status").read_text().splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


async def main(options: argparse.Namespace) -> dict[str, object]:
    """The figures of one run."""
    texts = [json.loads(line)["question"] for line in options.questions.read_text("utf-8").splitlines() if line.strip()]
    turns = itertools.cycle(random.sample(texts, len(texts)))
    address = urlsplit(options.url)
    server = Server(address.hostname or "127.0.0.1", address.port or 80)
    await ask(server, next(turns))  # the first one loads the models
    memory = {"memory_mb_before": round(resident_mb(options.pid))} if options.pid else {}
    begun = perf_counter()
    if options.burst:
        timed = list(await asyncio.gather(*(ask(server, next(turns)) for _ in range(options.burst))))
        found = figures(timed, perf_counter() - begun)
        found["recovered_after_s"] = round(await recovery(server, lambda: next(turns)), 2)
    else:
        until = begun + options.seconds
        users = (visit(server, lambda: next(turns), options.think, until) for _ in range(options.users))
        found = figures(list(itertools.chain(*await asyncio.gather(*users))), options.seconds)
    after = {"memory_mb_after": round(resident_mb(options.pid))} if options.pid else {}
    return {**found, **memory, **after}


def arguments() -> argparse.Namespace:
    """What to do, from the command line."""
    parser = argparse.ArgumentParser(description="Ask a running Quotedesk as many people would.")
    parser.add_argument("url")
    parser.add_argument("questions", type=Path, help="a question set, in JSON Lines")
    parser.add_argument("--users", type=int, default=100)
    parser.add_argument("--think", type=float, default=20, help="each thinks 0 to so many seconds before a question")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--burst", type=int, default=0, help="instead: so many questions in one moment")
    parser.add_argument("--pid", type=int, help="the server's process")
    return parser.parse_args()


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(arguments())), indent=1))  # noqa: T201
