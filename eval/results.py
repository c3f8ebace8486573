"""What the assistant did with one question, judged; every measure is made of these."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from eval.gold import Stretch, from_gold_article, gold_stretches, holds_answer, is_right
from eval.overlap import overlap
from eval.questions import Question
from eval.short_answers import exact_match, token_f1
from eval.verbatim import cited, claims, holds
from index.articles import Article, Passage, Span
from rag.answers import Answer, Provenance, Quote

Failure = Literal["error", "not retrieved", "not read", "wrongly refused", "wrongly answered", "wrong speaker"]
#: Where a question's articles are ranked, in the order of the pipeline; "fused" is what the retriever hands on.
STAGES = ("keyword", "dense", "fused", "read")
Rankings = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A quote as its offsets, and whether it answers.

    ``answer`` and ``speaker`` lie in the same article. ``overlap`` is with the gold quotes, ``exact`` and ``f1`` are of
    the short answer (the whole quote where the reader gave none); each is None where the question has no such gold.
    """

    article_id: str
    start: int
    end: int
    score: float
    right: bool
    answer: Span | None = None
    speaker: Span | None = None
    also_in: tuple[str, ...] = ()
    overlap: float | None = None
    exact: float | None = None
    f1: float | None = None
    speaker_right: bool | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One question and what came of it; holds no article, so that thousands fit in memory.

    ``ranking`` are the ids of the retrieved articles in order of their first hit, ``found`` says whether
    a hit is right, ``verbatim`` has one truth for each string served, ``cited`` one for each quote. ``searched`` are
    the rankings that the retriever made one of. ``withheld`` is the quote that a refusal kept back, None too where
    nobody ``looked_behind`` it. ``gold`` is where the gold quotes stand. A question that raised has ``error``.
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
    cited: tuple[bool, ...] = ()
    searched: Rankings = field(default_factory=dict)
    withheld: Judged | None = None
    looked_behind: bool = False
    gold: tuple[Stretch, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether asking raised, so that there is no answer to judge."""
        return self.error is not None

    @property
    def right(self) -> bool:
        """Whether any quote answers."""
        return any(quote.right for quote in self.quotes)

    @property
    def rankings(self) -> Rankings:
        """The ids of articles by stage, nearest first; "keyword" and "dense" only where they were asked for."""
        read = tuple(dict.fromkeys(quote.article_id for quote in self.quotes))
        return {**self.searched, "fused": self.ranking, "read": read}

    @property
    def speaker_right(self) -> bool | None:
        """Whether the first quote that answers names a gold speaker; None where the question has none."""
        if not (self.question.answerable and self.question.speakers):
            return None
        first = next((quote for quote in self.quotes if quote.right), None)
        return first is not None and first.speaker_right is True

    @property
    def failure(self) -> Failure | None:
        """What went wrong first, in the order of the pipeline; None when a quote is right, or rightly none given."""
        if self.failed:
            return "error"
        if not self.question.answerable:
            return "wrongly answered" if self.quotes else None
        if self.right:
            return "wrong speaker" if self.speaker_right is False else None
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
        quotes=tuple(judge_quote(question, quote) for quote in answer.quotes),
        reason=answer.reason,
        verbatim=tuple(holds(claim, article_of) for claim in claims(answer)),
        timings_ms=dict(answer.timings_ms),
        provenance=answer.provenance,
        cited=cited(answer, article_of),
        gold=gold_stretches(question, article_of),
    )


def judge_quote(question: Question, quote: Quote) -> Judged:
    """A quote against every kind of gold that the question has."""
    passage = quote.passage
    said = (quote.answer or passage).text
    from_gold = from_gold_article(question, passage, quote.also_in)
    golds, answers, speakers = (
        gold if question.answerable else () for gold in (question.quotes, question.answers, question.speakers)
    )
    return Judged(
        passage.article.id, passage.start, passage.end, quote.score, is_right(question, passage, quote.also_in),
        answer=_span(quote.answer),
        speaker=_span(quote.speaker),
        also_in=quote.also_in,
        overlap=overlap(passage, golds if from_gold else ()) if golds else None,
        exact=exact_match(said, answers) if answers else None,
        f1=token_f1(said, answers) if answers else None,
        speaker_right=_names(quote.speaker, speakers) if speakers else None,
    )  # fmt: skip


def _names(speaker: Passage | None, golds: tuple[str, ...]) -> bool:
    """Whether the speaker, who may be given with a title or office, holds a gold name as words of its own."""
    return speaker is not None and any(holds_answer(speaker.text, gold) for gold in golds)


def _span(passage: Passage | None) -> Span | None:
    return Span(passage.start, passage.end) if passage else None
