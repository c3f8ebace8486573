"""``python -m rag.training``: train the reader, export it, fit the confidence, measure both, write the model card."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click

from rag.training.run import Recipe

STEPS = ("train", "export", "confidence", "figures")


@click.command()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), default=Path("../shared/data"),
              show_default=True, help="The folder with train/ and dev/.")  # fmt: skip
@click.option("--work", type=click.Path(path_type=Path, file_okay=False), required=True,
              help="Checkpoints, log and indexes; a run that was stopped goes on from here.")  # fmt: skip
@click.option("--examples", type=click.IntRange(min=32), default=Recipe.examples, show_default=True,
              help="How many examples to see; a pass over the material has about 48,000.")  # fmt: skip
@click.option("--device", default="cpu", show_default=True, help="Where to train: cpu or cuda.")
@click.option("--most", type=int, default=400, show_default=True, help="Questions of each dev set to fit and check on.")
@click.option("--step", "steps", type=click.Choice(STEPS), multiple=True, help="Only this step; may be given again.")
def main(data: Path, work: Path, *, examples: int, device: str, most: int, steps: tuple[str, ...]) -> None:
    """Train the reader on data/train and measure it on data/dev."""
    recipe = replace(Recipe(), examples=examples)
    actions: dict[str, Callable[[], None]] = {
        "train": lambda: _train(data, work, recipe, device),
        "export": lambda: _export(work),
        "confidence": lambda: _confidence(data, work, most),
        "figures": lambda: _figures(data, work),
    }
    for step in steps or STEPS:
        actions[step]()


def _train(data: Path, work: Path, recipe: Recipe, device: str) -> None:
    import torch

    from index.embedders import bundled_folder, bundled_tokenizer
    from rag.training.batches import Batcher
    from rag.training.material import Material
    from rag.training.network import ReaderNetwork
    from rag.training.run import Run
    from rag.windows import Windows

    torch.manual_seed(recipe.seed)
    material = Material.read(data / "train", work)
    batcher = Batcher(material, Windows(bundled_tokenizer(), most=224))
    run = Run(work / "run", ReaderNetwork.from_encoder(bundled_folder()), batcher, recipe, device)
    run.train()
    torch.save(run.trained().state_dict(), work / "reader.pt")


def _export(work: Path) -> None:
    import torch

    from index.embedders import bundled_folder
    from rag.networks import WEIGHTS
    from rag.training.export import export
    from rag.training.network import ReaderNetwork

    network = ReaderNetwork.from_encoder(bundled_folder())
    network.load_state_dict(torch.load(work / "reader.pt", weights_only=True))
    export(network, WEIGHTS)


def _confidence(data: Path, work: Path, most: int) -> None:
    from rag.reader import trained_reader
    from rag.training.confidence import fit

    found = fit(data / "dev", work, trained_reader(), most)
    click.echo(json.dumps(found, indent=2))


def _figures(data: Path, work: Path) -> None:
    from rag.training.card import write_card

    click.echo(write_card(data / "dev", work / "run"))


if __name__ == "__main__":
    main()
