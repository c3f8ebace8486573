"""The settings of a training run."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of a run; they are written beside its checkpoint.

    Of what a teacher has labelled ``teacher_weight`` of the loss is the distance to its opinion. With ``written`` every
    second batch is of the questions written for this project.
    """

    examples: int = 75_000
    batch: int = 32
    rate: float = 1e-4
    head_rate: float = 5e-4
    warm_up: float = 0.05
    decay: float = 0.01
    span_weight: float = 0.5
    teacher_weight: float = 0.7
    temperature: float = 2.0
    written: bool = False
    seed: int = 7
    steps_between_checkpoints: int = 200
