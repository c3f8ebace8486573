"""What is known of a whole collection in Milvus; it is stored beside the articles, and written last."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from index.milvus.records import folded

KEY = "about"  # no article's key, which is of 32 hexadecimal digits
SCHEMA = 1


class Share(NamedTuple):
    """So many articles of a publisher are for these groups; for everyone, where there are none."""

    publisher: str | None
    groups: tuple[str, ...]
    articles: int

    def is_for(self, groups: frozenset[str] | None) -> bool:
        """Whether somebody in ``groups`` may see them; None is the operator."""
        return groups is None or not self.groups or not groups.isdisjoint(self.groups)


@dataclass(frozen=True, slots=True)
class About:
    """``owner`` names the index that it is published from; ``generation`` is that index's, 0 before it is whole."""

    owner: str
    generation: int
    settings: Mapping[str, str]
    counts: Mapping[str, int] = field(default_factory=dict)
    shares: tuple[Share, ...] = ()
    oldest: str | None = None
    newest: str | None = None
    published: float = 0.0  # seconds since 1970

    def publishers(self, groups: frozenset[str] | None) -> tuple[str, ...]:
        """Those of the articles that ``groups`` may see, those with most of them first."""
        spelt: dict[str, Counter[str]] = defaultdict(Counter)
        for share in self.shares:
            if share.publisher and share.is_for(groups):
                spelt[folded(share.publisher)][share.publisher] += share.articles
        names = [(-names.total(), names.most_common(1)[0][0]) for names in spelt.values()]
        return tuple(name for _, name in sorted(names))

    def shows_all_to(self, groups: frozenset[str] | None) -> bool:
        """Whether there is no article that somebody in ``groups`` may not see."""
        return all(share.is_for(groups) for share in self.shares)

    @property
    def restricted(self) -> int:
        """How many articles are not for everyone."""
        return sum(share.articles for share in self.shares if share.groups)

    def as_json(self) -> dict[str, object]:
        """To be packed."""
        shares = [[share.publisher, list(share.groups), share.articles] for share in self.shares]
        return {
            "schema": SCHEMA, "owner": self.owner, "generation": self.generation, "settings": dict(self.settings),
            "counts": dict(self.counts), "shares": shares, "oldest": self.oldest, "newest": self.newest,
            "published": self.published,
        }  # fmt: skip

    @classmethod
    def of_json(cls, said: Mapping[str, Any]) -> "About":
        """What ``as_json`` wrote."""
        shares = tuple(Share(publisher, tuple(groups), count) for publisher, groups, count in said["shares"])
        return cls(
            said["owner"], said["generation"], said["settings"], said["counts"], shares, said["oldest"],
            said["newest"], said["published"],
        )  # fmt: skip
