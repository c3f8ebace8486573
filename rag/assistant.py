"""The assistant: retrieve, read, decide. What is served and what is measured."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter

from index.articles import Article, Hit
from index.catalog import Filters
from index.collection import EVERYTHING, Collection
from rag.answers import Answer, Provenance, Reason
from rag.confidence import Confidence
from rag.coverage import missing
from rag.followups import understandings
from rag.quoting import choose
from rag.reader import Reader, open_reader
from rag.retriever import Retriever
from rag.threshold import calibrated_floor


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers with quotes, or abstains.

    It abstains below the confidence ``floor``, chosen on news-dev, where three of four answers given are then right.
    Further quotes must score at least ``also`` of what the first does. ``most`` is how many are shown unless the
    question says.
    """

    collection: Collection
    retriever: Retriever
    reader: Reader
    confidence: Confidence = field(default_factory=Confidence)
    floor: float = 0.35
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

        The earlier questions of ``history`` count only when the bare question is not answered: it is then asked
        again as what it may stand for, until something is answered.
        """
        most = self.most if max_quotes is None else max_quotes
        answer = self._answer(question, filters, most)
        for understood in understandings(question, history) if answer.abstains else ():
            followed = self._answer(understood, filters, most)
            if not followed.abstains:
                return replace(followed, question=question, understood=understood)
        return answer

    def _answer(self, question: str, filters: Filters, most: int) -> Answer:
        begun = perf_counter()
        hits = self.retriever.find(question, filters)
        retrieved = perf_counter()
        candidates = self.reader.read(question, hits)
        ordered = self.confidence.ordered(question, candidates, hits)
        absent = missing(question, [hit.passage for hit in hits])
        confidence = 0.0 if absent else self.confidence.of(ordered, candidates)
        reason = self._reason(hits, confidence, absent)
        quotes = () if reason else choose(ordered, most=most, also=self.also)
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

    def _provenance(self) -> Provenance:
        collection = self.collection
        return Provenance(collection.generation.number, collection.embedder.name, self.reader.name)


def open_assistant(folder: Path, *, reader: str = "trained") -> Assistant:
    """The assistant over the index in ``folder``: the one place where the parts are put together.

    ``reader`` is ``trained`` or the folder or name of a Hugging Face model.
    """
    collection = Collection.open(folder)
    assistant = Assistant(collection, Retriever(collection), open_reader(reader))
    floor = calibrated_floor(collection, assistant.reader.name)
    return assistant if floor is None else replace(assistant, floor=floor)
