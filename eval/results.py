"""What the assistant did with one question, judged; every measure is made of these."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from eval.gold import is_right
from eval.questions import Question
from eval.verbatim import claims, holds
from index.articles import Article
from rag.answers import Answer, Provenance, Quote

Failure = Literal["error", "not retrieved", "not read", "wrongly refused", "wrongly answered"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A quote as its offsets, and whether it answers."""

    article_id: str
    start: int
    end: int
    score: float
    right: bool


@dataclass(frozen=True, slots=True)
class Result:
    """One question and what came of it; holds no article, so that thousands fit in memory.

    ``ranking`` are the ids of the retrieved articles in order of their first hit, ``found`` says whether
    a hit is right, ``verbatim`` has one truth for each string served. A question that raised has ``error``.
    """

    question: Question
    confidence: float = 0.0
    ranking: tuple[str, ...] = ()
    found: bool = False
    quotes: tuple[Judged, ...] = ()
    reason: str | None = None
    verbatim: tuple[bool, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict, compare=False)
    provenance: Provenance | None = None
    error: str | None = None

    @property
    def failed(self) -> bool:
        """Whether asking raised, so that there is no answer to judge."""
        return self.error is not None

    @property
    def right(self) -> bool:
        """Whether any quote answers."""
        return any(quote.right for quote in self.quotes)

    @property
    def failure(self) -> Failure | None:
        """What went wrong first, in the order of the pipeline; None when a quote is right, or rightly none given."""
        if self.failed:
            return "error"
        if not self.question.answerable:
            return "wrongly answered" if self.quotes else None
        if self.right:
            return None
        if not self.found:
            return "not retrieved"
        return "not read" if self.quotes else "wrongly refused"


def judge(question: Question, answer: Answer, article_of: Callable[[str], Article | None]) -> Result:
    """Hold an answer against the gold of its question, and its strings against the stored articles."""
    if not 0 <= answer.confidence <= 1:
        message = f"confidence {answer.confidence} is not a probability"
        raise ValueError(message)
    return Result(
        question,
        confidence=answer.confidence,
        ranking=tuple(dict.fromkeys(hit.passage.article.id for hit in answer.hits)),
        found=any(is_right(question, hit.passage) for hit in answer.hits),
        quotes=tuple(_judge_quote(question, quote) for quote in answer.quotes),
        reason=answer.reason,
        verbatim=tuple(holds(claim, article_of) for claim in claims(answer)),
        timings_ms=dict(answer.timings_ms),
        provenance=answer.provenance,
    )


def _judge_quote(question: Question, quote: Quote) -> Judged:
    passage = quote.passage
    right = is_right(question, passage, quote.also_in)
    return Judged(passage.article.id, passage.start, passage.end, quote.score, right)
