"""Whether two sentences are one: agency copy that several papers print, each in its own style.

They are compared by resemblance, the share of common shingles, runs of neighbouring words (A. Z. Broder, "On the
resemblance and containment of documents", 1997). Resemblance is not enough where a quote is concerned: "7,062" for
"7,263" leaves almost every shingle as it was. So one must also contain the other in a stricter sense than Broder's:
every word that counts, in the same order, and nothing more that is a figure, a name or a word such as "not".
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from rag.phrases import phrases

#: Words in a shingle; sentences are short, and one changed word spoils that many shingles.
SHINGLE = 2
#: What copies share, at least; tests/rag/test_folding.py has what lies on either side.
RESEMBLANCE = 0.5

_WORD = re.compile(r"(?:(?<!\w)[-+£$€¥]+(?=[\d.]))?[^\W_]+(?:[.'/:][^\W_]+)*[%°]?")
_COMMA = re.compile(r"(?<=\d),(?=\d{3})")
_STYLE = str.maketrans("’‘‐‑‒–—−", "''------")


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence for comparing: its words without case, those that count, and those that are figures or names."""

    words: tuple[str, ...]
    counting: tuple[str, ...]
    marked: frozenset[str]

    @property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """Every run of neighbouring words that count."""
        return frozenset(self.counting[at : at + SHINGLE] for at in range(max(len(self.counting) - SHINGLE + 1, 1)))


@lru_cache(maxsize=1024)
def wording_of(text: str, language: str = "en") -> Wording:
    """The words of ``text`` made alike in marks, dashes, case and figures."""
    table = phrases(language)
    plain = _COMMA.sub("", unicodedata.normalize("NFKC", text).translate(_STYLE))
    for one, other in table.same.items():
        plain = plain.replace(one, other)
    written = _WORD.findall(plain)
    words = tuple(word.casefold() for word in written)
    counting = tuple(word for word in words if word not in table.free)
    marked = frozenset(word.casefold() for word in written if not word.islower())
    turned = frozenset(word for word in words if word in table.turning or word.endswith(table.turning_ends))
    return Wording(words, counting, (marked | turned) - table.free)


def alike(one: str, other: str, language: str = "en") -> bool:
    """Whether two sentences say the same in the same words, but for marks and small words that say nothing more."""
    first, second = wording_of(one, language), wording_of(other, language)
    if not first.counting or not second.counting:
        return first.words == second.words
    fewer, more = sorted((first, second), key=lambda wording: len(wording.counting))
    if not _in_order(fewer.counting, more.counting):
        return False
    extra = Counter(more.counting) - Counter(fewer.counting)
    if any(word in more.marked or word in fewer.marked for word in extra):
        return False
    return resemblance(first.shingles, second.shingles) >= RESEMBLANCE


def _in_order(fewer: tuple[str, ...], more: tuple[str, ...]) -> bool:
    """Whether all of ``fewer`` comes in ``more``, in the same order, perhaps with something between."""
    rest = iter(more)
    return all(word in rest for word in fewer)


def resemblance(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    """The share of all shingles that both have, 0 to 1."""
    return len(one & other) / len(one | other)
