"""``summary.md``: a run on one screen, for the summary of a job or a comment on a change."""

import re
from collections.abc import Iterator, Sequence

from eval.baseline import Baseline
from eval.differences import Difference
from eval.figures import shown_figure
from eval.page import Beside
from eval.results import Result
from eval.runs import Run
from eval.shown import MEANINGS, turn_since

#: What a summary has room for; ``report.json`` has all.
MAIN = (
    "recall@5", "MRR", "first quote right", "any quote right", "token F1", "speaker right", "citation right",
    "verbatim rate", "answerable refused", "unanswerable answered", "near-miss answered", "AUROC", "AURC",
    "calibration error", "total ms p50", "total ms p95",
)  # fmt: skip
#: So many questions of each kind are named.
NAMED = 10
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~&@:-])")


def markdown(run: Run, beside: Beside) -> str:
    """Whatever the question set or an article says in it is escaped, so that it is neither markup nor a mention."""
    lines = [
        f"## {'Failed' if beside.problems else 'Passed'}: {escaped(run.about.questions.file)}",
        "",
        _asked(run),
        "",
    ]
    lines += [f"- {escaped(problem)}" for problem in beside.problems] + [""] * bool(beside.problems)
    lines += [*_table(run, beside), "", *_went_wrong(run.evaluation.results, beside.baseline)]
    return "\n".join(lines).rstrip() + "\n"


def escaped(text: str) -> str:
    """On one line, and to be read as it stands."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _asked(run: Run) -> str:
    index = run.about.index
    by = f"; index generation {index.generation}, {escaped(index.embedder)}, {escaped(index.reader)}" if index else ""
    return f"{len(run.evaluation.results)} questions in {run.about.seconds:.0f} s{by}"


def _table(run: Run, beside: Beside) -> Iterator[str]:
    found, baseline = run.evaluation.total(), beside.baseline
    changes = {one.measure: one for one in beside.changes}
    headings = ["measure", "value", "95 % interval", *(["since the baseline", ""] if baseline else [])]
    yield f"| {' | '.join(headings)} |"
    yield f"|---|{'---:|' * 2}{'---:|---|' if baseline else ''}"
    for name in MAIN:
        if found[name] is not None:
            between = " to ".join(shown_figure(name, end) for end in beside.intervals[name] or ())
            cells = [name, shown_figure(name, found[name]), between]
            yield f"| {' | '.join(cells + (_since(changes.get(name)) if baseline else []))} |"


def _since(change: Difference | None) -> list[str]:
    return [f"{change.by:+.3f}", change.verdict] if change else ["", ""]


def _went_wrong(results: Sequence[Result], baseline: Baseline | None) -> Iterator[str]:
    lost = [result for result in results if baseline and turn_since(result, baseline) == "lost"]
    yield from _list("Lost since the baseline", lost)
    for kind, meaning in MEANINGS.items():
        yield from _list(f"{kind}: {meaning}", [result for result in results if result.failure == kind])


def _list(heading: str, results: Sequence[Result]) -> Iterator[str]:
    """Folded, since a build that passes has many, too."""
    if results:
        yield f"<details><summary>{len(results)} {heading}</summary>\n"
        yield from (f"- {escaped(one.question.id)}: {escaped(one.question.text)}" for one in results[:NAMED])
        if len(results) > NAMED:
            yield f"- and {len(results) - NAMED} more"
        yield "\n</details>\n"
