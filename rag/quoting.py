"""From scored sentences to the quotes that are shown: enough of each article to be understood, nothing twice.

Text travels as places in an article: a quote is its first sentence's start to its last one's end.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.articles import Article, Passage, Span
from index.sentences import sentences
from index.words import content_words, words_of
from rag.answers import Quote
from rag.folding import alike
from rag.leaning import is_heading, leans
from rag.voices import one_voice, said_in

#: Sentences in a quote, at most.
LONGEST = 3
#: What a second quote of an article must bring: this share of content words that its first does not have.
FRESH = 0.5


@dataclass(frozen=True, slots=True)
class Stretch:
    """A kept stretch of an article as its sentences, counted from 0."""

    article: Article
    kept: Span

    @property
    def sentences(self) -> Sequence[Span]:
        """All sentences of the stretch, in order."""
        return _sentences(self.article.text, self.kept)

    def place(self, at: int) -> int:
        """The number of the sentence that holds the article's character ``at``."""
        return bisect_right(self.sentences, at, key=lambda span: span.start) - 1

    def begin(self, number: int) -> int:
        """The first sentence needed to understand ``number``: itself, or up to two before it."""
        first = number
        while first and number - first < LONGEST - 1 and not self._sentence(first - 1).is_headline:
            if not (self._leans(first) or (first < number and self._is_heading(first))):
                break
            first -= 1
        while first < number and self._is_heading(first):
            first += 1
        return first

    def _leans(self, number: int) -> bool:
        return leans(self.article, self.kept, self.sentences[number]) is not None

    def _is_heading(self, number: int) -> bool:
        return is_heading(self._sentence(number).text)

    def _sentence(self, number: int) -> Passage:
        return self.article.passage(*self.sentences[number])


@dataclass(frozen=True, slots=True)
class Draft:
    """A quote in the making: sentences ``first`` to ``last`` of a stretch, and by rank the candidates among them."""

    stretch: Stretch
    first: int
    last: int
    evidence: Mapping[int, Quote]

    @property
    def rank(self) -> int:
        """The rank of its best candidate."""
        return min(self.evidence)

    @property
    def best(self) -> Quote:
        """The candidate that the quote is shown for."""
        return self.evidence[self.rank]

    @property
    def passage(self) -> Passage:
        """Its sentences, from the first one's start to the last one's end."""
        spans = self.stretch.sentences
        return self.stretch.article.passage(spans[self.first].start, spans[self.last].end)

    @property
    def voiced(self) -> Passage:
        """The passage, or only the best candidate where two people speak in it: a quote has one speaker."""
        return self.passage if one_voice(self.passage) else self.best.passage

    def apart(self, other: "Draft") -> int:
        """How many sentences lie between the two; less than 0 if they share some."""
        return max(self.first, other.first) - min(self.last, other.last) - 1

    def holds(self, candidate: Quote) -> bool:
        """Whether one of its candidates says what ``candidate`` does, in the same words."""
        return any(alike(quote.passage.text, candidate.passage.text) for quote in self.evidence.values())


def choose(candidates: Sequence[Quote], *, most: int, also: float) -> tuple[Quote, ...]:
    """The quotes to show, best first, from candidates of one sentence each, best first.

    Shown are the first and what scores at least ``also`` of it. Neighbouring sentences become one quote, a sentence
    that leans on the one before it takes that in, and what another article says in the same words is named in
    ``also_in`` of the better quote, even if it scored less.
    """
    good = [quote for quote in candidates if quote.score >= also * candidates[0].score]
    shown: list[Draft] = []
    for draft in _drafts(good):
        if len(shown) < max(most, 1) and not any(one.holds(draft.best) for one in shown) and _adds(draft, shown):
            shown.append(draft)
    elsewhere = _elsewhere(shown, candidates)
    return tuple(
        replace(draft.best, passage=draft.voiced, also_in=ids) for draft, ids in zip(shown, elsewhere, strict=True)
    )


