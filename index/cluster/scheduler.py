"""The cluster: one that is there already, or worker processes of this machine."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeVar

from index.errors import QuotedeskError

if TYPE_CHECKING:
    from distributed import Client, Future

Given = TypeVar("Given")
Result = TypeVar("Result")
#: Seconds that a scheduler, and its first worker, are waited for.
PATIENCE = 60
#: Tasks handed out for each thread of the workers: enough that none waits for the slowest, little to hold in memory.
AHEAD = 3


@contextmanager
def cluster(said: str) -> Iterator["Client"]:
    """A client of ``tcp://host:port``, ``tls://host:port``, or of ``local:N``: so many processes of this machine.

    Raises ``QuotedeskError`` where there is none, or where what it needs is not installed.
    """
    if find_spec("distributed") is None:
        raise QuotedeskError("what asks a cluster is not installed here", fix="run: pip install 'quotedesk[cluster]'")
    from distributed import Client, LocalCluster

    kind, _, rest = said.partition(":")
    if kind == "local" and rest.isdecimal() and int(rest):
        # Without a dashboard it still listens, on port 8787, which a second cluster of this machine finds taken.
        own = {"dashboard_address": "127.0.0.1:0"}
        processes = LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=int(rest), threads_per_worker=1, dashboard_address=None, scheduler_kwargs=own
        )
        with processes, Client(processes) as client:  # type: ignore[no-untyped-call]
            yield client
    elif kind in {"tcp", "tls"}:
        with _connected(said) as client:
            yield client
    else:
        raise QuotedeskError(f"{said} is no cluster", fix="write tcp://host:port of a Dask scheduler, or local:4")


@contextmanager
def _connected(address: str) -> Iterator["Client"]:
    from distributed import Client

    try:
        client = Client(address, timeout=PATIENCE)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise QuotedeskError(
            f"no Dask scheduler answers at {address}", fix="check that it runs and can be reached from here"
        ) from error
    with client:
        yield client


def in_order(
    client: "Client", tasks: Iterable[Given], do: Callable[[Given], Result], lost: Callable[[Given], Result]
) -> Iterator[Result]:
    """Each task's result, in the order of the tasks; what a worker held that died is done again by another.

    ``lost`` is the result of a task at which worker after worker died.
    """
    waiting: deque[tuple[Given, Future[Result]]] = deque()
    for task in tasks:
        waiting.append((task, client.submit(do, task, pure=False)))
        while len(waiting) >= AHEAD * _threads(client):
            yield _result(*waiting.popleft(), lost)
    while waiting:
        yield _result(*waiting.popleft(), lost)


def _threads(client: "Client") -> int:
    """Of all workers, now; at least one is waited for."""
    threads = sum(client.nthreads().values())  # type: ignore[no-untyped-call]
    if not threads:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise QuotedeskError(
                "the cluster has no worker", fix="start some: dask worker SCHEDULER --nthreads 1"
            ) from error
    return threads or 1


def _result(task: Given, future: "Future[Result]", lost: Callable[[Given], Result]) -> Result:
    from distributed import KilledWorker

    try:
        return future.result()
    except KilledWorker:
        return lost(task)
    finally:
        future.release()  # type: ignore[no-untyped-call]
