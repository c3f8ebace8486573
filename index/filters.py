"""Which articles may answer a question."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may answer; dates are inclusive, and an article without a date is in no period."""

    source: str | None = None
    after: date | None = None
    before: date | None = None


def where(filters: Filters) -> tuple[str, list[str]]:
    """SQL conditions on ``a`` and their values; empty where ``filters`` admit all."""
    conditions = {
        "a.publisher = ? COLLATE NOCASE": filters.source,
        "a.published >= ?": filters.after.isoformat() if filters.after else None,
        "a.published <= ?": filters.before.isoformat() if filters.before else None,
    }
    set_ones = {condition: value for condition, value in conditions.items() if value is not None}
    return "".join(f" AND {condition}" for condition in set_ones), list(set_ones.values())
