"""Trains the reader's network, in steps that survive being stopped."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain, count, islice
from pathlib import Path

import torch
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn, track
from torch import Tensor
from torch.nn import functional

from rag.networks import END, NONE, SENTENCE, START, Network
from rag.training.batches import Array, Batch, Batcher, Row, batch_of
from rag.training.labels import Labels, Opinion
from rag.training.network import ReaderNetwork
from rag.training.recipe import Recipe

_NEVER = -1e4  # the logit of what cannot be chosen


def loss_of(scores: Tensor, batch: Batch, recipe: Recipe, opinion: Opinion | None = None) -> Tensor:
    """How unlikely the network finds what is right, and how far it is from a teacher's opinion.

    For sentences: the negative log of the summed probability of all right ones, under a softmax over the markers and
    "none". For the short answer: the cross-entropy of its first and last token, token 0 where there is no answer.
    What the teacher was not asked about is learnt from as it is.
    """
    options, starts, ends = _choices(scores, batch)
    right = torch.from_numpy(batch.right).to(scores.device)
    right = torch.cat([~right.any(dim=1, keepdim=True), right], dim=1)
    sure = options.logsumexp(dim=1) - options.masked_fill(~right, _NEVER).logsumexp(dim=1)
    loss = sure + recipe.span_weight / 2 * (_span(starts, batch.start) + _span(ends, batch.end))
    if opinion is None:
        return loss.mean()
    its = torch.from_numpy(opinion).to(scores.device)
    taught = _choices(its.nan_to_num(), batch)
    parts = zip((1.0, recipe.span_weight / 2, recipe.span_weight / 2), (options, starts, ends), taught, strict=True)
    distance = torch.stack([part * _distance(own, other, recipe.temperature) for part, own, other in parts]).sum(dim=0)
    weight = recipe.teacher_weight * ~its[:, 0, 0].isnan()
    return ((1 - weight) * loss + weight * distance).mean()


def _choices(scores: Tensor, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """The logits to choose from: "none" and the sentences, first tokens, last tokens."""
    markers = torch.from_numpy(batch.markers).to(scores.device)
    sentence = scores[:, :, SENTENCE].gather(1, markers.clamp(min=0)).masked_fill(markers < 0, _NEVER)
    outside = torch.from_numpy(batch.mask == 0).to(scores.device)
    starts, ends = (scores[:, :, column].masked_fill(outside, _NEVER) for column in (START, END))
    return torch.cat([scores[:, :1, NONE], sentence], dim=1), starts, ends


def _span(logits: Tensor, target: Array) -> Tensor:
    targets = torch.from_numpy(target).to(logits.device)
    return functional.cross_entropy(logits, targets, ignore_index=-1, reduction="none")


def _distance(own: Tensor, teachers: Tensor, temperature: float) -> Tensor:
    """As Hinton, Vinyals and Dean have it ("Distilling the Knowledge in a Neural Network", 2015)."""
    soft = (teachers / temperature).softmax(dim=1)
    return -(soft * (own / temperature).log_softmax(dim=1)).sum(dim=1) * temperature**2


@dataclass
class Run:
    """One training run in ``folder``: a checkpoint to go on from, and a log with a line every 50 steps.

    A batch is drawn from each of ``batchers`` in turn.

    The network computes in bfloat16; the optimizer moves a copy in float32, because bfloat16 would round its small
    steps away.
    """

    folder: Path
    network: ReaderNetwork
    batchers: Sequence[Batcher]
    recipe: Recipe
    device: str = "cpu"
    labels: Labels | None = None

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.network.to(self.device).train()
        self.originals = self.network.trained_parameters()
        self.masters = [parameter.detach().clone().float() for parameter in self.originals]
        self.network.to(torch.bfloat16)  # in place: the originals stay its parameters
        heads = {id(parameter) for parameter in self.network.scores.parameters()}
        groups: dict[float, list[Tensor]] = {self.recipe.rate: [], self.recipe.head_rate: []}
        for original, master in zip(self.originals, self.masters, strict=True):
            groups[self.recipe.head_rate if id(original) in heads else self.recipe.rate].append(master)
        self.optimizer = torch.optim.AdamW(
            [{"params": masters, "lr": rate, "peak": rate} for rate, masters in groups.items()],
            weight_decay=self.recipe.decay,
        )

    @property
    def checkpoint(self) -> Path:
        """Where the run goes on from."""
        return self.folder / "checkpoint.pt"

    def train(self) -> None:
        """Train to the end, from the checkpoint if there is one."""
        total = self.recipe.examples // self.recipe.batch
        done = self._resume()
        (self.folder / "recipe.json").write_text(json.dumps(asdict(self.recipe), indent=2) + "\n", encoding="utf-8")
        bar = Progress(SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeRemainingColumn())
        with bar, (self.folder / "log.jsonl").open("a", encoding="utf-8") as log:
            task = bar.add_task("training", total=total, completed=done)
            seen, recent, begun = 0, 0.0, time.perf_counter()
            for step, rows in enumerate(islice(self._batches(), done, total), start=done + 1):
                recent += self._step(rows, min(step / total, 1.0))
                seen += len(rows)
                bar.update(task, completed=step, description=f"training, loss {recent / (step - done):.3f}")
                if step % 50 == 0:
                    seconds = time.perf_counter() - begun
                    line = {"step": step, "of": total, "loss": recent / 50, "examples_per_second": seen / seconds}
                    log.write(json.dumps({key: round(value, 4) for key, value in line.items()}) + "\n")
                    log.flush()
                    seen, recent, begun, done = 0, 0.0, time.perf_counter(), step
                if step % self.recipe.steps_between_checkpoints == 0:
                    self._save(step)
            self._save(total)

    def train_to(self, file: Path) -> None:
        """Train to the end, and write what the network has learnt."""
        self.train()
        torch.save(self.trained().state_dict(), file)

    def _batches(self) -> Iterator[list[Row]]:
        return chain.from_iterable(zip(*map(self._passes, self.batchers), strict=True))

    def _passes(self, batcher: Batcher) -> Iterator[list[Row]]:
        """One pass over the material after the other, each with other negatives."""
        for seed in count(self.recipe.seed):
            yield from batcher.batches(batcher.material.examples(seed), seed)

    def label(self, labels: Labels, teacher: Network, examples: int) -> None:
        """Have the teacher label the first batches that it learns from; what has a label costs little."""
        most = examples // self.recipe.batch
        for rows in track(islice(self._batches(), most), "labelling", total=most):
            labels.add(rows, teacher)

    def _step(self, rows: list[Row], progress: float) -> float:
        batch = batch_of(rows)
        opinion = self.labels.opinion(rows) if self.labels else None
        share = min(progress / self.recipe.warm_up, (1 - progress) / (1 - self.recipe.warm_up))
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * max(share, 0.0)
        ids, mask = (torch.from_numpy(array).to(self.device) for array in (batch.ids, batch.mask))
        loss = loss_of(self.network(ids, mask).float(), batch, self.recipe, opinion)
        torch.autograd.backward(loss)
        for original, master in zip(self.originals, self.masters, strict=True):
            master.grad = original.grad.float() if original.grad is not None else None
            original.grad = None
        torch.nn.utils.clip_grad_norm_(self.masters, 1.0)
        self.optimizer.step()
        with torch.no_grad():
            for original, master in zip(self.originals, self.masters, strict=True):
                original.copy_(master)
        return float(loss.detach())

    def _save(self, step: int) -> None:
        beside = self.checkpoint.with_suffix(".part")
        torch.save({"step": step, "masters": self.masters, "optimizer": self.optimizer.state_dict()}, beside)
        beside.replace(self.checkpoint)

    def _resume(self) -> int:
        if not self.checkpoint.is_file():
            return 0
        saved = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
        self.optimizer.load_state_dict(saved["optimizer"])
        with torch.no_grad():
            for original, master, kept in zip(self.originals, self.masters, saved["masters"], strict=True):
                master.copy_(kept)
                original.copy_(kept)
        return int(saved["step"])

    def trained(self) -> ReaderNetwork:
        """The network in float32, as the optimizer has it."""
        self.network.float()
        with torch.no_grad():
            for original, master in zip(self.originals, self.masters, strict=True):
                original.copy_(master)
        return self.network.eval()
