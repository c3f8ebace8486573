"""``python -m rag.training``: train the reader, export it, measure it, and write its model card."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rag.training.run import Run

STEPS = ("teach", "label", "train", "export", "figures")
_OF_TEACHER = ("teach", "label")


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where things lie, and what was asked for."""

    data: Path
    work: Path
    examples: int
    device: str
    teacher: Path | None

    def teach(self) -> None:
        """Train the teacher as the reader is trained, with smaller steps."""
        import torch

        run = self._run("teacher", self.teacher, taught=False)
        run.train()
        torch.save(run.trained().state_dict(), self.work / "teacher.pt")

    def label(self) -> None:
        """Ask the teacher about every window that the reader will see."""
        self._run("run", None, taught=True).label()

    def train(self) -> None:
        """Train the reader, after a teacher's opinion where there is one."""
        import torch

        run = self._run("run", None, taught=self.teacher is not None)
        run.train()
        torch.save(run.trained().state_dict(), self.work / "reader.pt")

    def export(self) -> None:
        """Write the weights that are served."""
        import torch

        from index.embedders import bundled_folder
        from rag.networks import WEIGHTS
        from rag.training.export import export
        from rag.training.network import ReaderNetwork

        network = ReaderNetwork.from_encoder(bundled_folder())
        network.load_state_dict(torch.load(self.work / "reader.pt", weights_only=True))
        export(network, WEIGHTS)

    def figures(self) -> None:
        """Measure the exported reader, and write its card."""
        from rag.training.card import write_card

        click.echo(write_card(self.data / "dev", self.work / "run"))

    def _run(self, name: str, encoder: Path | None, *, taught: bool) -> "Run":
        import torch

        from index.embedders import bundled_folder, bundled_tokenizer
        from rag.training.batches import Batcher
        from rag.training.material import Material
        from rag.training.network import ReaderNetwork
        from rag.training.run import Recipe, Run
        from rag.training.teacher import Teacher
        from rag.windows import Windows

        recipe = replace(Recipe(), examples=self.examples)
        if encoder:
            recipe = replace(recipe, rate=3e-5, head_rate=3e-4, steps_between_checkpoints=50)
        torch.manual_seed(recipe.seed)
        batcher = Batcher(Material.read(self.data / "train", self.work), Windows(bundled_tokenizer(), most=224))
        teacher = None
        if taught and self.teacher:
            network = ReaderNetwork.from_encoder(self.teacher)
            network.load_state_dict(torch.load(self.work / "teacher.pt", weights_only=True))
            teacher = Teacher(network, self.work / "labels.sqlite", self.device)
        network = ReaderNetwork.from_encoder(encoder or bundled_folder())
        return Run(self.work / name, network, batcher, recipe, self.device, teacher)


@click.command()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), default=Path("../shared/data"),
              show_default=True, help="The folder with train/ and dev/.")  # fmt: skip
@click.option("--work", type=click.Path(path_type=Path, file_okay=False), required=True,
              help="Checkpoints, log and indexes; a run that was stopped goes on from here.")  # fmt: skip
@click.option("--examples", type=click.IntRange(min=32), default=75_000, show_default=True,
              help="How many examples to see; a pass over the material has about 48,000.")  # fmt: skip
@click.option("--device", default="cpu", show_default=True, help="Where to train: cpu or cuda.")
@click.option("--teacher", type=click.Path(path_type=Path, exists=True, file_okay=False),
              help="The folder of a larger encoder (all-mpnet-base-v2) to train first and learn from.")  # fmt: skip
@click.option("--step", "steps", type=click.Choice(STEPS), multiple=True, help="Only this step; may be given again.")
def main(data: Path, work: Path, *, examples: int, device: str, teacher: Path | None, steps: tuple[str, ...]) -> None:
    """Train the reader on data/train and measure it on data/dev."""
    if not teacher and set(steps) & set(_OF_TEACHER):
        raise click.UsageError("teach and label need --teacher FOLDER")
    shop = Workshop(data, work, examples, device, teacher)
    for step in steps or [step for step in STEPS if teacher or step not in _OF_TEACHER]:
        action: Callable[[], None] = getattr(shop, step)
        action()


if __name__ == "__main__":
    main()
