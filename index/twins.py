"""Articles that are one story: copies, agency copy in several papers, and updates of the same page.

Candidates share a band of their sketches, an address or a headline. Whether they are one story is then decided on the
texts themselves, by resemblance and containment (A. Z. Broder, "On the resemblance and containment of documents",
1997).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from index.articles import Article
from index.sketches import shingles, words_of

_SITE = re.compile(r"\s+[|–—-]\s+\S+(?:\s\S+){0,3}$")
_TRACKING = re.compile(r"(?:utm_.*|at_.*|fbclid|gclid|mc_[ce]id|cmpid|ocid)$", re.IGNORECASE)
_MIRROR = re.compile(r"^(?:www|m|amp|mobile)\.")


def address(url: str | None) -> str | None:
    """What of ``url`` says which page it is, to compare; None for a site's front page, which is no article."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    query = urlencode([pair for pair in parse_qsl(parts.query) if not _TRACKING.match(pair[0])])
    path = parts.path.rstrip("/")
    if not path and not query:
        return None
    return f"{_MIRROR.sub('', parts.netloc.casefold())}{path}?{query}#{parts.fragment}".rstrip("?#")


def heading(title: str) -> str:
    """The words of a headline without case, punctuation and the site's name at its end, to compare."""
    return " ".join(words_of([_SITE.sub("", title.strip())]))


@dataclass(frozen=True, slots=True)
class Alike:
    """How much two texts share at least, from 0 to 1, to be one story; chosen with ``eval.bench.twins``."""

    containment: float = 0.7  # of the shorter one's shingles: a paragraph cut changes little
    resemblance: float = 0.25  # of all shingles: a paragraph in a long round-up is not the round-up's story
    opening: float = 0.3  # of either one's first words: pages that have but a long end in common are two stories
    same_headline: float = 0.5  # containment where the headline is the same too
    same_page: float = 0.2  # containment where the address is the same: a section's page holds another story each day
    later: float = 0.85  # containment where the dates are so many days apart: a series repeats itself each week
    days: int = 7
    first: int = 200  # words are the opening


class Likeness(NamedTuple):
    """How much the kept words of two articles have in common, each from 0 to 1; see ``Alike``."""

    containment: float
    resemblance: float
    opening: float


def likeness(one: Article, other: Article, first: int = 200) -> Likeness:
    """Compare the texts themselves, the ``first`` words as openings; a millisecond or two for 5,000 characters."""
    words = [words_of(article.text[start:end] for start, end in article.kept) for article in (one, other)]
    left, right = (frozenset(shingles(each)) for each in words)
    openings = [frozenset(shingles(each[:first])) for each in words]
    if not left or not right:
        return Likeness(0, 0, 0)
    common = len(left & right)
    opening = min(len(openings[0] & right) / len(openings[0]), len(openings[1] & left) / len(openings[1]))
    contained = common / min(len(left), len(right))
    return Likeness(contained, common / len(left | right), opening)


def same_story(one: Article, other: Article, alike: Alike = Alike()) -> bool:
    """Whether two articles are near-identical: the same story in mostly the same words, whoever published it."""
    return _near(one, other, likeness(one, other, alike.first), alike)


def _near(one: Article, other: Article, found: Likeness, alike: Alike) -> bool:
    if _days_between(one, other) >= alike.days and found.containment < alike.later:
        return False
    if heading(one.title) == heading(other.title) and found.containment >= alike.same_headline:
        return True
    return (
        found.containment >= alike.containment
        and found.resemblance >= alike.resemblance
        and found.opening >= alike.opening
    )


def _days_between(one: Article, other: Article) -> int:
    """How many days lie between the dates; 0 where one is unknown."""
    return abs((one.published - other.published).days) if one.published and other.published else 0


class Kin(NamedTuple):
    """What two articles are to each other; of an update, the newer supersedes the older."""

    older: str
    newer: str
    kind: Literal["copy", "story", "update"]


