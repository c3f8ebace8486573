"""One story from several publishers: quoted from the earliest, and the others named."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from index.articles import Article
from index.twins import Story
from rag.answers import Quote
from rag.folding import alike


def earliest_first(candidates: Sequence[Quote], story_of: Callable[[str], Story | None]) -> list[Quote]:
    """The candidates with each sentence that a story's articles share given by the one that had it first.

    It takes the place and the score of the best of them; the others follow where they were. Only sentences that say
    the same are exchanged: a corrected figure is a quote of its own.
    """
    left, found = list(candidates), list[Quote]()
    stories = {name: story_of(name) for name in {quote.passage.article.id for quote in candidates}}
    while left:
        best = left.pop(0)
        story = stories[best.passage.article.id]
        same = [one for one in left if story and _is_in(story, one) and alike(best.passage.text, one.passage.text)]
        if story and same:
            first = min([best, *same], key=lambda one: story.articles.index(one.passage.article.id))
            if first is not best:
                left[left.index(first)] = replace(best, score=first.score)
                best = replace(first, score=best.score)
        found.append(best)
    return found


def elsewhere(quote: Quote, copies: Callable[[str], Sequence[str]], article: Callable[[str], Article | None]) -> Quote:
    """The quote with all other articles that say the same, equal copies of its article too; earliest first."""
    names = {*quote.also_in, *copies(quote.passage.article.id)}
    dates = {name: _published(article(name)) for name in names}
    return replace(quote, also_in=tuple(sorted(names, key=lambda name: (dates[name], name))))


def _published(article: Article | None) -> date:
    return article.published if article and article.published else date.max


def _is_in(story: Story, quote: Quote) -> bool:
    return quote.passage.article.id in story.articles
