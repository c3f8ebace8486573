"""Quotes and answers: what the assistant says, all of it slices of articles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from index.articles import Article, Hit, Passage, sha256_of
from index.errors import ArticleChanged
from rag.citations import Citation, cite, link_to

Reason = Literal["nothing_found", "not_answered", "not_covered"]
Speech = Literal["named", "unnamed", "several"]
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of an article that answers; its parts are stretches of the same article too.

    ``speech`` says whether somebody is quoted in it, and whether the article names who: then that is ``speaker``.
    ``periods`` are the stretches of it that say when it was so. ``answer_score`` is the reader's probability that
    ``answer`` is the short answer, and not that there is none; None where it has none.
    """

    passage: Passage
    score: float
    answer: Passage | None = None
    speaker: Passage | None = None
    speech: Speech | None = None
    periods: tuple[Passage, ...] = ()
    also_in: tuple[str, ...] = ()
    answer_score: float | None = None

    def __post_init__(self) -> None:
        for part in (self.answer, self.speaker, *self.periods):
            if part is not None and part.article.id != self.passage.article.id:
                message = f"a quote of article {self.passage.article.id} has a part of article {part.article.id}"
                raise ValueError(message)

    @property
    def link(self) -> str | None:
        """Its article's address, opening at the quote; None where the article has no URL."""
        return link_to(self.passage)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which index and models gave an answer."""

    generation: int
    embedder: str
    reader: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Quotes, best first, or none and the reason why.

    ``understood`` is the question as it was read where it needed the earlier ones of the conversation.
    ``confidence`` is the probability, 0 to 1, that the first quote answers; ``hits`` is all that the
    retriever found, best first; ``missing`` are words of the question that nothing found mentions. ``timeline`` are
    the places in ``quotes``, counted from 0, of figures that several articles give, newest first. ``narrowed`` says
    that not every article is for whoever asked, which they are not told. Times are in milliseconds.
    """

    question: str
    quotes: tuple[Quote, ...]
    confidence: float
    hits: tuple[Hit, ...] = field(repr=False)
    provenance: Provenance
    understood: str | None = None
    reason: Reason | None = None
    missing: tuple[str, ...] = ()
    timeline: tuple[int, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict, repr=False)
    most_closest: int = 3
    narrowed: bool = field(default=False, repr=False)

    def __post_init__(self) -> None:
        if bool(self.quotes) == (self.reason is not None):
            message = "an answer has quotes, or a reason for having none"
            raise ValueError(message)
        for article in {quote.passage.article.id: quote.passage.article for quote in self.quotes}.values():
            check(article)

    @property
    def abstains(self) -> bool:
        """Whether nothing found was good enough to quote."""
        return not self.quotes

    @property
    def in_order(self) -> tuple[Quote, ...]:
        """The quotes as they are shown: figures of several times by time, then what else there is, best first."""
        others = [at for at in range(len(self.quotes)) if at not in self.timeline]
        return tuple(self.quotes[at] for at in (*self.timeline, *others))

    @property
    def closest(self) -> tuple[Passage, ...]:
        """Passages to look at when the assistant abstains: near the question, but not an answer."""
        telling = (hit.passage for hit in self.hits if not hit.passage.is_headline)
        return tuple(islice(telling, self.most_closest)) if self.abstains else ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The articles quoted, numbered from 1 in order of first quotation."""
        return cite(quote.passage for quote in self.quotes)

    def as_json(self) -> Json:
        """The answer as the contract writes it."""
        numbers = {citation.article.id: citation.number for citation in self.citations}
        return {
            "question": self.question,
            "understood": self.understood,
            "abstained": self.abstains,
            "reason": self.reason,
            "missing": list(self.missing),
            "confidence": round(self.confidence, 4),
            "quotes": [_quote_json(quote, numbers[quote.passage.article.id]) for quote in self.quotes],
            "citations": [citation.as_json() for citation in self.citations],
            "timeline": list(self.timeline),
            "closest": [
                {**_stretch_json(passage), "article_id": passage.article.id, "title": passage.article.title}
                for passage in self.closest
            ],
            "timings_ms": {stage: round(ms, 1) for stage, ms in self.timings_ms.items()},
            "index": {
                "generation": self.provenance.generation,
                "embedder": self.provenance.embedder,
                "reader": self.provenance.reader,
            },
        }


def check(article: Article) -> None:
    """Raise ``ArticleChanged`` unless the article's text is, to the letter, the one that was indexed."""
    if sha256_of(article.text) != article.sha256:
        raise ArticleChanged(
            f"article {article.id} no longer has the text that was indexed",
            fix="nothing of it can be quoted; run: quotedesk verify, then index its file again",
        )


def _stretch_json(passage: Passage) -> Json:
    return {"text": passage.text, "start": passage.start, "end": passage.end}


def _quote_json(quote: Quote, number: int) -> Json:
    return {
        **_stretch_json(quote.passage),
        "citation": number,
        "article_id": quote.passage.article.id,
        "article_sha256": quote.passage.article.sha256,
        "answer": _stretch_json(quote.answer) if quote.answer else None,
        "speaker": _stretch_json(quote.speaker) if quote.speaker else None,
        "speech": quote.speech,
        "periods": [_stretch_json(period) for period in quote.periods],
        "score": round(quote.score, 4),
        "also_in": list(quote.also_in),
        "link": quote.link,
    }
