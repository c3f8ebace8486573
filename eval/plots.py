"""The other figures of a report: risk over coverage, latency, recall by stage; each says in words what it shows."""

from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from eval.abstaining import known_to_its_end, would_be_wrong
from eval.drawing import DARK, LIGHT, MIDDLE, PAPER, Drawing, Words, drawn
from eval.results import STAGES, Result
from eval.retrieval import named
from eval.run import Measures

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

SIZE = (6.2, 4.4)
DEPTHS = (1, 3, 5, 10)
#: One for each stage, told apart without colour.
_STYLES = (("o", "-"), ("s", "--"), ("^", "-."), ("D", ":"))
#: A machine that stops for a moment should not flatten all the rest.
_TAIL = 0.99


class Risk(NamedTuple):
    """Of the surest ``coverage`` of the questions, the share whose first quote is wrong."""

    coverage: float
    risk: float


def risk_curve(results: Sequence[Result]) -> tuple[Risk, ...]:
    """A point for each confidence that occurs, the surest first; questions of the same confidence come together."""
    ordered = sorted(results, key=lambda result: -_said(result))
    wrong, points = 0, []
    for place, result in enumerate(ordered, start=1):
        wrong += would_be_wrong(result)
        if place == len(ordered) or _said(ordered[place]) != _said(result):
            points.append(Risk(place / len(ordered), wrong / place))
    return tuple(points)


def risk_plot(results: Sequence[Result]) -> Drawing | None:
    """None where it is not known what refusals kept back; the dot is where the assistant stops answering."""
    if not results or not all(map(known_to_its_end, results)):
        return None
    points = risk_curve(results)
    answered = sum(bool(result.quotes) or result.failed for result in results) / len(results)
    stop = min(points, key=lambda point: abs(point.coverage - answered))
    told = (
        f"Of the questions it answers, the surest {100 * stop.coverage:.0f} % of all, {100 * stop.risk:.0f} % have a"
        f" wrong first quote; were all answered it would be {100 * points[-1].risk:.0f} %."
    )

    def draw(axes: "Axes") -> None:
        axes.plot(*zip(*points, strict=True), color=DARK, linewidth=1.6, drawstyle="steps-post")
        axes.plot([stop.coverage], [stop.risk], "o", color=DARK, markersize=8, markeredgecolor=PAPER, zorder=3)
        axes.annotate("it stops answering here", stop, xytext=(-6, 14), textcoords="offset points", ha="right",
                      fontsize=11)  # fmt: skip
        axes.set(xlim=(0, 1.01), ylim=(0, max(0.1, 1.15 * max(point.risk for point in points))))
        _label(axes, "share of questions answered, the surest first", "wrong of these")
        _percent(axes.xaxis, axes.yaxis)

    return drawn(Words("risk", "How much is wrong, the more it answers?", told), SIZE, draw)


def latency_plot(results: Sequence[Result]) -> Drawing | None:
    """How many questions took how long, in total; the slowest in a hundred are counted in the last bar."""
    times = sorted(result.timings_ms["total"] for result in results if "total" in result.timings_ms)
    if not times:
        return None
    end = times[int(_TAIL * (len(times) - 1))] or 1.0
    told = (
        f"Half of {len(times)} questions took at most {median(times):.0f} ms, 99 % at most {end:.0f} ms, the slowest"
        f" {times[-1]:.0f} ms."
    )

    def draw(axes: "Axes") -> None:
        axes.hist([min(time, end) for time in times], bins=min(30, max(5, len(times) // 4)), range=(0, end),
                  color=LIGHT, edgecolor=MIDDLE, linewidth=0.8)  # fmt: skip
        axes.axvline(median(times), color=DARK, linewidth=1.4, linestyle="--")
        axes.text(median(times), 1.01, f"half: {median(times):.0f} ms", ha="center", va="bottom", fontsize=11,
                  transform=axes.get_xaxis_transform())  # fmt: skip
        _label(axes, "milliseconds in total", "questions")

    return drawn(Words("latency", "How long does an answer take?", told), SIZE, draw)


def recall_plot(measured: Measures) -> Drawing | None:
    """Recall over depth, a line a stage that was looked at; None where no question names its articles."""
    lines = {
        stage: [value for depth in DEPTHS if (value := measured.get(named(stage, f"recall@{depth}"))) is not None]
        for stage in STAGES
    }
    known = {stage: values for stage, values in lines.items() if len(values) == len(DEPTHS)}
    if not known:
        return None
    told = " ".join(f"{stage}: {', '.join(f'{value:.2f}' for value in values)}." for stage, values in known.items())

    def draw(axes: "Axes") -> None:
        for (marker, style), (stage, values) in zip(_STYLES, known.items(), strict=False):
            axes.plot(DEPTHS, values, marker=marker, linestyle=style, color=DARK, markersize=6, linewidth=1.4,
                      label=stage, markeredgecolor=PAPER, clip_on=False)  # fmt: skip
        axes.set(xticks=DEPTHS, ylim=(0, 1.02))
        axes.legend(loc="lower right", frameon=False, handlelength=3.5, labelcolor=DARK)
        _label(axes, "among the first so many articles", "share of the right articles")
        _percent(axes.yaxis)

    told = f"Recall at {', '.join(map(str, DEPTHS))}. {told}"
    return drawn(Words("recall", "Where are the right articles found?", told), SIZE, draw)


def _said(result: Result) -> float:
    return 1.0 if result.failed else result.confidence


def _label(axes: "Axes", across: str, up: str) -> None:
    axes.set_xlabel(across, fontsize=11)
    axes.set_ylabel(up, fontsize=11)
    axes.grid(color=LIGHT, linewidth=0.5)
    axes.set_axisbelow(True)


def _percent(*scales: "Axis") -> None:
    for scale in scales:
        scale.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
