"""What an answer costs: each stage warm, and a whole `quotedesk ask` from a cold process.

    python -m eval.bench.answering QUESTIONS --index DIR [--most 60] [--groups A,B] [--cold 3]

CPU is that of this process with all its threads; the stages are those of ``timings_ms``, on the wall.
"""

import argparse
import subprocess
import sys
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from eval.questions import read_questions
from index.filters import Filters
from rag.assistant import Assistant
from rag.opening import open_assistant

WARM_UP = 3


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.answering", description=__doc__.splitlines()[0])
    parser.add_argument("questions", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--most", type=int, default=60)
    parser.add_argument("--groups", help="those of the asker, with commas; none: the operator, who sees all")
    parser.add_argument("--cold", type=int, default=3, help="how many cold processes")
    arguments = parser.parse_args()
    asked = [question.text for question in islice(read_questions(arguments.questions), arguments.most)]
    groups = None if arguments.groups is None else frozenset(filter(None, arguments.groups.split(",")))
    begun = perf_counter()
    assistant = open_assistant(arguments.index)
    print(f"open_assistant: {perf_counter() - begun:.2f} s\n\n| stage | p50 ms | p95 ms |\n|---|---|---|")
    for stage, spent in _stages(assistant, asked, Filters(groups=groups)).items():
        print(f"| {stage} | {np.percentile(spent, 50):.1f} | {np.percentile(spent, 95):.1f} |")
    command = [sys.executable, "-m", "quotedesk", "ask", asked[0], "--index", str(arguments.index)]
    for _ in range(arguments.cold):
        begun = perf_counter()
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - our own program
        print(f"cold: {perf_counter() - begun:.2f} s")


def _stages(assistant: Assistant, questions: list[str], filters: Filters) -> dict[str, list[float]]:
    """The milliseconds of each stage, a question each."""
    for question in questions[:WARM_UP]:
        assistant.ask(question, filters=filters)
    found: dict[str, list[float]] = {"CPU": []}
    for question in questions[WARM_UP:]:
        begun = process_time()
        answer = assistant.ask(question, filters=filters)
        found["CPU"].append(1000 * (process_time() - begun))
        for stage, spent in answer.timings_ms.items():
            found.setdefault(stage, []).append(spent)
    return found


if __name__ == "__main__":
    main()
