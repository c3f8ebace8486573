"""What is looked at beside an answer: each search of the retriever by itself, and the assistant without threshold."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from eval.results import Rankings
from eval.run import Aside, Asked
from index.articles import Hit
from index.catalog import Located
from index.filters import Filters
from rag.answers import Quote
from rag.assistant import Assistant
from rag.followups import MOST_EARLIER
from rag.reader import Reader

#: A question is read as it is and, with each earlier one of its conversation, with that one's names or words; each with
#: and without the period that it asks about. The reading that counts is among the last so many.
KEPT = 2 * (1 + 4 * MOST_EARLIER)
Reading = tuple[str, tuple[Hit, ...], list[Quote]]


@dataclass(frozen=True, slots=True)
class RecordingReader:
    """Reads as ``reader`` does, always, and keeps its last readings."""

    reader: Reader
    readings: deque[Reading] = field(default_factory=lambda: deque(maxlen=KEPT), repr=False)

    @property
    def name(self) -> str:
        """That of the reader."""
        return self.reader.name

    def read(self, question: str, hits: Sequence[Hit]) -> list[Quote]:
        """What the reader gives."""
        candidates = self.reader.read(question, hits)
        self.readings.append((question, tuple(hits), candidates))
        return candidates


@dataclass(frozen=True, slots=True)
class RecallingReader:
    """Gives what was read before, where it was recorded: never to be timed."""

    recording: RecordingReader

    @property
    def name(self) -> str:
        """That of the reader."""
        return self.recording.name

    def read(self, question: str, hits: Sequence[Hit]) -> list[Quote]:
        """The newest reading of these very hits for this question; read now if there is none."""
        known = tuple(hits)
        for asked, read, candidates in reversed(self.recording.readings):
            if asked == question and read == known:
                return candidates
        return self.recording.reader.read(question, hits)


def watched(assistant: Asked, *, behind_refusals: bool) -> tuple[Asked, Aside]:
    """The assistant to ask, which answers as before, and what to look at beside its answers.

    To look behind a refusal it is asked once more without its threshold, but nothing is read a second time: reading is
    most of what a question costs. Nothing is looked at where the assistant is not the product's own.
    """
    if not isinstance(assistant, Assistant):
        return assistant, Aside()
    search = searches(assistant)
    if not behind_refusals:
        return assistant, Aside(search)
    recording = RecordingReader(assistant.reader)
    unguarded = replace(assistant, floor=0.0, reader=RecallingReader(recording))
    return replace(assistant, reader=recording), Aside(search, unguarded)


def searches(assistant: Assistant) -> Callable[[str], Rankings]:
    """Ranks the articles for a question by keywords and by nearness, as deep as the retriever, for the same groups."""
    retriever, filters = assistant.retriever, Filters(groups=assistant.groups)
    collection = retriever.collection

    def articles(located: list[Located]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(passage.article.id for _, passage in collection.locate(located, filters.groups)))

    def search(question: str) -> Rankings:
        return {
            "keyword": articles(collection.matching(question, retriever.depth, filters)),
            "dense": articles(collection.nearest(question, retriever.depth, filters)),
        }

    return search
