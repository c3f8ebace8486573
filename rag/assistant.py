"""The assistant: retrieve, read, decide. What is served and what is measured."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter

from index.articles import Article, Hit
from index.catalog import Filters
from index.collection import EVERYTHING, Collection
from index.words import content_words
from rag.answers import Answer, Provenance, Quote, Reason
from rag.confidence import Confidence
from rag.coverage import missing
from rag.reader import READERS, Reader
from rag.retriever import Retriever


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers with quotes, or abstains.

    It abstains below the confidence ``floor``, which eval.bench.threshold chose on dev questions. Further quotes must
    score at least ``also`` of what the first does. ``most`` is how many are shown unless the question says.
    """

    collection: Collection
    retriever: Retriever
    reader: Reader
    confidence: Confidence = field(default_factory=Confidence)
    floor: float = 0.25
    also: float = 0.6
    most: int = 3

    def ask(
        self,
        question: str,
        *,
        filters: Filters = EVERYTHING,
        max_quotes: int | None = None,
        history: Sequence[str] = (),
    ) -> Answer:
        """Answer with at most ``max_quotes`` quotes, best first.

        The last question of ``history`` counts only when the bare question is not answered: it is then
        asked again with the content words of that one.
        """
        most = self.most if max_quotes is None else max_quotes
        answer = self._answer(question, filters, most)
        if not answer.abstains or not history:
            return answer
        understood = " ".join([question, *content_words(history[-1])])
        followed = self._answer(understood, filters, most)
        return answer if followed.abstains else replace(followed, question=question, understood=understood)

    def _answer(self, question: str, filters: Filters, most: int) -> Answer:
        begun = perf_counter()
        hits = self.retriever.find(question, filters)
        retrieved = perf_counter()
        candidates = self.reader.read(question, hits)
        absent = missing(question, [hit.passage for hit in hits])
        confidence = 0.0 if absent else self.confidence.of(candidates, hits)
        reason = self._reason(hits, confidence, absent)
        quotes = () if reason else self._choose(candidates, most)
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
            timings_ms={stage: seconds * 1000 for stage, seconds in spent.items()},
        )

    def article(self, article_id: str) -> Article | None:
        """The article of that id, to show around a quote."""
        return self.collection.article(article_id)

    def _reason(self, hits: Sequence[Hit], confidence: float, absent: Sequence[str]) -> Reason | None:
        """Why to abstain; None to answer."""
        if not hits:
            return "nothing_found"
        if absent:
            return "not_covered"
        return "not_answered" if confidence < self.floor else None

    def _choose(self, candidates: Sequence[Quote], most: int) -> tuple[Quote, ...]:
        """The first quote and those that come near it; the same words in another article are folded into it."""
        good = [quote for quote in candidates if quote.score >= self.also * candidates[0].score]
        folded: dict[str, Quote] = {}
        for quote in good:
            first = folded.setdefault(quote.passage.text, quote)
            others = {*first.also_in, quote.passage.article.id} - {first.passage.article.id}
            folded[quote.passage.text] = replace(first, also_in=tuple(sorted(others)))
        return tuple(folded.values())[: max(most, 1)]

    def _provenance(self) -> Provenance:
        collection = self.collection
        return Provenance(collection.generation.number, collection.embedder.name, self.reader.name)


def open_assistant(folder: Path, *, reader: str = "sentences") -> Assistant:
    """The assistant over the index in ``folder``: the one place where the parts are put together."""
    collection = Collection.open(folder)
    return Assistant(collection, Retriever(collection), READERS[reader](collection.embedder))
