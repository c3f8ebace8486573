"""A run as a folder: written once, loaded by reports, comparisons and gates.

``run.json`` says what it was made of, ``results.jsonl`` has a line a question with all that was judged; both together
are the whole run, from which every figure can be had again. ``run.STAGE.trec`` and ``qrels.trec`` are for trec_eval,
ranx and the like.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote as percent_encode

from eval.about import About
from eval.files import remove, write_whole
from eval.results import STAGES, Result
from eval.run import Evaluation
from eval.scores import Score
from index.errors import QuotedeskError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

RESULTS, ABOUT = "results.jsonl", "run.json"
QRELS = "qrels.trec"


@dataclass(frozen=True, slots=True)
class Run:
    """An evaluation and what it was made of."""

    about: About
    evaluation: Evaluation


def load_run(folder: Path) -> Run:
    """The run that ``write_run`` left in ``folder``; its figures are computed anew from the results."""
    from pydantic import ValidationError

    results, about = _adapters()
    at = folder / ABOUT
    try:
        said = about.validate_json(at.read_bytes())
        at = folder / RESULTS
        lines = at.read_bytes().splitlines()
        return Run(said, Evaluation.of([results.validate_json(line) for line in lines]))
    except OSError as error:
        fix = f"make one with: quotedesk eval QUESTIONS --index DIR --report {folder}"
        raise QuotedeskError(f"{folder} holds no run: cannot read {at.name}: {error.strerror}", fix=fix) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise QuotedeskError(
            f"{at} is not what this version writes: {where} {first['msg']}", fix="make the run again"
        ) from error


def write_run(folder: Path, run: Run) -> tuple[Path, ...]:
    """The files that it wrote, each whole or not at all; rankings only of stages that were looked at."""
    results, about = _adapters()
    scores: dict[str, list[Score]] = {}
    for score in run.evaluation.scores:
        scores.setdefault(score.question, []).append(score)
    lines = (
        result_line(result, scores.get(result.question.id, ()), results.dump_python(result, mode="json"))
        for result in run.evaluation.results
    )
    texts = {
        ABOUT: about.dump_json(run.about, indent=2).decode() + "\n",
        RESULTS: "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines),
        QRELS: "".join(qrels(run.evaluation.results)),
        **{f"run.{stage}.trec": "".join(ranked(run.evaluation.results, stage)) for stage in STAGES},
    }
    for name, text in texts.items():
        if text:
            write_whole(folder / name, text.encode())
        else:
            remove(folder / name)
    return tuple(folder / name for name, text in texts.items() if text)


def result_line(result: Result, scores: Sequence[Score], fields: dict[str, object]) -> dict[str, object]:
    """A line of ``results.jsonl``: the id and what went wrong first, where the eye finds them, then every field."""
    return {
        "id": result.question.id,
        "failure": result.failure,
        **fields,
        "scores": {score.metric: score.value for score in scores},
    }


def ranked(results: Sequence[Result], stage: str) -> Iterator[str]:
    """TREC's ``topic Q0 document rank score tag``; spaces in an id are percent-encoded, since there they end it."""
    for result in results:
        for rank, article in enumerate(result.rankings.get(stage, ()), start=1):
            yield f"{_word(result.question.id)} Q0 {_word(article)} {rank} {1 / rank:.6f} quotedesk-{stage}\n"


def qrels(results: Sequence[Result]) -> Iterator[str]:
    """TREC's ``topic 0 document relevance`` of the answerable questions."""
    for question in (result.question for result in results if result.question.answerable):
        for article in dict.fromkeys(question.articles):
            yield f"{_word(question.id)} 0 {_word(article)} 1\n"


def _word(name: str) -> str:
    return "".join(percent_encode(one) if one.isspace() or one == "%" else one for one in name)


@lru_cache(maxsize=1)
def _adapters() -> "tuple[TypeAdapter[Result], TypeAdapter[About]]":
    from pydantic import TypeAdapter

    return TypeAdapter(Result), TypeAdapter(About)
