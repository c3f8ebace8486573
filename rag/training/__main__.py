"""``python -m rag.training``: train the reader, export it, measure it, and write its model card."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rag.training.recipe import Recipe

if TYPE_CHECKING:
    from rag.training.labels import Labels
    from rag.training.network import ReaderNetwork
    from rag.training.run import Run

STEPS = ("train", "teach", "label", "distil", "further", "export", "figures")
_OF_TEACHER = ("teach", "label", "distil")


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where things lie, and what was asked for."""

    data: Path
    work: Path
    examples: int
    labelled: int
    device: str
    teacher: Path | None
    wordnet: Path | None

    def train(self) -> None:
        """Train the reader on what the data say is right."""
        self._run("run", Recipe(self.examples), self._small()).train_to(self.work / "reader.pt")

    def teach(self) -> None:
        """Train the teacher, with smaller steps and on the written questions too; one that is there learns on."""
        recipe = Recipe(
            self.examples, batch=16, rate=4e-5, head_rate=4e-4, written=True, seed=11, steps_between_checkpoints=100
        )
        trained = self.work / "teacher.pt"
        self._run("teacher", recipe, self._large(trained.name if trained.is_file() else "")).train_to(trained)

    def label(self) -> None:
        """Ask the teacher about the windows that distil learns from first; on a CPU it has not the time for all."""
        from rag.training.export import ConvertedNetwork, TorchNetwork

        network = self._large("teacher.pt")
        teacher = ConvertedNetwork(network) if self.device == "cpu" else TorchNetwork(network, self.device)
        self._taught().label(self._labels, teacher, self.labelled)

    def distil(self) -> None:
        """Train the reader further, after the teacher's opinion and on the questions written for it."""
        self._taught(self._labels).train_to(self.work / "taught.pt")

    def further(self) -> None:
        """Train the reader further on what the data say is right."""
        recipe = Recipe(self.examples, rate=5e-5, head_rate=1e-4, seed=2007)
        self._run("further", recipe, self._before()).train_to(self.work / "further.pt")

    def export(self) -> None:
        """Write the weights that are served; after a teacher, or ``further``, half-way between before and after it."""
        from rag.networks import WEIGHTS, Card
        from rag.training.card import TAUGHT, lesson
        from rag.training.export import averaged, export

        network = self._before()
        trained = (self.work / "reader.pt").is_file()
        lessons = (lesson("The reader", self.work / "run"),) if trained else Card.read(self._served).lessons
        if (self.work / "taught.pt").is_file() and self.teacher:
            network = averaged(network, self._small("taught.pt"))
            title, mean = f"Its teacher ({self.teacher.name})", "; shipped is the mean of before and after"
            learnt = lesson(title, self.work / "teacher"), lesson(f"The reader, taught{mean}", self.work / TAUGHT)
            lessons += tuple(one for one in learnt if one not in lessons)
        if (self.work / "further.pt").is_file():
            network = averaged(network, self._small("further.pt"))
            worded = ", half of the questions in other words (WordNet 3.0, free to use)" if self.wordnet else ""
            lessons += (lesson(f"Further{worded}; shipped is the mean of before and after", self.work / "further"),)
        export(network, WEIGHTS, lessons)

    def figures(self) -> None:
        """Measure the exported reader, and write its card."""
        from rag.training.card import write_card

        click.echo(write_card(self.data / "dev"))

    @property
    def _served(self) -> Path:
        """A copy of what was served before it learnt further."""
        return self.work / "served"

    def _before(self) -> "ReaderNetwork":
        """The reader as it was trained here, or else as it is served, of which no checkpoint need be left."""
        from rag.networks import WEIGHTS
        from rag.training.export import imported

        if (self.work / "reader.pt").is_file():
            return self._small("reader.pt")
        if not self._served.is_dir():
            shutil.copytree(WEIGHTS, self._served)
        return imported(self._small(), self._served)

    @property
    def _labels(self) -> "Labels":
        from rag.training.labels import Labels

        return Labels(self.work / "labels.sqlite")

    def _taught(self, labels: "Labels | None" = None) -> "Run":
        recipe = Recipe(self.examples, rate=1e-4, head_rate=2e-4, teacher_weight=0.8, written=True, seed=1007)
        return self._run("taught", recipe, self._before(), labels)

    def _run(self, name: str, recipe: Recipe, network: "ReaderNetwork", labels: "Labels | None" = None) -> "Run":
        from index.embedders import bundled_folder, bundled_tokenizer
        from rag.training.batches import Batcher
        from rag.training.material import PORTIONS, WRITTEN, Material
        from rag.training.rewording import Thesaurus, WordVectors
        from rag.training.run import Run
        from rag.windows import Windows

        thesaurus = Thesaurus(self.wordnet, WordVectors.of(bundled_folder())) if self.wordnet else None
        windows = Windows(bundled_tokenizer(), most=224)
        batchers = [
            Batcher(Material.read(self.data / "train", self.work, portions, thesaurus), windows, recipe.batch)
            for portions in ((PORTIONS, WRITTEN) if recipe.written else (PORTIONS,))
        ]
        return Run(self.work / name, network, batchers, recipe, self.device, labels)

    def _small(self, trained: str = "") -> "ReaderNetwork":
        from index.embedders import bundled_folder

        return self._network(bundled_folder(), trained)

    def _large(self, trained: str = "") -> "ReaderNetwork":
        if not self.teacher:
            raise click.UsageError(f"{', '.join(_OF_TEACHER)} need --teacher FOLDER")
        return self._network(self.teacher, trained)

    def _network(self, encoder: Path, trained: str) -> "ReaderNetwork":
        import torch

        from rag.training.network import ReaderNetwork

        torch.manual_seed(Recipe().seed)
        network = ReaderNetwork.from_encoder(encoder)
        if trained:
            network.load_state_dict(torch.load(self.work / trained, weights_only=True))
        return network


