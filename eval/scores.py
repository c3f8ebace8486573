"""One number for one question: what figures of a set, their intervals and comparisons are made of."""

from typing import NamedTuple


class Score(NamedTuple):
    """One number for one question; the figures of a set are means of these."""

    question: str
    metric: str
    value: float
