"""Passages of invented words with the frequencies of real ones, as many as a bench wants, and questions about them."""

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.vectors import Rows

#: Of 35,720 real passages of news (docs/speed.md): tokens a passage, and content words a question.
TOKENS, ASKED = 138, 10
#: The words that a question would leave out: the commonest.
STOPPED = 120
#: Zipf and Mandelbrot's law: a word's frequency is 1 / (rank + OFFSET) ** EXPONENT.
EXPONENT, OFFSET = 1.0, 6.0
#: A passage takes one word in four from the words of its topic, which 300 passages share.
TOPIC_WORDS, TOPIC_SHARE, ON_A_TOPIC = 100, 0.25, 300
BLOCK = 5_000


class Asked(NamedTuple):
    """A question's content words, and the passage that most of them are from."""

    words: list[str]
    passage: int


def passages(size: int, seed: int = 7) -> Iterator[str]:
    """The texts of so many passages; the first of a larger set are not those of a smaller one."""
    words = _words()
    for begin in range(0, size, BLOCK):
        for row in words[_ranks(size, begin, seed)]:
            yield " ".join(row)


def questions(size: int, count: int, seed: int = 7) -> list[Asked]:
    """Of each, seven words in ten are of one passage, the others of no passage in particular."""
    drawn = np.random.default_rng(seed + 1)
    words, found = _words(), []
    for place in drawn.integers(size, size=count).tolist():
        held = np.unique(_ranks(size, place - place % BLOCK, seed)[place % BLOCK])
        own = drawn.choice(held[held >= STOPPED], ASKED * 7 // 10, replace=False)
        others = STOPPED + _zipf(drawn.random(ASKED - len(own)))
        ranks = np.minimum(np.concatenate([own, others]), len(words) - 1)
        found.append(Asked(list(dict.fromkeys(words[ranks].tolist())), place))
    return found


def spelled(ranks: Rows) -> list[str]:
    """The words of these ranks, the commonest 0."""
    words: list[str] = _words()[ranks].tolist()
    return words


def _ranks(size: int, begin: int, seed: int) -> Rows:
    """The words of a block of passages, by rank, (passages, TOKENS)."""
    drawn = np.random.default_rng([seed, size, begin])
    shape = (min(BLOCK, size - begin), TOKENS)
    ranks = _zipf(drawn.random(shape))
    topics = drawn.integers(max(1, size // ON_A_TOPIC), size=(shape[0], 1))
    # A topic's words are those that its number draws: no table of them is kept.
    spread = (topics * 7919 + drawn.integers(TOPIC_WORDS, size=shape)) * 2654435761 % 2**32 / 2**32
    of_topic = np.minimum(STOPPED + _zipf(spread), len(_words()) - 1)
    return np.where(drawn.random(shape) < TOPIC_SHARE, of_topic, ranks)


def _zipf(uniform: npt.NDArray[np.float64]) -> Rows:
    """Ranks from 0 that follow the law, from numbers spread evenly over [0, 1)."""
    return np.searchsorted(_cumulated(), uniform).astype(np.int64)


@cache
def _cumulated() -> npt.NDArray[np.float64]:
    weights = 1 / (np.arange(len(_words())) + OFFSET) ** EXPONENT
    shares: npt.NDArray[np.float64] = np.cumsum(weights) / weights.sum()
    return shares


@cache
def _words() -> npt.NDArray[np.object_]:
    """By rank; they end in "k", which no stemmer takes off."""
    syllables = ["".join(pair) for pair in product("bdfgklmnprtvz", "aeiou")]
    every = np.array([f"{''.join(three)}k" for three in product(syllables, repeat=3)], dtype=object)
    return every[np.random.default_rng(3).permutation(len(every))]
