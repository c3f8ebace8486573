import json
import math

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel

from index.embedders import bundled_tokenizer
from rag.networks import END, NONE, SENTENCE, START
from rag.training.batches import Batch, Batcher
from rag.training.examples import ReadingSet
from rag.training.export import ConvertedNetwork, TorchNetwork, furthest
from rag.training.labels import Labels
from rag.training.material import PORTIONS, Material
from rag.training.network import ReaderNetwork
from rag.training.recipe import Recipe
from rag.training.run import Run, loss_of
from rag.windows import Windows


@pytest.fixture
def batcher(reading_set):
    reading = ReadingSet.read(reading_set)
    material = Material(reading, [[1 - question.passage] for question in reading.questions], PORTIONS)
    return Batcher(material, Windows(bundled_tokenizer(), most=96), size=4)


def small_network():
    torch.manual_seed(1)
    config = BertConfig(
        hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, attn_implementation="eager",
    )  # fmt: skip
    return ReaderNetwork(BertModel(config, add_pooling_layer=False), 32)


def recipe(examples, **changes):
    return Recipe(examples=examples, batch=4, rate=3e-3, head_rate=3e-3, steps_between_checkpoints=5, **changes)


def test_it_learns_a_small_set_by_heart(tmp_path, batcher):
    run = Run(tmp_path, small_network(), [batcher], recipe(4 * 150))
    run.train()
    losses = [json.loads(line)["loss"] for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert len(losses) == 3
    assert losses[-1] < 0.75 * losses[0]


def test_a_run_that_was_stopped_goes_on_as_if_it_had_not_been(tmp_path, batcher):
    whole = Run(tmp_path / "whole", small_network(), [batcher], recipe(4 * 20))
    whole.train()
    stopped = Run(tmp_path / "stopped", small_network(), [batcher], recipe(4 * 20))
    step = stopped._step
    seen = []

    def stop_at_twelve(batch, progress):
        seen.append(progress)
        if len(seen) == 12:
            raise KeyboardInterrupt
        return step(batch, progress)

    stopped._step = stop_at_twelve
    with pytest.raises(KeyboardInterrupt):
        stopped.train()
    resumed = Run(tmp_path / "stopped", small_network(), [batcher], recipe(4 * 20))
    resumed.train()
    for one, other in zip(whole.trained().parameters(), resumed.trained().parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-6)


def test_word_embeddings_stay_as_they_are(tmp_path, batcher):
    network = small_network()
    before = network.encoder.get_input_embeddings().weight.detach().clone()
    Run(tmp_path, network, [batcher], recipe(4 * 5)).train()
    assert torch.equal(network.encoder.get_input_embeddings().weight.float(), before.to(torch.bfloat16).float())


def batch_of(right):
    markers = np.array([[1, 3], [2, -1]])
    return Batch(
        ids=np.ones((2, 5), dtype=np.int64),
        mask=np.ones((2, 5), dtype=np.int64),
        markers=markers,
        right=np.array(right),
        start=np.array([-1, -1]),
        end=np.array([-1, -1]),
    )


def test_the_loss_is_the_negative_log_of_the_probability_of_what_is_right():
    scores = torch.zeros(2, 5, 4)
    scores[0, 1, SENTENCE], scores[1, 0, NONE] = 2.0, 1.0
    loss = loss_of(scores, batch_of([[True, False], [False, False]]), Recipe())
    first = math.exp(2) / (math.exp(2) + 2)
    second = math.e / (math.e + 1)
    assert float(loss) == pytest.approx(-(math.log(first) + math.log(second)) / 2, rel=1e-5)


def test_a_batch_without_short_answers_has_a_finite_loss():
    assert torch.isfinite(loss_of(torch.zeros(2, 5, 4), batch_of([[True, True], [True, False]]), Recipe()))


def scores_of(first, none):
    """Scores of the two rows of batch_of: of the sentences of the first, and of none in the second."""
    scores = torch.zeros(2, 5, 4)
    scores[0, 1, SENTENCE], scores[0, 3, SENTENCE] = first
    scores[1, 0, NONE] = none
    return scores


def test_with_a_teacher_the_loss_is_least_where_the_network_agrees():
    recipe = Recipe(teacher_weight=1.0, temperature=1.0, span_weight=0.0)
    opinion = scores_of((2.0, -1.0), 1.0).numpy()
    batch = batch_of([[False, True], [True, False]])
    agreeing, other = scores_of((2.0, -1.0), 1.0), torch.zeros(2, 5, 4)
    assert loss_of(agreeing, batch, recipe, opinion) < loss_of(other, batch, recipe, opinion)
    soft = torch.tensor([[0.0, 2.0, -1.0], [1.0, 0.0, -1e4]]).softmax(dim=1)
    entropy = -(soft * soft.clamp(min=1e-12).log()).sum(dim=1).mean()
    assert float(loss_of(agreeing, batch, recipe, opinion)) == pytest.approx(float(entropy), rel=1e-4)


@pytest.mark.parametrize("column", [START, END])
def test_a_teacher_says_where_the_short_answer_starts_and_ends(column):
    opinion = torch.zeros(2, 5, 4)
    opinion[:, 2, column] = 3.0
    batch, recipe = batch_of([[True, False], [False, False]]), Recipe(teacher_weight=1.0)
    assert loss_of(opinion, batch, recipe, opinion.numpy()) < loss_of(
        torch.zeros(2, 5, 4), batch, recipe, opinion.numpy()
    )


class Counting(TorchNetwork):
    """Counts the windows that it is asked about."""

    asked = 0

    def scores(self, rows):
        self.asked += len(rows)
        return super().scores(rows)


def test_a_teacher_labels_a_window_once(tmp_path, batcher):
    labels, teacher = Labels(tmp_path / "labels.sqlite"), Counting(small_network())
    run = Run(tmp_path / "run", small_network(), [batcher], recipe(4 * 12), labels=labels)
    run.label(labels, teacher, 4 * 6)
    labelled = teacher.asked
    assert labelled
    run.label(labels, teacher, 4 * 6)
    assert teacher.asked == labelled


def test_batches_are_of_each_material_in_turn(tmp_path, batcher):
    learnt = []

    class Noting(Run):
        def _step(self, rows, progress):
            learnt.append(len(rows))
            return super()._step(rows, progress)

    materials = [Batcher(batcher.material, batcher.windows, size=size) for size in (4, 3)]
    Noting(tmp_path / "run", small_network(), materials, recipe(4 * 8)).train()
    assert learnt == [4, 3] * 4


def test_an_opinion_is_kept_and_there_is_none_of_what_the_teacher_was_not_asked_about(tmp_path, batcher):
    labels, teacher = Labels(tmp_path / "labels.sqlite"), TorchNetwork(small_network().eval())
    rows = next(batcher.batches(batcher.material.examples(7), 7))
    labels.add(rows[1:], teacher)
    opinion = Labels(tmp_path / "labels.sqlite").opinion(rows)
    assert np.isnan(opinion[0, : len(rows[0].window.ids)]).all()
    for row, kept, scores in zip(
        rows[1:], opinion[1:], teacher.scores([row.window.ids for row in rows[1:]]), strict=True
    ):
        assert np.allclose(kept[: len(row.window.ids)], scores, atol=2e-3)
        assert not kept[len(row.window.ids) :].any()


def test_what_the_teacher_was_not_asked_about_is_learnt_from_as_it_is():
    recipe = Recipe(teacher_weight=1.0)
    scores = torch.zeros(2, 5, 4)
    scores[0, 1, SENTENCE], scores[1, 0, NONE] = 2.0, 1.0
    batch = batch_of([[True, False], [False, False]])
    opinion = scores_of((2.0, -1.0), 1.0).numpy()
    none = np.full_like(opinion, np.nan)
    half = np.concatenate([opinion[:1], none[1:]])
    gold, both, mixed = (float(loss_of(scores, batch, recipe, one)) for one in (none, opinion, half))
    assert gold == pytest.approx(float(loss_of(scores, batch, recipe)), rel=1e-6)
    first, second = (
        float(loss_of(scores[at : at + 1], one_row(batch, at), recipe, opinion[at : at + 1])) for at in (0, 1)
    )
    alone = float(loss_of(scores[1:], one_row(batch, 1), recipe))
    assert both == pytest.approx((first + second) / 2, rel=1e-5)
    assert mixed == pytest.approx((first + alone) / 2, rel=1e-5)


def one_row(batch, at):
    return Batch(*(array[at : at + 1] for array in batch))


# torch's tracer, which OpenVINO's converter uses, warns of what it cannot follow in transformers' own code.
@pytest.mark.filterwarnings("ignore")
def test_a_teacher_converted_for_a_cpu_thinks_the_same(batcher):
    rows = [row.window.ids for row in next(batcher.batches(batcher.material.examples(7), 7))]
    network = small_network()
    assert furthest(TorchNetwork(network.eval()).scores(rows), ConvertedNetwork(network).scores(rows)) < 0.05


def test_mpnet_reads_the_same_words_under_its_own_numbers():
    network = small_network()
    assert network.vocabulary is None
    translated = ReaderNetwork(network.encoder, 32, torch.arange(30522).flip(0))
    ids = torch.tensor([[101, 2054, 102]])
    assert torch.equal(translated(ids, ids > 0), translated(ids, torch.ones_like(ids)))
    assert not torch.equal(translated(ids, ids > 0), network(ids, ids > 0))
