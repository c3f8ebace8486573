"""The answers given lately, by their places in articles: what feedback and the audit record name."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from index.collection import EVERYTHING
from index.filters import Filters
from rag.answers import Answer, Reason
from ui.requests import NOBODY


class Place(NamedTuple):
    """A stretch of an article whose text had this SHA-256."""

    article_id: str
    start: int
    end: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was given, without a word of any article; ``filtered`` says that not every article could answer.

    ``id`` cannot be guessed. ``history`` are the earlier questions, oldest first.
    """

    id: str
    question: str
    history: tuple[str, ...]
    filtered: bool
    reason: Reason | None
    quotes: tuple[Place, ...]
    generation: int
    asker: str
    at: datetime


class RecentAnswers:
    """The last ``most`` answers, in memory: what nobody judges is never written anywhere, and a restart forgets it."""

    def __init__(self, most: int = 2000) -> None:
        self.most = most
        self._given: OrderedDict[str, Given] = OrderedDict()
        self._changing = threading.Lock()

    def keep(self, given: Given) -> None:
        """Remember an answer, and forget the oldest if there are too many."""
        with self._changing:
            self._given[given.id] = given
            while len(self._given) > self.most:
                self._given.popitem(last=False)

    def find(self, answer_id: str, asker: str = NOBODY.name) -> Given | None:
        """The answer of that id; None where it is forgotten, or was given to another user."""
        given = self._given.get(answer_id)
        return given if given and given.asker in {NOBODY.name, asker} else None


def given(
    answer: Answer, *, history: Sequence[str] = (), filters: Filters = EVERYTHING, asker: str = NOBODY.name
) -> Given:
    """The answer's places under a new id."""
    passages = [quote.passage for quote in answer.quotes]
    return Given(
        id=secrets.token_urlsafe(16),
        question=answer.question,
        history=tuple(history),
        filtered=filters != EVERYTHING or answer.narrowed,
        reason=answer.reason,
        quotes=tuple(Place(one.article.id, one.start, one.end, one.article.sha256) for one in passages),
        generation=answer.provenance.generation,
        asker=asker,
        at=datetime.now(UTC),
    )
