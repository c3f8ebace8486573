"""Which passages may answer, in Milvus's language; what people write is in it only as digests."""

import json

from index.filters import Filters
from index.milvus.records import EVERYONE, key_of, publisher_key


def condition(filters: Filters) -> str:
    """What ``index.filters.where`` says in SQL; the operator too sees nothing that another article stands for."""
    parts = [_seen_by(filters.groups)]
    if filters.source is not None:
        parts.append(f"publisher == {json.dumps(publisher_key(filters.source))}")
    if filters.after:
        parts.append(f"published >= {filters.after.toordinal()}")
    if filters.before:
        parts.append(f"published > 0 and published <= {filters.before.toordinal()}")
    return " and ".join(parts)


def among(field: str, keys: list[str]) -> str:
    """That a field is one of these keys."""
    return f"{field} in {json.dumps(keys)}"


def _seen_by(groups: frozenset[str] | None) -> str:
    """That whoever is in ``groups`` may see it, and nothing that stands for it."""
    if groups is None:
        return "stood_for == false"
    keys = json.dumps(sorted(key_of(group) for group in groups | {EVERYONE}))
    return f"array_contains_any(groups, {keys}) and not array_contains_any(standing, {keys})"
