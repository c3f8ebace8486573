"""The run that later ones are held against: a small table of text, a line a question, whose changes can be reviewed."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.abstaining import Measure, known_to_its_end, risk_area, separation, would_be_wrong
from eval.comparison import Change, change_of_mean, change_of_set
from eval.files import write_whole
from eval.metrics import LOWER_IS_BETTER
from eval.questions import Question
from eval.results import Judged, Result
from eval.run import Evaluation
from eval.runs import RESULTS, load_run
from index.errors import QuotedeskError

#: The measures of one question that a baseline keeps.
KEPT = (
    "recall@5", "MRR", "nDCG@10", "first quote right", "any quote right", "quote precision", "token overlap",
    "exact match", "token F1", "speaker right", "citation right", "verbatim rate", "selective risk",
    "answerable refused", "unanswerable answered", "near-miss answered", "failed",
)  # fmt: skip
#: The measures of a set, for which it keeps the confidence and whether the quote was wrong.
OF_SETS: Mapping[str, Measure] = {"AUROC": separation, "AURC": risk_area}
CONFIDENCE, WRONG = "confidence", "wrong"
COMPARED = (*KEPT, *OF_SETS)
NOTE = "# what quotedesk eval --accept measured; a line a question, empty where a measure does not count it"


@dataclass(frozen=True, slots=True)
class Baseline:
    """By the question's id and the column's name."""

    rows: Mapping[str, Mapping[str, float]]

    @classmethod
    def of(cls, evaluation: Evaluation) -> "Baseline":
        """What is kept of a run."""
        rows: dict[str, dict[str, float]] = {
            result.question.id: {
                CONFIDENCE: 1.0 if result.failed else result.confidence,
                WRONG: float(would_be_wrong(result)),
            }
            for result in evaluation.results
        }
        for score in evaluation.scores:
            if score.metric in KEPT:
                rows[score.question][score.metric] = score.value
        return cls(rows)

    def change(self, name: str, evaluation: Evaluation, *, gained: bool = False) -> Change | None:
        """How a measure has changed since, over the questions that both runs have; None where it cannot be told.

        Its ``p`` is that of a loss, or, if ``gained``, that of a gain.
        """
        lower_is_better = (name in LOWER_IS_BETTER) is not gained
        if name in OF_SETS:
            pair = self.pair(name, evaluation)
            return change_of_set(*pair, OF_SETS[name], lower_is_better=lower_is_better) if pair else None
        return change_of_mean(self.column(name), values_of(evaluation, name), lower_is_better=lower_is_better)

    def pair(self, name: str, evaluation: Evaluation) -> tuple[list[Result], list[Result]] | None:
        """For a measure of a set: the questions of both runs, before and now; None where now is not known."""
        if name == "AURC" and not all(map(known_to_its_end, evaluation.results)):
            return None
        now = [result for result in evaluation.results if result.question.id in self.rows]
        return [_as_it_was(result.question, self.rows[result.question.id]) for result in now], now

    def column(self, name: str) -> dict[str, float]:
        """The numbers of a measure, of the questions that count in it."""
        return {question: row[name] for question, row in self.rows.items() if name in row}


def values_of(evaluation: Evaluation, name: str) -> dict[str, float]:
    """The numbers of a measure by the question's id."""
    return {score.question: score.value for score in evaluation.scores if score.metric == name}


def _as_it_was(question: Question, row: Mapping[str, float]) -> Result:
    """As much of a result as measures of confidence look at."""
    return Result(question, row[CONFIDENCE], withheld=Judged("", 0, 0, 0.0, right=not row[WRONG]))


def read_baseline(path: Path) -> Baseline:
    """The table of ``write_baseline``, or the folder of a whole run."""
    if path.is_dir() or path.name == RESULTS:
        return Baseline.of(load_run(path if path.is_dir() else path.parent).evaluation)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        fix = "make one with: quotedesk eval QUESTIONS --index DIR --baseline FILE --accept"
        raise QuotedeskError(f"cannot read the baseline {path}: {error}", fix=fix) from error
    table = csv.DictReader((line for line in lines if not line.startswith("#")), dialect="excel-tab")
    try:
        rows = {row.pop("question"): _numbers(row) for row in table}
    except (KeyError, TypeError, ValueError) as error:
        raise QuotedeskError(f"{path} is not a baseline: {error}", fix="make it anew with --accept") from error
    if not rows:
        raise QuotedeskError(f"{path} holds no questions", fix="make it anew with --accept")
    return Baseline(rows)


def write_baseline(path: Path, evaluation: Evaluation) -> None:
    """Sorted by question and rounded, so that a difference between two is what changed."""
    baseline = Baseline.of(evaluation)
    columns = [name for name in (CONFIDENCE, WRONG, *KEPT) if baseline.column(name)]
    written = io.StringIO(newline="")
    table = csv.writer(written, dialect="excel-tab", lineterminator="\n")
    table.writerow(["question", *columns])
    for question, row in sorted(baseline.rows.items()):
        table.writerow([question, *_shown([row.get(name) for name in columns])])
    write_whole(path, f"{NOTE}\n{written.getvalue()}".encode())


def _numbers(row: Mapping[str, str]) -> dict[str, float]:
    numbers = {name: float(value) for name, value in row.items() if value}
    if not {CONFIDENCE, WRONG} <= numbers.keys():
        message = f"a line without {CONFIDENCE} or {WRONG}"
        raise ValueError(message)
    return numbers


def _shown(values: Sequence[float | None]) -> list[str]:
    return ["" if value is None else f"{round(value, 4):g}" for value in values]