def kinship(one: Article, other: Article, alike: Alike = Alike()) -> Kin | None:
    """What two articles are, whichever of them was indexed first.

    An update is the same page (address), or one with the same headline and publisher in mostly the same words, where
    both have a date. A copy has the same words; on the same page only if the date is the same too, or else a page that
    went back to what it had said would be superseded and stand for its last version. A story is near-identical
    otherwise. None: they are two stories.
    """
    older, newer = sorted((one, other), key=_age)
    days = (_dates(older).latest, _dates(newer).latest)
    if _kept(older) and _kept(older) == _kept(newer):
        later = _versions(older, newer) and None not in days and days[0] != days[1]
        return Kin(older.id, newer.id, "update" if later else "copy")
    found = likeness(older, newer, alike.first)
    near = _near(older, newer, found, alike)
    same_page = _same_page(older, newer) and (found.containment >= alike.same_page or _same_heading(older, newer))
    if (same_page or (near and _same_headline(older, newer))) and None not in days:
        return Kin(older.id, newer.id, "update")
    return Kin(older.id, newer.id, "story") if near or same_page else None


def _versions(one: Article, other: Article) -> bool:
    """Whether two articles with the same words are one page, or one publisher's headline."""
    return _same_page(one, other) or _same_headline(one, other)


def _kept(article: Article) -> list[str]:
    """The words of the kept text as they are written."""
    return "".join(article.text[start:end] for start, end in article.kept).split()


def _same_page(one: Article, other: Article) -> bool:
    return address(one.url) is not None and address(one.url) == address(other.url)


def _same_heading(one: Article, other: Article) -> bool:
    return heading(one.title) == heading(other.title) != ""


def _same_headline(one: Article, other: Article) -> bool:
    """Whether one publisher, known by name, printed both under the same headline."""
    publishers = {(article.publisher or "").casefold() for article in (one, other)}
    return publishers != {""} and len(publishers) == 1 and _same_heading(one, other)


def _age(article: Article) -> tuple[date, int, list[str], str]:
    """To order two versions by, older first: of one day the longer text is the newer, since pages grow.

    Copies are neighbours in that order, so that no version is between them.
    """
    words = _kept(article)
    return _dates(article).latest or date.max, len(words), words, article.id


class Dates(NamedTuple):
    """When an article was published and last updated, as far as that is known."""

    published: date | None
    updated: date | None = None

    @property
    def ages(self) -> tuple[date, date]:
        """To order by, earliest first and undated last."""
        return self.published or date.max, self.latest or date.max

    @property
    def latest(self) -> date | None:
        """How new its text is."""
        return self.updated or self.published


def _dates(article: Article) -> Dates:
    return Dates(article.published, article.updated)


class Story(NamedTuple):
    """Articles that are one story, earliest first and undated last, and the one that is quoted for all."""

    articles: tuple[str, ...]
    lead: str
    superseded: frozenset[str]


def stories(kin: Iterable[Kin], dates: Mapping[str, Dates]) -> list[Story]:
    """The stories that ``kin`` make; ``dates`` has every article of them.

    The lead is the earliest article, or the newest update of it.
    """
    pairs = list(kin)
    updates = [pair for pair in pairs if pair.kind == "update"]
    updated = {pair.older for pair in updates}
    newest = {
        name: max(group, key=lambda each: (dates[each].latest or date.min, each not in updated, each))
        for group in _joined(updates)
        for name in group
    }
    found = []
    for group in _joined(pairs):
        ordered = sorted(group, key=lambda each: (*dates[each].ages, each))
        old = frozenset(name for name in ordered if newest.get(name, name) != name)
        found.append(Story(tuple(ordered), newest.get(ordered[0], ordered[0]), old))
    return sorted(found, key=lambda story: min(story.articles))


def _joined(pairs: Iterable[Kin]) -> list[set[str]]:
    """The sets of articles that are linked by ``pairs``, directly or through others."""
    groups: dict[str, set[str]] = {}
    for pair in pairs:
        union = groups.get(pair.older, {pair.older}) | groups.get(pair.newer, {pair.newer})
        groups.update(dict.fromkeys(union, union))
    return list({id(group): group for group in groups.values()}.values())
