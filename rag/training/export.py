"""From a training checkpoint to the file that is served."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import torch

from index.checksums import file_sha256
from index.errors import QuotedeskError
from rag.networks import Padded, Scores, in_batches
from rag.training.network import ReaderNetwork
from rag.windows import Ids

if TYPE_CHECKING:
    import openvino

#: What an operation of OpenVINO's converter takes whose constant it does not name.
_UNNAMED = {"aten::linear/Add": "bias", "aten::layer_norm/Multiply_1": "weight", "aten::layer_norm/Add": "bias"}


@dataclass(frozen=True)
class TorchNetwork:
    """The network before its export: to compare with, and to ask on another device than a CPU."""

    network: ReaderNetwork
    device: str = "cpu"
    name: str = "checkpoint"
    batch: int = 16

    def scores(self, rows: Sequence[Ids]) -> list[Scores]:
        """For each row of token ids its scores, (tokens, 4), in the same order."""
        return in_batches(self._infer, rows, self.batch, grain=1)

    @torch.inference_mode()
    def _infer(self, ids: Padded, mask: Padded) -> npt.NDArray[np.float32]:
        network = self.network.to(self.device)
        scores: torch.Tensor = network(*(torch.from_numpy(array).to(self.device) for array in (ids, mask)))
        return scores.float().cpu().numpy()


@dataclass(frozen=True)
class ConvertedNetwork:
    """The network in OpenVINO without having been saved: on a CPU a third faster than torch in bfloat16."""

    network: ReaderNetwork
    name: str = "checkpoint"
    batch: int = 16

    @cached_property
    def _request(self) -> "openvino.InferRequest":
        import openvino

        hints = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": torch.get_num_threads()}
        return openvino.Core().compile_model(_converted(self.network), "CPU", hints).create_infer_request()

    def scores(self, rows: Sequence[Ids]) -> list[Scores]:
        """For each row of token ids its scores, (tokens, 4), in the same order."""
        return in_batches(lambda ids, mask: self._request.infer([ids, mask])[0], rows, self.batch, grain=16)


def export(network: ReaderNetwork, folder: Path, lessons: Sequence[str] = ()) -> None:
    """Write ``reader.xml`` and ``reader.bin`` with int8 weights, and ``reader.json`` with their checksums and lessons.

    Weights are rounded to int8 with one scale for each output channel; the network still computes in floating point.
    The reader's name ends in the first letters of its checksum: an index remembers what was calibrated with which.
    """
    import nncf
    import openvino

    folder.mkdir(parents=True, exist_ok=True)
    model = nncf.compress_weights(_converted(network), mode=nncf.CompressWeightsMode.INT8_SYM)
    openvino.save_model(model, folder / "reader.xml")
    sums = {file: file_sha256(folder / file) for file in ("reader.xml", "reader.bin")}
    card = {"name": f"trained-{sums['reader.bin'][:8]}", "sha256": sums, "lessons": list(lessons)}
    (folder / "reader.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def imported(network: ReaderNetwork, folder: Path) -> ReaderNetwork:
    """``network`` with the weights that ``export`` wrote into ``folder``, as near as int8 keeps them.

    Word embeddings stay the network's own: they are not trained.
    """
    found = dict(_weights(folder / "reader.xml"))
    words = network.encoder.get_input_embeddings().weight
    own = [name for name, parameter in network.named_parameters() if parameter is not words]
    if missing := [name for name in own if name not in found]:
        msg = f"{folder / 'reader.xml'}: it has no {missing[0]}; export it with the OpenVINO that is installed."
        raise QuotedeskError(msg)
    network.load_state_dict({name: torch.from_numpy(found[name]) for name in own}, strict=False)
    return network


def _weights(file: Path) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    """The weights in OpenVINO's file by the names of their parameters, multiplied out.

    The converter gives a matrix the name of its parameter, and compression puts its scale beside it; what is added or
    multiplied element by element loses its name, and is known by the operation that takes it.
    """
    import openvino

    model = openvino.Core().read_model(file)
    constants = {op.get_friendly_name(): op for op in model.get_ordered_ops() if op.get_type_name() == "Constant"}
    for name, constant in constants.items():
        if scale := constants.get(f"{name}/scale"):
            yield name.removeprefix("self."), constant.data.astype(np.float32) * scale.data.astype(np.float32)
        elif constant.get_output_element_type(0) == openvino.Type.f32:
            for user in constant.output(0).get_target_inputs():
                owner, _, operation = user.get_node().get_friendly_name().partition("/")
                if operation in _UNNAMED:
                    yield f"{owner.removeprefix('__module.')}.{_UNNAMED[operation]}", constant.data.flatten()


def averaged(one: ReaderNetwork, other: ReaderNetwork) -> ReaderNetwork:
    """``one`` with the mean of both networks' weights.

    Of networks trained on from the same weights it is often better than either: Wortsman et al., "Model soups" (2022).
    """
    others = other.state_dict()
    one.load_state_dict({name: torch.lerp(own, others[name], 0.5) for name, own in one.state_dict().items()})
    return one


def _converted(network: ReaderNetwork) -> "openvino.Model":
    import openvino

    example = (torch.ones(2, 16, dtype=torch.long), torch.ones(2, 16, dtype=torch.long))
    return openvino.convert_model(network.float().eval(), example_input=example)


def furthest(one: Sequence[Scores], other: Sequence[Scores]) -> float:
    """The largest difference between two networks' scores of the same rows."""
    return max(float(np.abs(first - second).max()) for first, second in zip(one, other, strict=True))
