"""What a larger network makes of the same windows, kept on disk: for the small one to learn from."""

import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rag.networks import Network, Scores
from rag.training.batches import Row

Opinion = npt.NDArray[np.float32]  # (rows, tokens, 4): a network's scores, 0 where a row is padded


@dataclass
class Labels:
    """A teacher's opinion of windows, in ``file``; each is computed once.

    On a CPU labelling takes longer than learning from the labels, and may be stopped at any time.
    """

    file: Path
    _kept: sqlite3.Connection = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._kept = sqlite3.connect(self.file)
        self._kept.execute("create table if not exists labels (window blob primary key, scores blob)")

    def add(self, rows: Sequence[Row], teacher: Network) -> None:
        """Ask the teacher about the rows that have no label yet."""
        keys = [_key(row) for row in rows]
        new = {key: row.window.ids for key, row in zip(keys, rows, strict=True) if self._known(key) is None}
        computed = zip(new, teacher.scores(list(new.values())), strict=True)
        with self._kept:
            values = [(key, scores.astype(np.float16).tobytes()) for key, scores in computed]
            self._kept.executemany("insert or replace into labels values (?, ?)", values)

    def opinion(self, rows: Sequence[Row]) -> Opinion:
        """The scores of every token of every row; not a number in rows without a label."""
        opinion = np.zeros((len(rows), max(len(row.window.ids) for row in rows), 4), dtype=np.float32)
        for place, row in enumerate(rows):
            scores = self._known(_key(row))
            opinion[place, : len(row.window.ids)] = np.nan if scores is None else scores
        return opinion

    def _known(self, key: bytes) -> Scores | None:
        found = self._kept.execute("select scores from labels where window = ?", (key,)).fetchone()
        return np.frombuffer(found[0], dtype=np.float16).reshape(-1, 4).astype(np.float32) if found else None


def _key(row: Row) -> bytes:
    return hashlib.blake2b(row.window.ids.tobytes(), digest_size=16).digest()
