"""MinHash sketches of texts, and the bands by which an index finds those that are much alike.

A. Z. Broder, "On the resemblance and containment of documents", 1997; the bands are those of Leskovec, Rajaraman and
Ullman, "Mining of Massive Datasets", section 3.4.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b

import numpy as np
from rensa import RMinHash  # type: ignore[import-untyped]

SHINGLE = 4  # words
BANDS = 42
ROWS = 3  # slots of a sketch in a band: two articles of resemblance r share one with probability 1 - (1 - r³)⁴²
#: What sketches are made by: those of another kind cannot be compared with them, and are to be made anew.
KIND = f"rensa {RMinHash.ALGORITHM_VERSION}, {SHINGLE} words, {BANDS}x{ROWS}"

_WORD = re.compile(r"[^\W_]+")

Shingle = tuple[str, ...]


def words_of(texts: Iterable[str]) -> list[str]:
    """The words of all ``texts``, one after another, without case and punctuation."""
    return [word for text in texts for word in _WORD.findall(text.casefold())]


def shingles(words: list[str]) -> Iterator[Shingle]:
    """Every run of ``SHINGLE`` neighbouring words; all of a text that is shorter; none of an empty one."""
    if 0 < len(words) < SHINGLE:
        return iter([tuple(words)])
    return zip(*(words[at:] for at in range(SHINGLE)), strict=False)


def sketch(kept: Iterable[str]) -> bytes:
    """The MinHash of the shingles of the stretches ``kept``, little-endian uint32; empty where there is no word."""
    runs = list(map(" ".join, shingles(words_of(kept))))
    if not runs:
        return b""
    minhash = RMinHash(num_perm=BANDS * ROWS, seed=1)
    minhash.update(runs)
    return np.array(minhash.digest(), dtype="<u4").tobytes()


def resemblance(one: bytes, other: bytes) -> float:
    """The share of common shingles that two sketches let expect, give or take 0.04; 0 where one has no words."""
    if not one or not other:
        return 0.0
    return float(np.mean(np.frombuffer(one, dtype="<u4") == np.frombuffer(other, dtype="<u4")))


def bands(sketch: bytes) -> list[int]:
    """A number below 2⁵⁶ for each band; articles that share any are candidates. None where there are no words."""
    step = len(sketch) // BANDS
    return [
        int.from_bytes(blake2b(sketch[at : at + step], digest_size=7, salt=at.to_bytes(2, "little")).digest(), "little")
        for at in range(0, len(sketch), step or 1)
    ]
