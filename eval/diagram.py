"""The reliability diagram: for people who were told "90 % sure" and want to know what that is worth."""

import io
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from eval.calibration import percent
from eval.reliability import Bin, calibration_error, error_by_chance

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLE = "Is the assistant as sure as it should be?"
NOTE = (
    "Each dot is a group of answers that it was about equally sure of.\n"
    "The bar through it shows how far chance may have moved the dot (95 % interval)."
)
DARK, MIDDLE, LIGHT = "#111111", "#5a5a5a", "#c8c8c8"
#: How far apart the numbers above the diagram are, as a share of its width.
GAP = 0.055


def diagram(bins: Sequence[Bin]) -> str:
    """An SVG that needs no other file or font, with its text alternative inside; the same bins make the same one."""
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams["svg.hashsalt"] = "quotedesk"
        figure = Figure(figsize=(7.2, 9), layout=ConstrainedLayoutEngine(w_pad=0.2, h_pad=0.2))
        axes = figure.subplots()
        _draw_scales(axes)
        _draw_bins(axes, bins)
        _draw_counts(axes, bins)
        _draw_words(axes, bins)
        drawn = io.StringIO()
        figure.savefig(drawn, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
    return _with_words(drawn.getvalue(), bins)


def summed_up(bins: Sequence[Bin]) -> str:
    """The calibration error for people, beside what chance alone would make of it."""
    answers = sum(group.questions for group in bins)
    error, chance = calibration_error(bins) or 0.0, error_by_chance(bins) or 0.0
    return (
        "Whenever it says it is 90 % sure, it should be right 90 % of the time.\n"
        f"Over these {answers} answers it was off by {100 * error:.1f} percentage points on average;\n"
        f"by chance, even a faultless one would seem off by about {100 * chance:.1f}."
    )


def described(bins: Sequence[Bin]) -> str:
    """The diagram in words, for those who cannot see it."""
    return "\n".join(
        f"{group.questions} answers: {percent(group.confidence)} sure on average, {percent(group.share)} right"
        f" (by chance between {percent(group.interval[0])} and {percent(group.interval[1])})."
        for group in bins
    )


def _with_words(svg: str, bins: Sequence[Bin]) -> str:
    """With a title and a description, and without the document type, which names a file elsewhere."""
    opened, _, rest = svg[svg.index("<svg ") :].partition(">")
    title = f'<title id="title">{escape(TITLE)}</title>'
    words = f'<desc id="words">{escape(summed_up(bins))}\n{escape(described(bins))}</desc>'
    return f'{opened} role="img" aria-labelledby="title" aria-describedby="words">\n{title}\n{words}{rest}'


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


def _draw_words(axes: "Axes", bins: Sequence[Bin]) -> None:
    """What is asked, what came out, and how to read it."""
    inside = axes.transAxes
    axes.text(0.5, 1.23, TITLE, fontsize=15, fontweight="bold", color=DARK, ha="center", transform=inside)
    axes.text(0.5, 1.1, summed_up(bins), fontsize=10.5, linespacing=1.4, color=DARK, ha="center", transform=inside)
    axes.text(0.5, -0.12, NOTE, fontsize=10, linespacing=1.4, color=DARK, ha="center", va="top", transform=inside)


def _draw_bins(axes: "Axes", bins: Sequence[Bin]) -> None:
    """Each bin's share right over its mean confidence, with its interval."""
    said = [group.confidence for group in bins]
    for group in bins:
        axes.plot([group.confidence] * 2, group.interval, color=MIDDLE, linewidth=1.6, solid_capstyle="butt")
    axes.plot(said, [group.share for group in bins], "o", color=DARK, markersize=7, markeredgecolor="white",
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
