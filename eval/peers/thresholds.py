"""The score from which on to quote, for systems that refuse nothing: chosen on one question set, judged on another."""

import math
from collections.abc import Sequence
from dataclasses import replace

from eval.peers.judging import Outcome


def cut(outcomes: Sequence[Outcome], threshold: float) -> list[Outcome]:
    """The outcomes if only quotes of this score or more had been given."""
    return [
        replace(outcome, quotes=tuple(quote for quote in outcome.quotes if quote.score >= threshold))
        for outcome in outcomes
    ]


def fitted(outcomes: Sequence[Outcome]) -> float:
    """The lowest threshold with the best mean of first quotes right and refusals right: Youden's choice."""
    scores = sorted({quote.score for outcome in outcomes for quote in outcome.quotes}) or [0.0]
    # The lowest cuts nothing; past the highest, all is refused.
    return max([*scores, math.nextafter(scores[-1], math.inf)], key=lambda least: _balance(cut(outcomes, least)))


def _balance(outcomes: Sequence[Outcome]) -> float:
    right = [outcome.first_right for outcome in outcomes if outcome.question.answerable]
    refused = [outcome.refused for outcome in outcomes if not outcome.question.answerable]
    return sum(right) / max(len(right), 1) + sum(refused) / max(len(refused), 1)
