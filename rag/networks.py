"""The trained reader's network as it is served: OpenVINO, no torch."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from index.checksums import file_sha256
from index.errors import QuotedeskError
from rag.windows import PAD, Ids

if TYPE_CHECKING:
    import openvino

Scores: TypeAlias = npt.NDArray[np.float32]  # (tokens, 4)
Padded: TypeAlias = npt.NDArray[np.int64]  # (rows, tokens)

#: What each column of a network's output scores: the sentence after a marker, "no sentence answers" (at the first
#: token), and where the short answer starts and ends.
SENTENCE, NONE, START, END = range(4)
WEIGHTS = Path(__file__).parent / "weights"


class Network(Protocol):
    """Scores the tokens of windows."""

    @property
    def name(self) -> str:
        """What an answer says it was read by."""

    def scores(self, rows: Sequence[Ids]) -> list[Scores]:
        """For each row of token ids its scores, (tokens, 4), in the same order."""


class Card(NamedTuple):
    """What ``rag/weights/reader.json`` says of the weights beside it."""

    name: str
    sha256: dict[str, str]

    @classmethod
    def read(cls, folder: Path) -> "Card":
        """The card in ``folder``."""
        content: dict[str, Any] = json.loads((folder / "reader.json").read_text("utf-8"))
        return cls(content["name"], content["sha256"])


@dataclass(frozen=True)
class OpenVinoNetwork:
    """The weights that come with the project, int8 on disk, computed in bfloat16 where the processor has it.

    Rows are read in batches of about the same length; padded to a multiple of ``grain``, because each new shape
    costs a little compiling.
    """

    folder: Path = WEIGHTS
    batch: int = 4
    grain: int = 16

    @cached_property
    def name(self) -> str:
        """The name on the model card."""
        return Card.read(self.folder).name

    @cached_property
    def _compiled(self) -> "openvino.CompiledModel":
        import openvino

        for name, published in Card.read(self.folder).sha256.items():
            found = file_sha256(self.folder / name)
            if found != published:
                raise QuotedeskError(
                    f"{self.folder / name} has SHA-256 {found[:12]}…, not the {published[:12]}… of its card",
                    fix="the file is damaged: install quotedesk again, or run python -m rag.training",
                )
        return openvino.Core().compile_model(self.folder / "reader.xml", "CPU", {"PERFORMANCE_HINT": "LATENCY"})

    def scores(self, rows: Sequence[Ids]) -> list[Scores]:
        """For each row of token ids its scores, (tokens, 4), in the same order."""
        request = self._compiled.create_infer_request()
        return in_batches(lambda ids, mask: request.infer([ids, mask])[0], rows, self.batch, self.grain)


def in_batches(
    infer: Callable[[Padded, Padded], npt.NDArray[np.float32]], rows: Sequence[Ids], batch: int, grain: int
) -> list[Scores]:
    """The scores of ``rows``, in the same order, inferred ``batch`` rows of about the same length at a time.

    ``infer`` takes what ``padded`` gives and returns (rows, tokens, 4), which it may overwrite at the next call.
    """
    found: dict[int, Scores] = {}
    by_length = sorted(range(len(rows)), key=lambda place: len(rows[place]))
    for first in range(0, len(rows), batch):
        places = by_length[first : first + batch]
        output = infer(*padded([rows[place] for place in places], grain))
        found |= {place: output[row, : len(rows[place])].copy() for row, place in enumerate(places)}
    return [found[place] for place in range(len(rows))]


def padded(rows: Sequence[Ids], grain: int) -> tuple[Padded, Padded]:
    """Ids and attention mask, both (rows, tokens), the tokens a multiple of ``grain``."""
    length = -(-max(len(row) for row in rows) // grain) * grain
    ids = np.full((len(rows), length), PAD, dtype=np.int64)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = row
    lengths = np.array([len(row) for row in rows])
    return ids, (np.arange(length) < lengths[:, None]).astype(np.int64)
