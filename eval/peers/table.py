"""The one table: figures of each system on each set, as Markdown and JSON, and where a peer beats Quotedesk."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from eval.peers.judging import Outcome
from eval.peers.systems import QUOTEDESK

HEAD = (
    "system", "first quote right", "any quote right", "refusals right", "characters", "ms", "CPU ms", "altered",
    "errors",
)  # fmt: skip


class Share(NamedTuple):
    """So many of so many, with the 95 % interval by Wilson's score."""

    hits: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share; 0 of nothing."""
        return self.hits / self.of if self.of else 0.0

    def __str__(self) -> str:
        return f"{self.value:.0%} ({self.low:.0%}–{self.high:.0%})" if self.of else "–"


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one system on one set.

    ``characters`` is the median length of all that is quoted for a question, over the answered ones (None if there
    is none), ``ms`` and ``cpu_ms`` are medians over all, ``altered`` counts quotes that their article does not hold
    to the letter.
    """

    system: str
    first_right: Share
    any_right: Share
    refusals_right: Share
    characters: float | None
    ms: float
    cpu_ms: float
    altered: int
    errors: int
    threshold: float | None = None

    def cells(self) -> tuple[str, ...]:
        """As the table shows it."""
        characters = "–" if self.characters is None else f"{self.characters:.0f}"
        times = [f"{ms:.1f}" if ms < 10 else f"{ms:.0f}" for ms in (self.ms, self.cpu_ms)]
        shares = (self.first_right, self.any_right, self.refusals_right)
        return (self.system, *map(str, shares), characters, *times, str(self.altered), str(self.errors))

    def as_json(self) -> dict[str, object]:
        """For machines: the shares as counts with their intervals."""
        record = {name: getattr(self, name) for name in self.__slots__}
        return {name: value._asdict() if isinstance(value, Share) else value for name, value in record.items()}


#: For "where a peer wins": what is compared, and how much better the first is than the second.
MEASURES: Mapping[str, Callable[[Row, Row], float]] = {
    "first quote right": lambda peer, own: peer.first_right.value - own.first_right.value,
    "any quote right": lambda peer, own: peer.any_right.value - own.any_right.value,
    "refusals right": lambda peer, own: peer.refusals_right.value - own.refusals_right.value,
    "fewer characters": lambda peer, own: (own.characters or 0.0) - (peer.characters or own.characters or 0.0),
    "fewer CPU ms": lambda peer, own: own.cpu_ms - peer.cpu_ms,
    "fewer altered": lambda peer, own: float(own.altered - peer.altered),
    "fewer errors": lambda peer, own: float(own.errors - peer.errors),
}


def share(truths: Sequence[bool]) -> Share:
    """How many are true."""
    from scipy.stats import binomtest

    if not truths:
        return Share(0, 0, 0.0, 1.0)
    interval = binomtest(sum(truths), len(truths)).proportion_ci(method="wilson")
    return Share(sum(truths), len(truths), float(interval.low), float(interval.high))


def row(system: str, outcomes: Sequence[Outcome], threshold: float | None = None) -> Row:
    """The figures; what failed is wrong wherever it counts, and is in the time of nobody."""
    answerable = [one for one in outcomes if one.question.answerable]
    answered = [one for one in outcomes if one.error is None]
    return Row(
        system,
        share([one.first_right for one in answerable]),
        share([one.any_right for one in answerable]),
        share([one.refused for one in outcomes if not one.question.answerable]),
        _median([float(one.characters) for one in outcomes if one.quotes]),
        _median([one.ms for one in answered]) or 0.0,
        _median([one.cpu_ms for one in answered]) or 0.0,
        sum(quote.altered for one in outcomes for quote in one.quotes),
        sum(one.error is not None for one in outcomes),
        threshold,
    )


def _median(values: Sequence[float]) -> float | None:
    return median(values) if values else None


def markdown(title: str, rows: Sequence[Row]) -> str:
    """A heading with the numbers of questions, the table, and where a peer wins."""
    answerable, unanswerable = rows[0].first_right.of, rows[0].refusals_right.of
    heading = f"### {title}: {answerable} answerable questions, {unanswerable} that are not"
    table = [HEAD, ("---", *("--:" for _ in HEAD[1:])), *(one.cells() for one in rows)]
    lines = [f"| {' | '.join(cells)} |" for cells in table]
    return "\n".join([heading, "", *lines, "", *wins(rows)])


def wins(rows: Sequence[Row]) -> Iterator[str]:
    """A line for each measure by which some peer is better than Quotedesk, best first."""
    own = next(one for one in rows if one.system == QUOTEDESK)
    yield "Where a peer is ahead of Quotedesk:"
    yield ""
    found = [(measure, _ahead(rows, own, better)) for measure, better in MEASURES.items()]
    yield from [f"- {measure}: {'; '.join(names)}" for measure, names in found if names] or ["- nowhere"]


def _ahead(rows: Sequence[Row], own: Row, better: Callable[[Row, Row], float]) -> list[str]:
    ahead = [one for one in rows if better(one, own) > 0]
    return [one.system for one in sorted(ahead, key=lambda one: -better(one, own))]
