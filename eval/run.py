"""Put the questions to the assistant that is served, and keep what came of each."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from eval.intervals import Interval, intervals
from eval.metrics import measures, scores_of
from eval.questions import Question
from eval.results import Judged, Rankings, Result, judge, judge_quote
from eval.scores import Score
from index.articles import Article
from rag.answers import Answer

Measures = dict[str, float | None]
Intervals = dict[str, Interval | None]


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

    def intervals(self) -> Intervals:
        """Between which figures each of ``total`` lies, had other such questions been drawn."""
        return intervals(self.results, self.scores)

    def intervals_by_tag(self) -> dict[str, Intervals]:
        """The intervals over the questions of each tag."""
        return {tag: intervals(found := self.tagged(tag), self._scores_of(found)) for tag in self.tags}

    @classmethod
    def of(cls, results: Sequence[Result]) -> "Evaluation":
        """From results, in whatever way they were come by."""
        return cls(tuple(results), tuple(scores_of(results)))

    def _over(self, results: Sequence[Result]) -> Measures:
        return measures(results, self._scores_of(results))

    def _scores_of(self, results: Sequence[Result]) -> list[Score]:
        ids = {result.question.id for result in results}
        return [score for score in self.scores if score.question in ids]


@dataclass(frozen=True, slots=True)
class Aside:
    """What is looked at beside the answer, outside its time.

    ``search`` ranks the articles of each search that went into the hits, ``unguarded`` is the assistant without its
    threshold.
    """

    search: Callable[[str], Rankings] | None = None
    unguarded: Asked | None = None


def evaluate(
    questions: Sequence[Question],
    assistant: Asked,
    progress: Callable[[], object] | None = None,
    aside: Aside | None = None,
) -> Evaluation:
    """Ask every question once, in order; ``progress`` is called after each.

    The first one is asked once more beforehand, so that loading models is in no question's latency.
    """
    results = []
    for question in (*questions[:1], *questions):
        results.append(_ask(question, assistant, aside or Aside()))
        if progress and len(results) > 1:
            progress()
    return Evaluation.of(results[1:])


def _ask(question: Question, assistant: Asked, aside: Aside) -> Result:
    """The judged answer; whatever the assistant raises is a result too, not the end of the run."""
    began = time.perf_counter()
    try:
        answer = assistant.ask(question.text, history=question.history, today=question.date)
        result = judge(question, answer, assistant.article)
        searched = aside.search(answer.understood or question.text) if aside.search else {}
        withheld = _withheld(result, aside.unguarded)
        return replace(result, searched=searched, withheld=withheld, looked_behind=aside.unguarded is not None)
    except Exception as error:
        took = 1000 * (time.perf_counter() - began)
        return Result(question, timings_ms={"total": took}, error=f"{type(error).__name__}: {error}")


def _withheld(result: Result, unguarded: Asked | None) -> Judged | None:
    """The first quote that a refusal kept back; looked for where it could be right, and only there."""
    question = result.question
    if unguarded is None or result.quotes or not question.answerable:
        return None
    answer = unguarded.ask(question.text, history=question.history, today=question.date)
    return judge_quote(question, answer.quotes[0]) if answer.quotes else None
