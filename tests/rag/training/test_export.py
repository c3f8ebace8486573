import numpy as np
import pytest
import torch

from index.embedders import bundled_folder
from rag.networks import Card, OpenVinoNetwork
from rag.training.export import TorchNetwork, averaged, export, furthest
from rag.training.network import ReaderNetwork


# torch's tracer, which OpenVINO's converter uses, warns of what it cannot follow in transformers' own code.
@pytest.mark.filterwarnings("ignore")
@pytest.mark.slow
def test_exported_and_original_agree(tmp_path):
    """Scores spread by about 1 over the tokens of a network not yet trained; int8 moves them by a few hundredths."""
    torch.manual_seed(3)
    network = ReaderNetwork.from_encoder(bundled_folder()).eval()
    export(network, tmp_path)
    draw = np.random.default_rng(5)
    rows = [draw.integers(1000, 30000, length).astype(np.int32) for length in (12, 40, 150, 256)]
    original = TorchNetwork(network).scores(rows)
    assert furthest(original, OpenVinoNetwork(tmp_path).scores(rows)) < 0.15
    assert Card.read(tmp_path).name.startswith("trained-")


def test_the_average_of_two_networks_lies_half_way():
    one, other = (ReaderNetwork.from_encoder(bundled_folder()) for _ in range(2))
    torch.nn.init.constant_(one.scores.weight, 1.0)
    torch.nn.init.constant_(other.scores.weight, 2.0)
    mean = averaged(one, other)
    assert torch.allclose(mean.scores.weight, torch.full_like(mean.scores.weight, 1.5))
    words = mean.encoder.get_input_embeddings().weight
    assert torch.allclose(words, other.encoder.get_input_embeddings().weight)
