"""Quality against latency: which points of a sweep no other beats in both."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from eval.drawing import DARK, LIGHT, MIDDLE, PAPER, Drawing, Words, drawn
from eval.intervals import Interval
from eval.metrics import LOWER_IS_BETTER
from eval.runs import Run
from eval.sweep import Point

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LATENCY = "total ms p50"


class Measured(NamedTuple):
    """A point with its figures; ``interval`` is that of the quality."""

    point: Point
    quality: float
    interval: Interval | None
    milliseconds: float
    best: bool = False

    def as_json(self) -> dict[str, object]:
        """For machines."""
        settings = {"index": str(self.point.index), **dict(self.point.settings)}
        interval = list(self.interval) if self.interval else None
        return {**self._asdict(), "point": settings, "interval": interval}


def measured(runs: Sequence[tuple[Point, Run]], measure: str) -> tuple[Measured, ...]:
    """The fastest first, each with whether it is on the frontier; runs without the measure are left out."""
    found = []
    for point, run in runs:
        total = run.evaluation.total()
        quality, took = total[measure], total[LATENCY]
        if quality is not None and took is not None:
            found.append(Measured(point, quality, run.evaluation.intervals()[measure], took))
    return on_frontier(found, lower_is_better=measure in LOWER_IS_BETTER or " ms " in measure)


def on_frontier(points: Sequence[Measured], *, lower_is_better: bool) -> tuple[Measured, ...]:
    """A point is on it unless another is as fast and better, or as good and faster."""
    sign = -1 if lower_is_better else 1

    def beaten(one: Measured) -> bool:
        return any(
            other.milliseconds <= one.milliseconds
            and sign * other.quality >= sign * one.quality
            and (other.milliseconds, other.quality) != (one.milliseconds, one.quality)
            for other in points
        )

    ordered = sorted(points, key=lambda one: (one.milliseconds, -sign * one.quality, one.point.name))
    return tuple(one._replace(best=not beaten(one)) for one in ordered)


def frontier_plot(points: Sequence[Measured], measure: str) -> Drawing | None:
    """Each point with its interval, numbered as in the table; those on the frontier are filled and joined."""
    if not points:
        return None
    best = [one for one in points if one.best]
    told = "; ".join(f"{one.point.name}: {one.quality:.3f} in {one.milliseconds:.0f} ms" for one in best)

    def draw(axes: "Axes") -> None:
        for number, one in enumerate(points, start=1):
            if one.interval:
                axes.plot([one.milliseconds] * 2, one.interval, color=MIDDLE, linewidth=0.8)
            face = DARK if one.best else PAPER
            axes.plot([one.milliseconds], [one.quality], "o", color=DARK, markerfacecolor=face, markersize=7, zorder=3)
            axes.annotate(str(number), (one.milliseconds, one.quality), xytext=(7, 5), textcoords="offset points")
        steps = [one.milliseconds for one in best], [one.quality for one in best]
        axes.plot(*steps, color=MIDDLE, linewidth=1.2, linestyle="--", drawstyle="steps-post")
        axes.set_xlabel("milliseconds, half of the questions", fontsize=11)
        axes.set_ylabel(measure, fontsize=11)
        axes.grid(color=LIGHT, linewidth=0.5)
        axes.set_axisbelow(True)

    title = f"What does more of “{measure}” cost in time?"
    return drawn(Words("frontier", title, f"On the frontier: {told}."), (8, 4.8), draw)
