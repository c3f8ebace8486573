"""Examples as the arrays that the network learns from."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rich.progress import track

from index.articles import Span
from rag.networks import padded
from rag.training.material import Example, Material
from rag.windows import Ids, Sentence, Window, Windows

Array = npt.NDArray[np.int64]


class Row(NamedTuple):
    """A window with what is right in it: which markers, and the tokens where the short answer starts and ends.

    No marker is right where nothing answers, and the short answer is then token 0; -1 where it is not known.
    """

    window: Window
    right: tuple[int, ...]
    start: int
    end: int


class Batch(NamedTuple):
    """Rows padded to one length; ``markers`` padded with -1."""

    ids: Array
    mask: Array
    markers: Array
    right: npt.NDArray[np.bool_]
    start: Array
    end: Array


@dataclass
class Batcher:
    """Draws windows for examples and puts those of about the same length together.

    In training the headline is left out of four in ten, so that the reader can do without.
    """

    material: Material
    windows: Windows
    size: int = 32
    without_title: float = 0.4
    _sentences: list[list[Sentence]] = field(default_factory=list)
    _titles: list[Ids] = field(default_factory=list)

    def __post_init__(self) -> None:
        titles = {passage.article.id: passage.article.title for passage in self.material.passages}
        ids = {key: self.windows.ids(title) for key, title in titles.items()}
        for passage in track(self.material.passages, "tokenising"):
            self._sentences.append(self.windows.sentences(passage))
            self._titles.append(ids[passage.article.id])

    def batches(self, examples: Sequence[Example], seed: int) -> Iterator[list[Row]]:
        """Batches in random order; the same for the same ``seed``."""
        draw = random.Random(seed)  # noqa: S311 - an order, not a secret
        pool = self.size * 64
        for at in range(0, len(examples), pool):
            rows = [row for example in examples[at : at + pool] if (row := self._row(example, draw))]
            rows.sort(key=lambda row: len(row.window.ids))
            batches = [rows[first : first + self.size] for first in range(0, len(rows), self.size)]
            draw.shuffle(batches)
            yield from batches

    def _row(self, example: Example, draw: random.Random) -> Row | None:
        title = self._titles[example.passage] if draw.random() >= self.without_title else np.empty(0, dtype=np.int32)
        question = self.windows.ids(example.question)
        rows = [
            row_of(window, example.gold, short=example.short)
            for window in self.windows.cut(question, title, self._sentences[example.passage])
        ]
        right = [row for row in rows if row.right]
        # A long passage has windows beside the one that answers; they are good negatives now and then.
        chosen = right if right and draw.random() < 0.9 else rows
        return draw.choice(chosen) if chosen else None


def row_of(window: Window, gold: Sequence[Span], *, short: bool) -> Row:
    """The window with its gold marked; ``short`` says that the gold spans are short answers."""
    right = tuple(
        place for place, sentence in enumerate(window.sentences) if any(_overlap(sentence, span) for span in gold)
    )
    if not right:
        return Row(window, (), 0, 0)
    held = window.offsets[:, 0] >= 0
    for span in gold if short else ():
        inside = np.flatnonzero(held & (window.offsets[:, 0] < span.end) & (window.offsets[:, 1] > span.start))
        if len(inside) and window.offsets[inside[0], 0] <= span.start and window.offsets[inside[-1], 1] >= span.end:
            return Row(window, right, int(inside[0]), int(inside[-1]))
    return Row(window, right, -1, -1)


def _overlap(sentence: Sentence, span: Span) -> bool:
    if not len(sentence.offsets):
        return False
    return bool(sentence.offsets[0, 0] < span.end and span.start < sentence.offsets[-1, 1])


def batch_of(rows: Sequence[Row]) -> Batch:
    """The rows as arrays."""
    ids, mask = padded([row.window.ids for row in rows], grain=1)
    most = max(len(row.window.markers) for row in rows)
    markers = np.full((len(rows), most), -1, dtype=np.int64)
    right = np.zeros((len(rows), most), dtype=bool)
    for place, row in enumerate(rows):
        markers[place, : len(row.window.markers)] = row.window.markers
        right[place, list(row.right)] = True
    starts = np.array([row.start for row in rows], dtype=np.int64)
    ends = np.array([row.end for row in rows], dtype=np.int64)
    return Batch(ids, mask, markers, right, starts, ends)
