"""Which questions a bench asks: all of a file, or so many drawn from it."""

import random
from collections.abc import Callable, Iterable
from pathlib import Path

from eval.questions import Question, read_questions


def sampled(
    files: Iterable[Path], most: int, seed: int, wanted: Callable[[Question], bool] = lambda _: True
) -> list[Question]:
    """At most ``most`` of the wanted questions of each file; the same ones for the same ``seed``."""
    asked: list[Question] = []
    for file in files:
        found = [question for question in read_questions(file) if wanted(question)]
        asked += random.Random(seed).sample(found, min(most, len(found)))  # noqa: S311 - a sample, not a secret
    return asked
