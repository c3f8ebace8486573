"""Put the questions to the assistant that is served, and keep what came of each."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from eval.metrics import Score, measures, scores_of
from eval.questions import Question
from eval.results import Result, judge
from index.articles import Article
from rag.answers import Answer

Measures = dict[str, float | None]


class Asked(Protocol):
    """What an assistant must do to be measured."""

    def ask(self, question: str, *, history: Sequence[str] = (), today: date | None = None) -> Answer:
        """Quotes, or the reason why there are none; ``today`` is the day of the question."""

    def article(self, article_id: str) -> Article | None:
        """The stored article, that what was quoted is checked against."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The results in the order of the questions; all figures are derived from them."""

    results: tuple[Result, ...]
    scores: tuple[Score, ...]

    @property
    def tags(self) -> tuple[str, ...]:
        """Every tag, in alphabetical order."""
        return tuple(sorted({tag for result in self.results for tag in result.question.tags}))

    def tagged(self, tag: str) -> tuple[Result, ...]:
        """The results of the questions with ``tag``."""
        return tuple(result for result in self.results if tag in result.question.tags)

    def total(self) -> Measures:
        """The measures over all questions."""
        return measures(self.results, self.scores)

    def by_tag(self) -> dict[str, Measures]:
        """The measures over the questions of each tag."""
        return {tag: self._over(self.tagged(tag)) for tag in self.tags}

    def _over(self, results: Sequence[Result]) -> Measures:
        ids = {result.question.id for result in results}
        return measures(results, [score for score in self.scores if score.question in ids])


def evaluate(
    questions: Sequence[Question], assistant: Asked, progress: Callable[[], object] | None = None
) -> Evaluation:
    """Ask every question once, in order; ``progress`` is called after each.

    The first one is asked once more beforehand, so that loading models is in no question's latency.
    """
    results = []
    for question in (*questions[:1], *questions):
        results.append(_ask(question, assistant))
        if progress and len(results) > 1:
            progress()
    kept = tuple(results[1:])
    return Evaluation(kept, tuple(scores_of(kept)))


def _ask(question: Question, assistant: Asked) -> Result:
    """The judged answer; whatever the assistant raises is a result too, not the end of the run."""
    began = time.perf_counter()
    try:
        answer = assistant.ask(question.text, history=question.history, today=question.date)
        return judge(question, answer, assistant.article)
    except Exception as error:
        took = 1000 * (time.perf_counter() - began)
        return Result(question, timings_ms={"total": took}, error=f"{type(error).__name__}: {error}")
