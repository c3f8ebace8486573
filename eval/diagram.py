"""The reliability diagram: for people who were told "90 % sure" and want to know what that is worth."""

import io
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from eval.calibration import percent
from eval.reliability import Bin, calibration_error, error_by_chance

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLE = "When it said it was 90 % sure, was it right 90 % of the time?"
NOTE = (
    "A dot is a group of questions that it was about equally sure of; on the diagonal it was as sure as it should be.\n"
    "A bar is where the dot of a group would lie, 19 times in 20, if there were many more questions like these."
)
DARK, MIDDLE, LIGHT = "#111111", "#5a5a5a", "#c8c8c8"


def described(bins: Sequence[Bin]) -> str:
    """The diagram in words, for those who cannot see it."""
    return " ".join(
        f"{group.questions} questions: said {percent(group.confidence)} on average, right {percent(group.share)}"
        f" (between {percent(group.interval[0])} and {percent(group.interval[1])})."
        for group in bins
    )


def diagram(bins: Sequence[Bin]) -> str:
    """The reliability diagram as an SVG that needs no other file or font, with its text alternative inside."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams["svg.hashsalt"] = "quotedesk"  # the same bins make the same file
        figure = Figure(figsize=(7.2, 8.6), layout="constrained")
        above, below = figure.subplots(2, height_ratios=(7, 1), sharex=True)
        _draw_shares(above, bins)
        _draw_counts(below, bins)
        figure.suptitle(f"{TITLE}\n", fontsize=14, fontweight="bold", color=DARK)
        figure.supxlabel(NOTE, fontsize=8.5, color=MIDDLE)
        drawn = io.StringIO()
        figure.savefig(drawn, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
    return _with_words(drawn.getvalue(), bins)


def _with_words(svg: str, bins: Sequence[Bin]) -> str:
    """Without the document type, which names a file elsewhere."""
    opened, _, rest = svg[svg.index("<svg ") :].partition(">")
    words = f"<title>{escape(TITLE)}</title>\n<desc>{escape(described(bins))}</desc>"
    return f'{opened} role="img" aria-label="{escape(f"{TITLE} {described(bins)}")}">\n{words}{rest}'


def _draw_shares(axes: "Axes", bins: Sequence[Bin]) -> None:
    """Each bin's share over its mean confidence, and the diagonal."""
    error, chance = calibration_error(bins) or 0.0, error_by_chance(bins) or 0.0
    axes.set_title(
        f"On average it was off by {100 * error:.1f} percentage points; with so few questions,\n"
        f"chance alone puts a confidence without fault off by about {100 * chance:.1f}.",
        fontsize=10, color=DARK,
    )  # fmt: skip
    axes.plot([0, 1], [0, 1], color=MIDDLE, linewidth=1, linestyle=(0, (6, 4)))
    for group in bins:
        axes.plot([group.confidence] * 2, group.interval, color=MIDDLE, linewidth=1.5, solid_capstyle="butt")
    axes.plot([group.confidence for group in bins], [group.share for group in bins], "o", color=DARK, markersize=7,
              markeredgecolor="white")  # fmt: skip
    for x, y, words in ((0.03, 0.95, "right more often\nthan it said"), (0.97, 0.05, "right less often\nthan it said")):
        axes.text(x, y, words, color=MIDDLE, fontsize=10, style="italic",
                  ha="left" if x < y else "right", va="top" if x < y else "bottom")  # fmt: skip
    axes.set(xlim=(0, 1), ylim=(0, 1.02), aspect="equal", ylabel="how often its first quote was right")
    axes.xaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
    axes.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
    axes.grid(color=LIGHT, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.set_xlabel("how sure it said it was")
    axes.tick_params(labelbottom=True)


def _draw_counts(axes: "Axes", bins: Sequence[Bin]) -> None:
    """How many questions each bin has, the numbers apart where the bins are close."""
    places = _apart([group.confidence for group in bins], 0.055)
    for place, group in zip(places, bins, strict=True):
        axes.plot([group.confidence, place], [1, 0.55], color=MIDDLE, linewidth=0.7)
        axes.text(place, 0.5, str(group.questions), ha="center", va="top", fontsize=9, color=DARK)
    axes.text(0, 0.5, "questions in each group:", fontsize=9, va="top", color=DARK)
    axes.set(ylim=(0, 1))
    axes.set_axis_off()


def _apart(places: Sequence[float], gap: float) -> list[float]:
    """The same places in order, moved left, else right, until neighbours are ``gap`` apart; none is below 0."""
    moved: list[float] = []
    for place in reversed(places):
        moved.append(min(place, moved[-1] - gap) if moved else place)
    lowest = 0.0
    for at, place in reversed(list(enumerate(moved))):
        moved[at] = max(place, lowest)
        lowest = moved[at] + gap
    return moved[::-1]
