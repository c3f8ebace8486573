"""The words of one language that tell a page's particulars: one file a language, read once."""

import functools
import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from index.phrases import full_date
from index.tables import table


@dataclass(frozen=True, slots=True)
class ParticularsWords:
    """What dates, bylines and publishers are made of; all in lower case but ``british`` and ``american``."""

    full_date: str  # a regular expression, as are the next
    weekdays: tuple[str, ...]
    beside: tuple[str, ...]
    fillers: tuple[str, ...]
    published: tuple[str, ...]
    updated: tuple[str, ...]
    zones: Mapping[str, int]  # minutes ahead of Greenwich
    day_first: frozenset[str]
    month_first: frozenset[str]
    british: frozenset[str]
    american: frozenset[str]
    joints: tuple[str, ...]
    after_dates: tuple[str, ...]
    roles: frozenset[str]
    offices: frozenset[str]
    titles: frozenset[str]
    publishers: frozenset[str]
    sections: frozenset[str]
    agencies: frozenset[str]
    lands: frozenset[str]
    small: frozenset[str]
    before_publishers: tuple[str, ...]


@functools.cache
def particulars_words(language: str = "en") -> ParticularsWords:
    """The words of ``language``, from its two files beside this one."""
    shared = table("index.phrases", language)
    own = table("index.phrases", f"particulars.{language}")
    dates, order, bylines, publishers = own["dates"], own["order"], own["bylines"], own["publishers"]
    return ParticularsWords(
        full_date=full_date(shared["dates"]),
        weekdays=tuple(itertools.chain(*shared["dates"]["weekdays"])),
        beside=tuple(dates["beside"]),
        fillers=tuple(shared["dates"]["fillers"]),
        published=tuple(shared["dates"]["published"]),
        updated=tuple(shared["dates"]["updated"]),
        zones=dates["zones"],
        day_first=frozenset(order["day_first"]),
        month_first=frozenset(order["month_first"]),
        british=frozenset(order["british"]),
        american=frozenset(order["american"]),
        joints=tuple(shared["bylines"]["and"]),
        after_dates=tuple(bylines["after_dates"]),
        roles=frozenset(bylines["roles"]),
        offices=frozenset(bylines["offices"]),
        titles=frozenset(bylines["titles"]),
        publishers=frozenset(publishers["words"]),
        sections=frozenset(publishers["sections"]),
        agencies=frozenset(publishers["agencies"]),
        lands=frozenset(publishers["lands"]),
        small=frozenset(publishers["small"]),
        before_publishers=tuple(publishers["before"]),
    )
