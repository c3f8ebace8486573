"""What a larger network makes of the same windows, kept on disk: for the small one to learn from."""

import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from rag.networks import NONE, SENTENCE
from rag.training.batches import Row, batch_of
from rag.training.network import ReaderNetwork

Options = npt.NDArray[np.float32]  # (rows, 1 + markers): logits of "none" and of each sentence, -1e4 where none is


@dataclass
class Teacher:
    """A trained network that is asked for its opinion; each opinion is computed once and kept in ``file``.

    On a CPU labelling takes longer than learning from the labels, and may be stopped at any time.
    """

    network: ReaderNetwork
    file: Path
    device: str = "cpu"
    _labels: sqlite3.Connection = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.network.to(self.device, dtype=torch.bfloat16).eval()
        self._labels = sqlite3.connect(self.file)
        self._labels.execute("create table if not exists labels (window blob primary key, options blob)")

    def options(self, rows: Sequence[Row]) -> Options:
        """The logits of every option of every row."""
        keys = [hashlib.blake2b(row.window.ids.tobytes(), digest_size=16).digest() for row in rows]
        known = {key: self._known(key) for key in keys}
        if any(value is None for value in known.values()):
            known = dict(zip(keys, self._computed(rows), strict=True))
            values = [(key, value.astype(np.float16).tobytes()) for key, value in known.items() if value is not None]
            with self._labels:
                self._labels.executemany("insert or replace into labels values (?, ?)", values)
        most = 1 + max(len(row.window.markers) for row in rows)
        options = np.full((len(rows), most), -1e4, dtype=np.float32)
        for place, key in enumerate(keys):
            value = known[key]
            if value is not None:
                options[place, : len(value)] = value
        return options

    def _known(self, key: bytes) -> npt.NDArray[np.float16] | None:
        found = self._labels.execute("select options from labels where window = ?", (key,)).fetchone()
        return np.frombuffer(found[0], dtype=np.float16) if found else None

    def _computed(self, rows: Sequence[Row]) -> list[npt.NDArray[np.float16]]:
        batch = batch_of(rows)
        with torch.inference_mode():
            ids, mask = (torch.from_numpy(array).to(self.device) for array in (batch.ids, batch.mask))
            scores = self.network(ids, mask).float().cpu().numpy()
        return [
            np.concatenate([scores[place, :1, NONE], scores[place, row.window.markers, SENTENCE]]).astype(np.float16)
            for place, row in enumerate(rows)
        ]
