"""The assistant: retrieve, read, decide. What is served and what is measured."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from time import perf_counter

from index.articles import Article, Hit
from index.collection import EVERYTHING
from index.filters import Filters
from index.periods import asked_period
from index.store import ArticleStore
from index.twins import Story
from rag.answers import Answer, Provenance, Quote, Reason
from rag.confidence import Confidence
from rag.coverage import missing
from rag.followups import understandings
from rag.quoting import choose, spoken_on
from rag.reader import Reader
from rag.reading import read
from rag.retriever import Retriever
from rag.stories import earliest_first, elsewhere
from rag.timeline import timeline
from rag.times import dated, in_time_first
from rag.voices import in_own_words, voice_asked, voiced


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers with quotes, or abstains.

    It abstains below the confidence ``floor``, chosen on all of news-dev (``eval.bench.threshold … --each 500``): F1
    hardly changes between .15 and .30, and with .25 fewer of the questions without an answer are answered than ever
    before (.13; .14 with the weights of before); a quarter of those that have one is refused.
    Further quotes must score at least ``also`` of what the first does. ``most`` is how many are shown unless the
    question says. ``groups`` are those of whoever asks, where the filters do not say; None is the operator, who sees
    all.
    """

    collection: ArticleStore
    retriever: Retriever
    reader: Reader
    confidence: Confidence = field(default_factory=Confidence)
    floor: float = 0.25
    also: float = 0.6
    most: int = 3
    groups: frozenset[str] | None = None

    def ask(
        self,
        question: str,
        *,
        filters: Filters = EVERYTHING,
        max_quotes: int | None = None,
        history: Sequence[str] = (),
        today: date | None = None,
    ) -> Answer:
        """Answer with at most ``max_quotes`` quotes, best first; ``today`` is what "last year" is counted from.

        The earlier questions of ``history`` count only when the bare question is not answered: it is then asked
        again as what it may stand for, until something is answered.
        """
        most = self.most if max_quotes is None else max_quotes
        today = today or date.today()
        filters = filters if filters.groups is not None else replace(filters, groups=self.groups)
        answer = self._answer(question, filters, most, today)
        for understood in understandings(question, history) if answer.abstains else ():
            followed = self._answer(understood, filters, most, today)
            if not followed.abstains:
                return replace(followed, question=question, understood=understood)
        return answer

    def _answer(self, question: str, filters: Filters, most: int, today: date) -> Answer:
        begun = perf_counter()
        asked = asked_period(question, today)
        hits = in_time_first(asked, self.retriever.find(question, filters))
        retrieved = perf_counter()
        absent = missing(question, [hit.passage for hit in hits], asked)
        candidates = [] if absent else read(self.reader, question, hits, asked)
        ordered = in_own_words(question, self.confidence.ordered(question, candidates, hits, asked))
        confidence = self.confidence.of(question, ordered, candidates, hits, asked)
        reason = self._reason(hits, confidence, absent)
        quotes = () if reason else self._quotes(question, ordered, most, filters.groups)
        done = perf_counter()
        spent = {"retrieve": retrieved - begun, "read": done - retrieved, "total": done - begun}
        return Answer(
            question,
            quotes,
            confidence,
            tuple(hits),
            self._provenance(),
            reason=reason,
            missing=absent if reason == "not_covered" else (),
            timeline=timeline(question, quotes),
            narrowed=not self.collection.shows_all_to(filters.groups),
            timings_ms={stage: seconds * 1000 for stage, seconds in spent.items()},
        )

    @property
    def reads_as(self) -> str:
        """The reader's name with that of the confidence fitted to it: a threshold holds for both or not at all."""
        return f"{self.reader.name}/{self.confidence.name}"

    def article(self, article_id: str, groups: frozenset[str] | None = None) -> Article | None:
        """The article of that id, to show around a quote; None too where ``groups`` may not see it."""
        return self.collection.article(article_id, self.groups if groups is None else groups)

    def _quotes(
        self, question: str, ordered: Sequence[Quote], most: int, groups: frozenset[str] | None
    ) -> tuple[Quote, ...]:
        """The quotes to show, each with who says it, when, and where else it stands; somebody's words to their end."""
        seen = _Seen(self.collection, groups)
        chosen = choose(earliest_first(ordered, seen.story), most=most, also=self.also)
        chosen = spoken_on(chosen) if voice_asked(question) else chosen
        return tuple(elsewhere(dated(voiced(quote)), seen.copies, seen.article) for quote in chosen)

    def _reason(self, hits: Sequence[Hit], confidence: float, absent: Sequence[str]) -> Reason | None:
        """Why to abstain; None to answer."""
        if not hits:
            return "nothing_found"
        if absent:
            return "not_covered"
        return "not_answered" if confidence < self.floor else None

    def _provenance(self) -> Provenance:
        collection = self.collection
        return Provenance(collection.generation.number, collection.embedder.name, self.reads_as)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The collection as somebody in ``groups`` sees it."""

    collection: ArticleStore
    groups: frozenset[str] | None

    def story(self, article_id: str) -> Story | None:
        return self.collection.story(article_id, self.groups)

    def copies(self, article_id: str) -> tuple[str, ...]:
        return self.collection.copies(article_id, self.groups)

    def article(self, article_id: str) -> Article | None:
        return self.collection.article(article_id, self.groups)