@click.command()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), default=Path("../shared/data"),
              show_default=True, help="The folder with train/ and dev/.")  # fmt: skip
@click.option("--work", type=click.Path(path_type=Path, file_okay=False), required=True,
              help="Checkpoints, log and indexes; a run that was stopped goes on from here.")  # fmt: skip
@click.option("--examples", type=click.IntRange(min=32), default=75_000, show_default=True,
              help="How many examples train, teach, distil and further see; one pass has about 48,000.")  # fmt: skip
@click.option("--labelled", type=click.IntRange(min=32), default=24_000, show_default=True,
              help="Of so many examples distil learns what the teacher thinks, of others what is right.")  # fmt: skip
@click.option("--device", default="cpu", show_default=True, help="Where to train: cpu or cuda.")
@click.option("--teacher", type=click.Path(path_type=Path, exists=True, file_okay=False),
              help="The folder of a larger encoder (all-mpnet-base-v2) to train first and learn from.")  # fmt: skip
@click.option("--wordnet", type=click.Path(path_type=Path, exists=True, file_okay=False),
              help="WordNet's folder, to ask in other words too (Debian has it as wordnet-base).")  # fmt: skip
@click.option("--step", "steps", type=click.Choice(STEPS), multiple=True, help="Only this step; may be given again.")
def main(data: Path, work: Path, *, examples: int, labelled: int, device: str, teacher: Path | None,
         wordnet: Path | None, steps: tuple[str, ...]) -> None:  # fmt: skip
    """Train the reader on data/train and measure it on data/dev."""
    shop = Workshop(data, work, examples, labelled, device, teacher, wordnet)
    for step in steps or [step for step in STEPS if step != "further" and (teacher or step not in _OF_TEACHER)]:
        action: Callable[[], None] = getattr(shop, step)
        action()


if __name__ == "__main__":
    main()
