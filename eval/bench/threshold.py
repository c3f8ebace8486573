"""Which threshold to abstain below: what each would answer, right and wrong.

    python -m eval.bench.threshold QUESTIONS... --index DIR [--each N]

Choose it on questions that nothing else is judged on.
"""

import argparse
import dataclasses
from collections.abc import Sequence
from pathlib import Path

from eval.bench.sampling import sampled
from eval.results import Result
from eval.run import evaluate
from index.progress import progress_bar
from rag.opening import open_assistant

FLOORS = tuple(step / 20 for step in range(1, 15))


def line(results: Sequence[Result], floor: float) -> dict[str, float]:
    """What would come of ``results``, asked without a threshold, with this one.

    ``precision`` is the share of answers whose first quote is right, ``recall`` the share of answerable
    questions that get one.
    """
    answered = [result for result in results if result.quotes and result.confidence >= floor]
    right = sum(result.quotes[0].right for result in answered)
    answerable = sum(result.question.answerable for result in results)
    refused = answerable - sum(result.question.answerable for result in answered)
    astray = sum(not result.question.answerable for result in answered)
    precision, recall = right / len(answered) if answered else 1.0, right / answerable
    return {
        "answerable refused": refused / answerable,
        "unanswerable answered": astray / max(len(results) - answerable, 1),
        "precision": precision,
        "recall": recall,
        "F1": 2 * precision * recall / (precision + recall) if right else 0.0,
    }


def main() -> None:
    """Print one line a threshold."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.threshold", description=__doc__.splitlines()[0])
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--each", type=int, default=150, help="at most so many of each file, drawn with a seed")
    arguments = parser.parse_args()
    asked = sampled(arguments.questions, arguments.each, seed=5)
    eager = dataclasses.replace(open_assistant(arguments.index), floor=0.0)
    with progress_bar("asking", len(asked)) as bar:
        results = evaluate(asked, eager, bar.advance).results
    print(f"{len(asked)} questions, {sum(not question.answerable for question in asked)} of them unanswerable")
    print("floor  " + "  ".join(f"{name:>21}" for name in line(results, 0.0)))
    for floor in FLOORS:
        print(f"{floor:.2f}   " + "  ".join(f"{value:21.3f}" for value in line(results, floor).values()))


if __name__ == "__main__":
    main()
