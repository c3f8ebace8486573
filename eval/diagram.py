"""The reliability diagram: for people who were told "90 % sure" and want to know what that is worth."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from eval.calibration import percent
from eval.drawing import DARK, LIGHT, MIDDLE, PAPER, Drawing, Words, drawn
from eval.reliability import Bin, calibration_error, error_by_chance

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLE = "Is the assistant as sure as it should be?"
NOTE = (
    "Each dot is a group of answers that it was about equally sure of. "
    "The bar through it shows how far chance may have moved the dot (95 % interval)."
)
#: How far apart the numbers above the diagram are, as a share of its width.
GAP = 0.055


def diagram(bins: Sequence[Bin]) -> Drawing | None:
    """The share right over the confidence, a dot a bin; None without bins."""
    if not bins:
        return None
    words = Words("reliability", TITLE, f"{summed_up(bins)}\n{NOTE}\n{described(bins)}")

    def draw(axes: "Axes") -> None:
        _draw_scales(axes)
        _draw_bins(axes, bins)
        _draw_counts(axes, bins)

    return drawn(words, (6.4, 6.2), draw)


def summed_up(bins: Sequence[Bin]) -> str:
    """The calibration error for people, beside what chance alone would make of it."""
    answers = sum(group.questions for group in bins)
    error, chance = calibration_error(bins) or 0.0, error_by_chance(bins) or 0.0
    return (
        "Whenever it says it is 90 % sure, it should be right 90 % of the time. "
        f"Over these {answers} answers it was off by {100 * error:.1f} percentage points on average; "
        f"by chance, even a faultless one would seem off by about {100 * chance:.1f}."
    )


def described(bins: Sequence[Bin]) -> str:
    """The diagram in words, for those who cannot see it."""
    return "\n".join(
        f"{group.questions} answers: {percent(group.confidence)} sure on average, {percent(group.share)} right"
        f" (by chance between {percent(group.interval[0])} and {percent(group.interval[1])})."
        for group in bins
    )


def _draw_scales(axes: "Axes") -> None:
    """Both scales, the diagonal, and what it means to be off it."""
    axes.plot([0, 1], [0, 1], color=MIDDLE, linewidth=1, linestyle=(0, (6, 4)))
    axes.text(0.03, 0.045, "as sure as it should be", rotation=45, rotation_mode="anchor", color=MIDDLE, fontsize=10)
    axes.text(0.03, 0.96, "too modest:\nright more often than it said", color=MIDDLE, fontsize=10, va="top")
    axes.text(0.99, 0.04, "too sure:\nright less often than it said", color=MIDDLE, fontsize=10, ha="right")
    axes.set(xlim=(0, 1.02), ylim=(0, 1.02), aspect="equal")
    axes.set_xlabel("how sure it said it was", fontsize=11)
    axes.set_ylabel("how often its first quote was right", fontsize=11)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
    axes.grid(color=LIGHT, linewidth=0.5)
    axes.set_axisbelow(True)


def _draw_bins(axes: "Axes", bins: Sequence[Bin]) -> None:
    """Each bin's share right over its mean confidence, with its interval."""
    said = [group.confidence for group in bins]
    for group in bins:
        axes.plot([group.confidence] * 2, group.interval, color=MIDDLE, linewidth=1.6, solid_capstyle="butt")
    axes.plot(said, [group.share for group in bins], "o", color=DARK, markersize=7, markeredgecolor=PAPER,
              clip_on=False, zorder=3)  # fmt: skip


def _draw_counts(axes: "Axes", bins: Sequence[Bin]) -> None:
    """How many questions each bin has, above it; the numbers keep apart where the bins are close."""
    across = axes.get_xaxis_transform()
    places = _apart([group.confidence for group in bins])
    for place, group in zip(places, bins, strict=True):
        line = [group.confidence, place], [1, 1.035]
        axes.plot(*line, color=MIDDLE, linewidth=0.7, transform=across, clip_on=False)
        axes.text(place, 1.042, str(group.questions), ha="center", color=DARK, fontsize=9, transform=across)
    axes.text(-0.03, 1.042, "answers in\neach group", color=DARK, fontsize=9, ha="right", transform=across)


def _apart(places: Sequence[float]) -> list[float]:
    """The same places in order, moved left, else right, until neighbours are ``GAP`` apart; none is below 0."""
    moved: list[float] = []
    for place in reversed(places):
        moved.append(min(place, moved[-1] - GAP) if moved else place)
    lowest = 0.0
    for at, place in reversed(list(enumerate(moved))):
        moved[at] = max(place, lowest)
        lowest = moved[at] + GAP
    return moved[::-1]
