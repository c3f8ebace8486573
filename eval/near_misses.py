"""The same question with a year, place or platform that the collection does not mention: it should be refused."""

import random
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from index.articles import Article

#: Platforms and places to swap, each for another of its kind; one that the collection mentions is never put in.
PLATFORMS = (
    "BeReal", "Bluesky", "Discord", "Facebook", "Instagram", "Kik", "LinkedIn", "Mastodon", "Messenger", "Minecraft",
    "Omegle", "Pinterest", "Reddit", "Roblox", "Signal", "Snapchat", "Telegram", "Threads", "TikTok", "Tumblr",
    "Twitch", "Twitter", "Viber", "Vimeo", "WeChat", "WhatsApp", "YouTube",
)  # fmt: skip
PLACES = (
    "Australia", "Austria", "Belgium", "Brazil", "Bristol", "Canada", "Cardiff", "Chile", "Denmark", "Dublin",
    "Edinburgh", "England", "Finland", "France", "Germany", "Glasgow", "Iceland", "India", "Italy",
    "Japan", "Kenya", "Leeds", "Liverpool", "London", "Manchester", "Mexico", "Northern Ireland", "Norway",
    "Poland", "Portugal", "Republic of Ireland",
    "Scotland", "Spain", "Sweden", "Switzerland", "Uruguay", "Wales", "Zambia",
)  # fmt: skip
YEAR = re.compile(r"\b((?:19|20)\d\d)(?:([-–/])(\d\d)\b)?")
#: Years this far before the first that the collection mentions, or after the last, may be asked about.
BEYOND = 6
#: One of so many years that are not mentioned, the nearest to the one in question.
NEAREST = 4
_WORD = re.compile(r"\w+")


class Mentioned(NamedTuple):
    """Every word of the collection in lower case, and every year that it names or lets be reckoned."""

    words: frozenset[str]
    years: frozenset[int]

    def names(self, name: str) -> bool:
        """Whether an article might: it has all of its words, if not beside each other."""
        return all(word in self.words for word in _WORD.findall(name.lower()))


def mentioned(articles: Iterable[Article]) -> Mentioned:
    """One pass over all texts and headlines, page furniture too."""
    words: set[str] = set()
    years: set[int] = set()
    for article in articles:
        told = f"{article.title}\n{article.text}"
        words.update(_WORD.findall(told.lower()))
        for found in YEAR.finditer(told):
            years.update((int(found[1]), int(found[1]) + 1) if found[2] else (int(found[1]),))
        if article.published:  # "last year", "next year"
            years.update(article.published.year + step for step in (-1, 0, 1))
    return Mentioned(frozenset(words), frozenset(years))


def near_misses(question: str, known: Mentioned, rng: random.Random) -> Iterator[str]:
    """The question with its year, its platform or its place swapped; none where nothing is left to swap it for."""
    years = [year for year in YEAR.finditer(question) if not question.startswith("s", year.end())]  # "the 1990s"
    for year in years if len(years) == 1 else ():
        free = [one for one in _years_around(known) if not {one, one + 1} & known.years]
        if free:
            other = rng.choice(sorted(free, key=lambda one: abs(one - int(year[1])))[:NEAREST])
            end = f"{year[2]}{(other + 1) % 100:02}" if year[2] else ""
            yield f"{question[: year.start()]}{other}{end}{question[year.end() :]}"
    for names in (PLATFORMS, PLACES):
        free_names = [name for name in names if not known.names(name)]
        found = re.search(rf"\b({'|'.join(names)})\b", question)
        if found and free_names:
            yield f"{question[: found.start()]}{rng.choice(free_names)}{question[found.end() :]}"


def _years_around(known: Mentioned) -> range:
    return range(min(known.years, default=2000) - BEYOND, max(known.years, default=2000) + BEYOND)
