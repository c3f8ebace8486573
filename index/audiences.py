"""Who may see which articles: each set of groups that articles are for is an audience, known by a number.

There are few of them, however many articles there are, so a search compares numbers. A number never changes its
meaning; an article that gets other groups gets another number.
"""

import json
from collections.abc import Mapping
from typing import TypeAlias

from index.catalog import Catalog

Audience: TypeAlias = frozenset[str]  # empty: everyone


def audiences(catalog: Catalog) -> dict[int, Audience]:
    """Every audience that articles have, or have had."""
    found = catalog.connection.execute("SELECT row, groups FROM audiences").fetchall()
    return {row: frozenset(json.loads(groups)) for row, groups in found}


def regroup(catalog: Catalog, article_id: str, groups: tuple[str, ...]) -> bool:
    """Let other groups see an article from the next question on; False where they are those it has.

    Within a transaction, and before things are settled.
    """
    number = catalog.audience_of(groups)
    done = catalog.connection.execute(
        "UPDATE articles SET audience = ? WHERE id = ? AND audience != ?", (number, article_id, number)
    ).rowcount
    if done:
        catalog.set("regrouped", str(int(catalog.setting("regrouped") or 0) + 1))
    return bool(done)


def restricted(catalog: Catalog) -> int:
    """How many articles are not for everyone."""
    count: int = catalog.connection.execute("SELECT count(*) FROM articles WHERE audience != 0").fetchone()[0]
    return count


def all_of_it(inner: int, outer: int, known: Mapping[int, Audience]) -> bool:
    """Whether whoever may see what is for the one audience may see what is for the other too."""
    return not known[outer] or (bool(known[inner]) and known[inner] <= known[outer])
