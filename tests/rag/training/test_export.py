import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel

from index.embedders import bundled_folder
from index.errors import QuotedeskError
from rag.networks import WEIGHTS, Card, OpenVinoNetwork
from rag.training.export import TorchNetwork, averaged, export, furthest, imported
from rag.training.network import ReaderNetwork


# torch's tracer, which OpenVINO's converter uses, warns of what it cannot follow in transformers' own code.
@pytest.mark.filterwarnings("ignore")
@pytest.mark.slow
def test_exported_and_original_agree(tmp_path):
    """Scores spread by about 1 over the tokens of a network not yet trained; int8 moves them by a few hundredths."""
    torch.manual_seed(3)
    network = ReaderNetwork.from_encoder(bundled_folder()).eval()
    export(network, tmp_path, ["It has learnt nothing."])
    draw = np.random.default_rng(5)
    rows = [draw.integers(1000, 30000, length).astype(np.int32) for length in (12, 40, 150, 256)]
    original = TorchNetwork(network).scores(rows)
    assert furthest(original, OpenVinoNetwork(tmp_path).scores(rows)) < 0.15
    assert Card.read(tmp_path).name.startswith("trained-")
    assert Card.read(tmp_path).lessons == ("It has learnt nothing.",)


def test_the_weights_that_are_served_can_be_trained_on():
    """Nothing but the exported file need be left: a network made from it scores as it does, but for bfloat16."""
    network = imported(ReaderNetwork.from_encoder(bundled_folder()).eval(), WEIGHTS)
    draw = np.random.default_rng(5)
    rows = [draw.integers(1000, 30000, length).astype(np.int32) for length in (12, 40, 150)]
    served, again = OpenVinoNetwork().scores(rows), TorchNetwork(network).scores(rows)
    assert furthest(served, again) < 0.02 * max(np.abs(one).max() for one in served)
    parameters = dict(network.named_parameters())
    untrained = dict(ReaderNetwork.from_encoder(bundled_folder()).named_parameters())
    same = [name for name, value in parameters.items() if torch.equal(value, untrained[name])]
    assert same == ["encoder.embeddings.word_embeddings.weight"]


def test_a_file_that_lacks_a_weight_is_refused_by_its_name():
    larger = BertModel(
        BertConfig(hidden_size=384, num_hidden_layers=7, num_attention_heads=12), add_pooling_layer=False
    )
    with pytest.raises(QuotedeskError, match=r"reader\.xml: it has no encoder\.encoder\.layer\.6\."):
        imported(ReaderNetwork(larger, 384), WEIGHTS)


def test_the_average_of_two_networks_lies_half_way():
    one, other = (ReaderNetwork.from_encoder(bundled_folder()) for _ in range(2))
    torch.nn.init.constant_(one.scores.weight, 1.0)
    torch.nn.init.constant_(other.scores.weight, 2.0)
    mean = averaged(one, other)
    assert torch.allclose(mean.scores.weight, torch.full_like(mean.scores.weight, 1.5))
    words = mean.encoder.get_input_embeddings().weight
    assert torch.allclose(words, other.encoder.get_input_embeddings().weight)
