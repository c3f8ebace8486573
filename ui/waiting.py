"""Where questions wait: so many are answered at once, so many may wait, and the next is sent away at once."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")


class Busy(Exception):
    """A question was not taken, or not answered in time; whoever asked may try again in ``again_after`` seconds."""

    def __init__(self, said: str, *, again_after: int = 5) -> None:
        super().__init__(said)
        self.again_after = again_after


class TookTooLong(Busy):
    """The time for a question was over before its answer was there."""


class WaitingRoom:
    """A bounded queue in front of a few threads, shared by all who ask.

    A question that is given up leaves the queue; one that is being answered cannot be stopped, and keeps its
    thread until it is done.
    """

    def __init__(self, workers: int = 2, seats: int = 50) -> None:
        self.workers = workers
        self.seats = seats
        self._inside = 0
        self._counting = threading.Lock()
        self.open()

    def open(self) -> None:
        """Take questions, with new threads; for who has closed it."""
        self._threads = ThreadPoolExecutor(self.workers, thread_name_prefix="question")

    def enter(self, work: Callable[[], T]) -> Future[T]:
        """Have ``work`` done in its turn; raises ``Busy`` where every seat is taken."""
        with self._counting:
            if self._inside >= self.workers + self.seats:
                raise Busy("Too many questions are waiting; please ask again in a moment.")
            self._inside += 1
        try:
            future = self._threads.submit(copy_context().run, work)
        except RuntimeError as error:  # it is closed
            self._leave()
            raise Busy("The service is ending.") from error
        future.add_done_callback(lambda _: self._leave())
        return future

    @property
    def waiting(self) -> int:
        """Questions that nobody works on yet."""
        return max(0, self._inside - self.workers)

    @property
    def answering(self) -> int:
        """Questions that are being answered."""
        return min(self._inside, self.workers)

    def close(self) -> None:
        """Answer what is being answered, and nothing else any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _leave(self) -> None:
        with self._counting:
            self._inside -= 1
