"""What the report shows of each question: what was quoted, what should have been, and what went wrong."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from eval.baseline import Baseline
from eval.differences import outcome
from eval.excerpts import Excerpt, Mark, excerpt
from eval.results import STAGES, Judged, Result
from index.articles import Article, Span

ArticleOf = Callable[[str], Article | None]

#: What each failure means, for those who did not write the measures.
MEANINGS: Mapping[str, str] = {
    "error": "Asking raised an error; there is no answer to judge.",
    "not retrieved": "Nothing that was found holds the answer: the reader could not have seen it.",
    "not read": "A passage with the answer was found, but something else was quoted.",
    "wrongly refused": "A passage with the answer was found, but nothing was quoted.",
    "wrongly answered": "The articles do not hold an answer, but something was quoted.",
    "wrong speaker": "The quote is right, but its speaker is somebody else, or is not named.",
}


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quote in its article; ``excerpt`` is None where the article cannot be shown."""

    quote: Judged
    excerpt: Excerpt | None

    def words(self, span: Span | None) -> str | None:
        """The article's words at ``span``: its answer, or its speaker."""
        return self.excerpt.article.text[span.start : span.end] if self.excerpt and span else None


@dataclass(frozen=True, slots=True)
class Shown:
    """A question with all that is shown of it; ``turn`` is "lost" or "won" against the baseline, or nothing."""

    result: Result
    outcome: str
    quotes: tuple[ShownQuote, ...]
    withheld: ShownQuote | None
    gold: tuple[Excerpt, ...]
    ranks: tuple[tuple[str, Mapping[str, int | None]], ...]
    turn: str


def shown(result: Result, article_of: ArticleOf, baseline: Baseline | None = None) -> Shown:
    """With excerpts of the stored articles, in which gold and quotes are both marked."""
    return Shown(
        result,
        outcome(result),
        tuple(_quote(quote, result, article_of) for quote in result.quotes),
        _quote(result.withheld, result, article_of) if result.withheld else None,
        tuple(_gold(result, article_of)),
        tuple((article, _ranks(result, article)) for article in dict.fromkeys(result.question.articles)),
        turn_since(result, baseline) if baseline else "",
    )


def turn_since(result: Result, baseline: Baseline) -> str:
    """Whether a question's first quote, or its refusal, was wrong before and is right now, or the other way round."""
    row = baseline.rows.get(result.question.id)
    if row is None:
        return ""
    answerable = result.question.answerable
    was = row.get("first quote right") if answerable else 1 - row.get("unanswerable answered", 1.0)
    now = bool(result.quotes) and result.quotes[0].right if answerable else not (result.quotes or result.failed)
    return "" if was is None or bool(was) is now else ("won" if now else "lost")


def _quote(quote: Judged, result: Result, article_of: ArticleOf) -> ShownQuote:
    article = article_of(quote.article_id)
    if article is None:
        return ShownQuote(quote, None)
    parts = {"quote": Span(quote.start, quote.end), "answer": quote.answer, "speaker": quote.speaker}
    marks = [Mark(kind, span) for kind, span in parts.items() if span] + _gold_marks(result, article.id)
    return ShownQuote(quote, excerpt(article, Span(quote.start, quote.end), marks))


def _gold(result: Result, article_of: ArticleOf) -> Iterator[Excerpt]:
    quoted = [*result.quotes, *([result.withheld] if result.withheld else [])]
    for stretch in result.gold:
        article = article_of(stretch.article_id)
        if article:
            said = [Mark("quote", Span(one.start, one.end)) for one in quoted if one.article_id == article.id]
            marks = [*_gold_marks(result, article.id), *said]
            yield excerpt(article, Span(stretch.start, stretch.end), marks)


def _gold_marks(result: Result, article_id: str) -> list[Mark]:
    return [Mark("gold", Span(one.start, one.end)) for one in result.gold if one.article_id == article_id]


def _ranks(result: Result, article: str) -> dict[str, int | None]:
    """At which rank each stage has the article, from 1; None where it has not."""
    return {
        stage: ranking.index(article) + 1 if article in ranking else None
        for stage in STAGES
        if (ranking := result.rankings.get(stage)) is not None
    }