def spoken_on(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The quotes with what their speaker says next, up to three sentences; none that another has taken in by that."""
    shown: list[Quote] = []
    for quote in quotes:
        whole = replace(quote, passage=_speech(quote.passage))
        if not any(_shares(whole.passage, one.passage) for one in shown):
            shown.append(whole)
    return tuple(shown)


def _speech(passage: Passage) -> Passage:
    """The passage with the sentences after it that its speaker says."""
    article, speaker = passage.article, said_in(passage).speaker
    stretch = _stretch(passage)
    first, last = stretch.place(passage.start), stretch.place(passage.end - 1)
    spans = stretch.sentences
    while speaker and last + 1 < min(len(spans), first + LONGEST):
        if said_in(article.passage(*spans[last + 1])).speaker != speaker:
            break
        last += 1
    return article.passage(passage.start, max(passage.end, spans[last].end))


def _shares(one: Passage, other: Passage) -> bool:
    return one.article.id == other.article.id and one.start < other.end and other.start < one.end


def _stretch(passage: Passage) -> Stretch:
    """The kept stretch that holds the passage."""
    return Stretch(passage.article, next(span for span in passage.article.kept if passage.start < span.end))


def _drafts(good: Iterable[Quote]) -> list[Draft]:
    """The candidates as quotes of one to three sentences, disjoint, best first."""
    found: dict[tuple[str, Span], list[Draft]] = {}
    for rank, candidate in enumerate(good):
        passage = candidate.passage
        stretch = _stretch(passage)
        drafts = found.get((passage.article.id, stretch.kept), [])
        first, last = stretch.place(passage.start), stretch.place(passage.end - 1)
        found[passage.article.id, stretch.kept] = _placed(Draft(stretch, first, last, {rank: candidate}), drafts)
    return sorted((draft for drafts in found.values() for draft in drafts), key=lambda draft: draft.rank)


def _placed(made: Draft, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of a stretch with one more, which takes in what it leans on and joins those beside it.

    If it would be too long with what it leans on, being in another, then it is left out.
    """
    needed = made.first
    made = replace(made, first=made.stretch.begin(needed))
    others: list[Draft] = []
    for draft in drafts:
        last = max(draft.last, made.last)
        first = max(min(draft.first, made.first), last - LONGEST + 1)
        if draft.apart(made) <= 0 and first <= min(draft.first, needed):
            needed = min(draft.first, needed)
            made = Draft(made.stretch, first, last, {**draft.evidence, **made.evidence})
        else:
            others.append(draft)
    return list(drafts) if any(draft.apart(made) < 0 for draft in others) else [*others, made]


def _adds(draft: Draft, shown: Iterable[Draft]) -> bool:
    """Whether a quote says more than those of its article before it: another answer, or else other words."""
    before = [one.passage.text for one in shown if one.stretch.article.id == draft.stretch.article.id]
    if draft.best.answer is not None:
        answer = set(words_of(draft.best.answer.text))
        return not any(answer <= set(words_of(text)) for text in before)
    words = content_words(draft.best.passage.text)
    known = {word for text in before for word in content_words(text)}
    return not before or sum(word not in known for word in words) >= FRESH * len(words)


def _elsewhere(shown: Sequence[Draft], candidates: Iterable[Quote]) -> Iterator[tuple[str, ...]]:
    """For each quote, the other articles that say the same; an article is named with the best quote only."""
    found: list[set[str]] = [set(draft.best.also_in) for draft in shown]
    for candidate in candidates:
        holder = next((number for number, draft in enumerate(shown) if draft.holds(candidate)), None)
        if holder is not None:
            found[holder] |= {candidate.passage.article.id, *candidate.also_in}
    for draft, ids in zip(shown, found, strict=True):
        yield tuple(sorted(ids - {draft.stretch.article.id}))


@lru_cache(maxsize=64)
def _sentences(text: str, kept: Span) -> tuple[Span, ...]:
    """The sentences of a stretch, remembered: the articles that answer one question are asked the next."""
    return tuple(sentences(text, *kept))
