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
class Teacher:
    """A trained network that is asked for its opinion; each opinion is computed once and kept in ``file``.

    On a CPU labelling takes longer than learning from the labels, and may be stopped at any time.
    """

    network: Network
    file: Path
    _labels: sqlite3.Connection = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._labels = sqlite3.connect(self.file)
        self._labels.execute("create table if not exists labels (window blob primary key, scores blob)")

    def opinion(self, rows: Sequence[Row]) -> Opinion:
        """The scores of every token of every row."""
        keys = [hashlib.blake2b(row.window.ids.tobytes(), digest_size=16).digest() for row in rows]
        known = {key: scores for key in keys if (scores := self._known(key)) is not None}
        new = {key: row.window.ids for key, row in zip(keys, rows, strict=True) if key not in known}
        computed = dict(zip(new, self.network.scores(list(new.values())), strict=True))
        with self._labels:
            values = [(key, scores.astype(np.float16).tobytes()) for key, scores in computed.items()]
            self._labels.executemany("insert or replace into labels values (?, ?)", values)
        opinion = np.zeros((len(rows), max(len(row.window.ids) for row in rows), 4), dtype=np.float32)
        for place, key in enumerate(keys):
            scores = (known | computed)[key]
            opinion[place, : len(scores)] = scores
        return opinion

    def _known(self, key: bytes) -> Scores | None:
        found = self._labels.execute("select scores from labels where window = ?", (key,)).fetchone()
        return np.frombuffer(found[0], dtype=np.float16).reshape(-1, 4).astype(np.float32) if found else None
