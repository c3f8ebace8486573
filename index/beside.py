"""Work beside other work."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Done = TypeVar("Done")


def beside(work: Callable[[], Done]) -> Future[Done]:
    """Do ``work`` in a thread of its own, which a program that ends waits for; its errors are the result's."""
    pool = ThreadPoolExecutor(1)
    future = pool.submit(work)
    pool.shutdown(wait=False)
    return future
