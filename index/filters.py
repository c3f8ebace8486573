"""Which articles may answer a question."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may answer; dates are inclusive, and an article without a date is in no period.

    ``groups`` are those of whoever asks, who sees what is everyone's and what is for one of them; None is the
    operator, who sees all.
    """

    source: str | None = None
    after: date | None = None
    before: date | None = None
    groups: frozenset[str] | None = None


def where(filters: Filters, audiences: Sequence[int] | None = None) -> tuple[str, list[str | int]]:
    """SQL conditions on ``a`` and their values; empty where all are admitted. No ``audiences`` are all of them."""
    conditions = {
        "a.publisher = ? COLLATE NOCASE": filters.source,
        "a.published >= ?": filters.after.isoformat() if filters.after else None,
        "a.published <= ?": filters.before.isoformat() if filters.before else None,
    }
    set_ones = {condition: value for condition, value in conditions.items() if value is not None}
    values: list[str | int] = list(set_ones.values())
    if audiences is None:
        return "".join(f" AND {condition}" for condition in set_ones), values
    among = f"a.audience IN ({marks(audiences)})"
    return "".join(f" AND {condition}" for condition in (*set_ones, among)), [*values, *audiences]


def marks(values: Collection[object]) -> str:
    """A question mark for each of ``values``, for SQL's IN."""
    return ",".join("?" * len(values))
