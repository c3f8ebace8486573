"""The desk: where the page and the API hand in a question, wait their turn, and get an answer that has an id."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import perf_counter
from typing import NamedTuple, Protocol

from index.collection import EVERYTHING
from index.filters import Filters
from rag.answers import Answer
from ui.access.users import User
from ui.audit import Audit
from ui.metrics import Metrics
from ui.recent import RecentAnswers, given
from ui.requests import NOBODY
from ui.waiting import Busy, TookTooLong, WaitingRoom


class Ask(Protocol):
    """Answers a question; ``history`` are the earlier questions, oldest first."""

    def __call__(
        self, question: str, *, filters: Filters = ..., max_quotes: int | None = None, history: Sequence[str] = ()
    ) -> Answer:
        """The answer, which may be an abstention."""


class Reply(NamedTuple):
    """An answer, and the id by which feedback names it."""

    id: str
    answer: Answer


class Answered(NamedTuple):
    """An answer, and the seconds for which its question had waited."""

    answer: Answer
    waited: float


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers in turn, within ``timeout`` seconds; counts, remembers and records what it answered."""

    ask: Ask
    room: WaitingRoom
    recent: RecentAnswers
    metrics: Metrics
    audit: Audit | None = None
    timeout: float = 30.0

    async def reply(
        self,
        question: str,
        *,
        filters: Filters = EVERYTHING,
        max_quotes: int | None = None,
        history: Sequence[str] = (),
        asker: User = NOBODY,
    ) -> Reply:
        """The answer for ``asker``, from what is for them; raises ``Busy`` where there is none in time."""

        def answer() -> Answer:
            theirs = replace(filters, groups=asker.groups)
            return self.ask(question, filters=theirs, max_quotes=max_quotes, history=history)

        with self._counting():
            done = await asyncio.wait_for(asyncio.wrap_future(self._enter(answer)), self.timeout)
        return self._handed_out(done, filters, history, asker)

    def close(self) -> None:
        """Take no more questions, and close the record."""
        self.room.close()
        if self.audit:
            self.audit.close()

    def _enter(self, answer: Callable[[], Answer]) -> Future[Answered]:
        entered = perf_counter()

        def work() -> Answered:
            waited = perf_counter() - entered
            return Answered(answer(), waited)

        return self.room.enter(work)

    @contextmanager
    def _counting(self) -> Iterator[None]:
        """Count a question that gets no answer by the reason for it."""
        try:
            yield
        except TimeoutError as error:
            self.metrics.asked("timeout")
            raise TookTooLong(
                f"There was no answer within {self.timeout:g} s; please ask again in a moment."
            ) from error
        except Busy:
            self.metrics.asked("busy")
            raise
        except Exception:
            self.metrics.asked("failed")
            raise

    def _handed_out(self, done: Answered, filters: Filters, history: Sequence[str], asker: User) -> Reply:
        self.metrics.answered(done.answer, done.waited)
        given_now = given(done.answer, history=history, filters=filters, asker=asker.name)
        self.recent.keep(given_now)
        if self.audit:
            self.audit.write(given_now)
        return Reply(given_now.id, done.answer)
