"""A BERT encoder with mean pooling, as a graph for OpenVINO: no torch, and ready within a second.

The layers are those of Devlin et al., "BERT" (2018), with weights as Hugging Face's transformers names them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import openvino

Weights = dict[str, npt.NDArray[np.float32]]

#: OpenVINO keeps what it compiled for each shape, more than a megabyte, by itself so many that indexing grew by 6 KB
#: a passage. With 32 a question took 1 ms longer, with 128 none.
_HINTS = {"PERFORMANCE_HINT": "LATENCY", "CPU_RUNTIME_CACHE_CAPACITY": "128"}


@dataclass(frozen=True)
class Bert:
    """The model in a sentence-transformers folder; ``supports`` says whether it is of this kind."""

    folder: Path

    @staticmethod
    def supports(folder: Path) -> bool:
        """Whether the model is a BERT whose token vectors are averaged, without prompts."""
        if not all((folder / name).is_file() for name in ("model.safetensors", "tokenizer.json", "modules.json")):
            return False
        kinds = [module["type"].rpartition(".")[2] for module in _json(folder / "modules.json")]
        pooling = _json(folder / "1_Pooling" / "config.json")
        ways = [name for name, used in pooling.items() if name.startswith("pooling_mode_") and used is True]
        config = _json(folder / "config.json")
        return (
            kinds in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
            and ways == ["pooling_mode_mean_tokens"]
            and (config["model_type"], config["hidden_act"]) == ("bert", "gelu")
            and config.get("position_embedding_type", "absolute") == "absolute"
            and not any(_json(folder / "config_sentence_transformers.json").get("prompts", {}).values())
        )

    @cached_property
    def config(self) -> dict[str, float]:
        """The numbers that give the model its shape."""
        stated = _json(self.folder / "config.json").items()
        return {name: value for name, value in stated if type(value) in (int, float)}

    @property
    def most_tokens(self) -> int:
        """How many tokens it reads of a text, the special ones included."""
        stated = _json(self.folder / "sentence_bert_config.json").get("max_seq_length")
        return int(stated or self.config["max_position_embeddings"])

    def pooled(self, rows: Sequence[Sequence[int]]) -> npt.NDArray[np.float32]:
        """The mean vector of each row's tokens, (rows, width), of their ids with the special ones."""
        ids = np.zeros((len(rows), max(len(row) for row in rows)), dtype=np.int64)
        for place, row in enumerate(rows):
            ids[place, : len(row)] = row
        lengths = np.array([len(row) for row in rows])
        mask = (np.arange(ids.shape[1]) < lengths[:, None]).astype(np.int64)
        request = self._compiled.create_infer_request()
        return np.array(request.infer([ids, mask])[0], dtype=np.float32)

    def load(self) -> None:
        """Load the weights now, and not with the first rows."""
        self._compiled  # noqa: B018

    @cached_property
    def _compiled(self) -> "openvino.CompiledModel":
        import openvino
        from safetensors.numpy import load_file

        arrays = load_file(self.folder / "model.safetensors")
        weights = {name.removeprefix("bert."): array.astype(np.float32, copy=False) for name, array in arrays.items()}
        return openvino.Core().compile_model(_graph(weights, self.config), "CPU", _HINTS)


def _json(file: Path) -> Any:  # noqa: ANN401 - a file of someone else's
    return json.loads(file.read_text("utf-8")) if file.is_file() else {}


def _graph(weights: Weights, config: dict[str, float]) -> "openvino.Model":
    import openvino
    from openvino import opset13 as ops

    ids, mask = (ops.parameter([-1, -1], np.int64, name) for name in ("ids", "mask"))
    seen = ops.convert(mask, "f32")
    one = ops.constant(np.float32(1))
    unseen = ops.unsqueeze(ops.multiply(ops.subtract(seen, one), ops.constant(np.float32(1e4))), [1, 2])
    layers = _Layers(weights, int(config["num_attention_heads"]), int(config["hidden_size"]), config["layer_norm_eps"])
    hidden = layers.embedded(ids)
    for layer in range(int(config["num_hidden_layers"])):
        hidden = layers.layer(hidden, unseen, f"encoder.layer.{layer}")
    share = ops.unsqueeze(ops.divide(seen, ops.reduce_sum(seen, [1], True)), [1])
    mean = ops.squeeze(ops.matmul(share, hidden, False, False), [1])
    return openvino.Model([mean], [ids, mask], "bert")


@dataclass(frozen=True, slots=True)
class _Layers:
    """The parts of the network; hidden states are (rows, tokens, width)."""

    weights: Weights
    heads: int
    width: int
    epsilon: float

    def embedded(self, ids: "openvino.Node") -> "openvino.Node":
        from openvino import opset13 as ops

        words, places, kinds = (
            self._constant(f"embeddings.{name}_embeddings.weight") for name in ("word", "position", "token_type")
        )
        tokens = ops.squeeze(ops.gather(ops.shape_of(ids), [1], 0), [0])
        at = ops.gather(places, ops.range(0, tokens, 1, "i64"), 0)
        summed = ops.add(ops.add(ops.gather(words, ids, 0), at), ops.gather(kinds, 0, 0))
        return self._norm(summed, "embeddings.LayerNorm")

    def layer(self, hidden: "openvino.Node", unseen: "openvino.Node", name: str) -> "openvino.Node":
        from openvino import opset13 as ops

        query, key, value = (
            self._by_head(self._linear(hidden, f"{name}.attention.self.{part}")) for part in ("query", "key", "value")
        )
        seen = ops.transpose(ops.scaled_dot_product_attention(query, key, value, unseen), [0, 2, 1, 3])
        seen = self._linear(ops.reshape(seen, [0, 0, self.width], True), f"{name}.attention.output.dense")
        hidden = self._norm(ops.add(seen, hidden), f"{name}.attention.output.LayerNorm")
        wide = ops.gelu(self._linear(hidden, f"{name}.intermediate.dense"), "erf")
        return self._norm(ops.add(self._linear(wide, f"{name}.output.dense"), hidden), f"{name}.output.LayerNorm")

    def _by_head(self, hidden: "openvino.Node") -> "openvino.Node":
        from openvino import opset13 as ops

        return ops.transpose(ops.reshape(hidden, [0, 0, self.heads, self.width // self.heads], True), [0, 2, 1, 3])

    def _linear(self, hidden: "openvino.Node", name: str) -> "openvino.Node":
        from openvino import opset13 as ops

        product = ops.matmul(hidden, self._constant(f"{name}.weight"), False, True)
        return ops.add(product, self._constant(f"{name}.bias"))

    def _constant(self, name: str) -> "openvino.Node":
        """The weights of that name, not copied."""
        from openvino import opset13 as ops

        return ops.constant(self.weights[name], shared_memory=True)

    def _norm(self, hidden: "openvino.Node", name: str) -> "openvino.Node":
        from openvino import opset13 as ops

        centred = ops.mvn(hidden, [-1], True, self.epsilon, "inside_sqrt")
        scaled = ops.multiply(centred, self._constant(f"{name}.weight"))
        return ops.add(scaled, self._constant(f"{name}.bias"))
