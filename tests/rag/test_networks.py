import json
import shutil

import numpy as np
import pytest

from index.errors import QuotedeskError
from rag.networks import WEIGHTS, Card, OpenVinoNetwork, padded
from rag.windows import CLS, MARKER, SEP


@pytest.fixture(scope="module")
def network():
    return OpenVinoNetwork()


def row(length, seed=0):
    ids = np.random.default_rng(seed).integers(1000, 30000, length).astype(np.int32)
    ids[0], ids[5], ids[-1] = CLS, MARKER, SEP
    return ids


def test_the_file_is_at_most_30_megabytes():
    assert sum((WEIGHTS / name).stat().st_size for name in Card.read(WEIGHTS).sha256) <= 30e6


def test_each_row_has_four_scores_a_token_in_the_order_asked(network):
    rows = [row(length, seed) for seed, length in enumerate((40, 12, 90, 41, 13))]
    scores = network.scores(rows)
    assert [score.shape for score in scores] == [(len(one), 4) for one in rows]


def test_a_row_scores_the_same_alone_and_among_others(network):
    """Within what bfloat16 rounds differently when a row is padded."""
    rows = [row(length, seed) for seed, length in enumerate((40, 12, 90, 41, 13, 200))]
    together = network.scores(rows)
    for one, scores in zip(rows, together, strict=True):
        (alone,) = network.scores([one])
        assert np.abs(alone - scores).max() < 0.25


def test_no_rows_have_no_scores(network):
    assert network.scores([]) == []


@pytest.mark.parametrize("name", sorted(Card.read(WEIGHTS).sha256))
def test_a_damaged_file_is_not_used(tmp_path, name):
    shutil.copytree(WEIGHTS, tmp_path / "weights")
    with (tmp_path / "weights" / name).open("r+b") as file:
        file.seek(1000)
        file.write(b"\x00\x01")
    with pytest.raises(QuotedeskError, match=name):
        OpenVinoNetwork(tmp_path / "weights").scores([row(20)])


def test_the_name_says_which_weights_these_are():
    card = json.loads((WEIGHTS / "reader.json").read_text("utf-8"))
    assert card["name"].endswith(card["sha256"]["reader.bin"][:8])


def test_padding_is_masked():
    ids, mask = padded([row(10), row(17)], 8)
    assert ids.shape == mask.shape == (2, 24)
    assert mask.sum(axis=1).tolist() == [10, 17]
    assert (ids[mask == 0] == 0).all()
