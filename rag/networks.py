"""The trained reader's network as it is served: OpenVINO, no torch."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from index.beside import beside
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
_HINTS = {"PERFORMANCE_HINT": "LATENCY"}


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
    lessons: tuple[str, ...] = ()  # what the weights learnt from, one paragraph a run, first to last

    @classmethod
    def read(cls, folder: Path) -> "Card":
        """The card in ``folder``."""
        content: dict[str, Any] = json.loads((folder / "reader.json").read_text("utf-8"))
        return cls(content["name"], content["sha256"], tuple(content.get("lessons", ())))


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

    def begin_loading(self) -> None:
        """Load the weights beside whatever else there is to do; whoever asks for scores first waits for it."""
        self._loading  # noqa: B018 - begins when it is first asked for

    @cached_property
    def _loading(self) -> "Future[openvino.CompiledModel]":
        return beside(self._compiled)

    def _compiled(self) -> "openvino.CompiledModel":
        import openvino

        for name, published in Card.read(self.folder).sha256.items():
            found = file_sha256(self.folder / name)
            if found != published:
                raise QuotedeskError(
                    f"{self.folder / name} has SHA-256 {found[:12]}…, not the {published[:12]}… of its card",
                    fix="the file is damaged: install quotedesk again, or run python -m rag.training",
                )
        core = openvino.Core()
        return core.compile_model(_unpacked(core.read_model(self.folder / "reader.xml")), "CPU", _HINTS)

    def scores(self, rows: Sequence[Ids]) -> list[Scores]:
        """For each row of token ids its scores, (tokens, 4), in the same order."""
        request = self._loading.result().create_infer_request()
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


def _unpacked(model: "openvino.Model") -> "openvino.Model":
    """The model with the int8 weights of its layers multiplied out once, so that no question pays for it.

    It takes 40 MB more memory and a fifth less time than when OpenVINO (2026.4) does it at each reading.
    """
    from openvino import opset13 as ops

    for product in model.get_ordered_ops():
        if product.get_type_name() != "Multiply":
            continue
        multiplied = [end for end in _ends(product) if end.get_node().get_type_name() == "MatMul"]
        packed, scale = (_constant(side.get_source_output().get_node()) for side in product.inputs())
        if not multiplied or packed is None or scale is None or packed.dtype != np.int8:
            continue
        weights = ops.constant(np.multiply(packed, scale, dtype=np.float32), shared_memory=True).output(0)
        for end in multiplied:
            end.replace_source_output(weights)
    model.validate_nodes_and_infer_types()
    return model


def _constant(node: "openvino.Node") -> npt.NDArray[Any] | None:
    """The values of a constant, through what converts it to another type; None of anything else."""
    while node.get_type_name() == "Convert":
        node = node.input(0).get_source_output().get_node()
    return node.data if node.get_type_name() == "Constant" else None


def _ends(node: "openvino.Node") -> "list[openvino.Input]":
    """Where the output of ``node`` goes, through what converts it to another type."""
    ends = list(node.output(0).get_target_inputs())
    through = [one.get_node() for one in ends if one.get_node().get_type_name() == "Convert"]
    return ends + [end for convert in through for end in convert.output(0).get_target_inputs()]
