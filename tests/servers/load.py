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
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import httpx

NO_ANSWER = 0  # the "status" of a request whose connection failed


class Timed(NamedTuple):
    """How a request ended, and after how many milliseconds."""

    status: int
    ms: float


async def ask(client: httpx.AsyncClient, question: str) -> Timed:
    """Ask the API."""
    begun = perf_counter()
    try:
        status = (await client.post("/api/ask", json={"question": question})).status_code
    except httpx.HTTPError:
        status = NO_ANSWER
    return Timed(status, (perf_counter() - begun) * 1000)


async def visit(client: httpx.AsyncClient, questions: Callable[[], str], think: float, until: float) -> list[Timed]:
    """One user: thinks, asks, thinks again."""
    timed = []
    while True:
        await asyncio.sleep(random.uniform(0, think))
        if perf_counter() >= until:
            return timed
        timed.append(await ask(client, questions()))


async def recovery(client: httpx.AsyncClient, questions: Callable[[], str]) -> float:
    """Seconds until a question is answered within one second."""
    begun = perf_counter()
    while True:
        one = await ask(client, questions())
        if one.status == httpx.codes.OK and one.ms < 1000:
            return perf_counter() - begun
        await asyncio.sleep(0.1)


def figures(timed: list[Timed], seconds: float) -> dict[str, object]:
    """Counts by status, and the times of what was answered."""
    answered = sorted(one.ms for one in timed if one.status == httpx.codes.OK)
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
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=options.url, timeout=120, limits=limits) as client:
        await ask(client, next(turns))  # the first one loads the models
        memory = {"memory_mb_before": round(resident_mb(options.pid))} if options.pid else {}
        begun = perf_counter()
        if options.burst:
            timed = list(await asyncio.gather(*(ask(client, next(turns)) for _ in range(options.burst))))
            found = figures(timed, perf_counter() - begun)
            found["recovered_after_s"] = round(await recovery(client, lambda: next(turns)), 2)
        else:
            until = begun + options.seconds
            users = (visit(client, lambda: next(turns), options.think, until) for _ in range(options.users))
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
