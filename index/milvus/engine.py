"""The engine over the network: every call has a time limit, and is made again while the engine is away."""

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import tenacity

from index.errors import QuotedeskError
from index.milvus.address import Address

if TYPE_CHECKING:
    from pymilvus import CollectionSchema, MilvusClient
    from pymilvus.milvus_client.index import IndexParams

log = logging.getLogger(__name__)
T = TypeVar("T")
Row: TypeAlias = Mapping[str, object]

#: Codes of what no further attempt will mend: no such collection, a request that is wrong in itself, no permission.
_FOR_GOOD = {4, 6, 100, 1100, 1400}
_VERSION = re.compile(r"\d+(?:\.\d+)*")
#: Rows in one answer: Milvus refuses more than 16,384.
_PAGE = 2_000


class EngineAway(QuotedeskError):
    """The engine did not answer in time, or not with sense."""


@dataclass(frozen=True)
class Engine:
    """A client that waits ``patience`` seconds for an engine that is away, and ``timeout`` for one answer.

    ``consistency`` is Milvus's: at ``Bounded`` a search may miss what was written in the last seconds, and is
    much quicker than at ``Strong``, which sees all of it.
    """

    address: Address
    patience: float = 10.0
    timeout: float = 5.0
    consistency: str = "Bounded"

    @cached_property
    def client(self) -> "MilvusClient":
        """Connects; raises at once where nobody answers, and is then tried again."""
        from pymilvus import MilvusClient

        # It logs each failure with its traceback; here they are tried again, or said in one line.
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
        return MilvusClient(uri=self.address.uri, token=self.address.token, timeout=self.timeout)

    def has(self, collection: str) -> bool:
        """Whether Milvus has a collection of that name."""
        return self._tried(lambda: bool(self.client.has_collection(collection, timeout=self.timeout)))

    def fields(self, collection: str) -> frozenset[str]:
        """The names of a collection's fields."""
        found = self._tried(lambda: self.client.describe_collection(collection, timeout=self.timeout))
        return frozenset(str(one["name"]) for one in found["fields"])

    def version(self) -> tuple[int, ...]:
        """The engine's version, such as (2, 3, 5)."""
        said = self._tried(lambda: str(self.client.get_server_version(timeout=self.timeout)))
        found = _VERSION.search(said)
        return tuple(map(int, found[0].split("."))) if found else ()

    def create(self, collection: str, schema: "CollectionSchema", indexes: "IndexParams") -> None:
        """Make a collection and load it; nothing happens where it is there.

        Strong is what its iterators have, which pymilvus gives no level of their own; searches say theirs.
        """
        if not self.has(collection):
            self._tried(lambda: self.client.create_collection(
                collection, schema=schema, index_params=indexes, consistency_level="Strong", timeout=60
            ))  # fmt: skip
        self._tried(lambda: self.client.load_collection(collection, timeout=60))

    def drop(self, collection: str) -> None:
        """Delete a collection; nothing happens if there is none."""
        self._tried(lambda: self.client.drop_collection(collection, timeout=60))

    def upsert(self, collection: str, rows: Sequence[Row]) -> None:
        """Store rows in place of those with their primary keys."""
        if rows:
            given = [dict(row) for row in rows]
            self._tried(lambda: self.client.upsert(collection, given, timeout=60))

    def delete(self, collection: str, keys: Sequence[str]) -> None:
        """Delete the rows with these primary keys; those that are not there are no error."""
        for at in range(0, len(keys), _PAGE):
            some = list(keys[at : at + _PAGE])
            self._tried(lambda some=some: self.client.delete(collection, ids=some, timeout=60))  # type: ignore[misc]

    def query(self, collection: str, condition: str, fields: Sequence[str], *, strong: bool = False) -> list[Row]:
        """The rows, at most 16,384, that meet ``condition``; ``strong`` sees what was written just now."""
        level = "Strong" if strong else self.consistency
        return self._tried(lambda: list(self.client.query(
            collection, filter=condition, output_fields=list(fields), consistency_level=level, timeout=self.timeout
        )))  # fmt: skip

    def each(self, collection: str, key: str, fields: Sequence[str]) -> Iterator[Row]:
        """Every row, in pages; what is written meanwhile may or may not be among them."""
        rows = self._tried(lambda: self.client.query_iterator(
            collection, batch_size=_PAGE, filter=f'{key} >= ""', output_fields=list(fields),
            consistency_level="Strong", timeout=60,
        ))  # fmt: skip
        with closing(rows):
            while page := self._tried(rows.next):
                yield from page

    def search(
        self, collection: str, wanted: Sequence[float] | str, field: str, k: int, condition: str
    ) -> list[tuple[str, float]]:
        """The primary keys of the ``k`` best rows for a vector, or for words, each with its score."""
        found = self._tried(lambda: self.client.search(
            collection, [wanted if isinstance(wanted, str) else list(wanted)], anns_field=field, limit=k,
            filter=condition, search_params={}, consistency_level=self.consistency, timeout=self.timeout,
        ))  # fmt: skip
        return [(str(hit["pk"] if "pk" in hit else hit["id"]), float(hit["distance"])) for hit in found[0]]

    def _tried(self, call: Callable[[], T]) -> T:
        """The call's answer; made again, at growing intervals, for ``patience`` seconds. Every call is idempotent."""
        attempts = tenacity.Retrying(
            retry=tenacity.retry_if_exception(_may_pass),
            wait=tenacity.wait_random_exponential(multiplier=0.2, max=5),
            stop=tenacity.stop_after_delay(self.patience),
            before_sleep=self._say,
            reraise=True,
        )
        try:
            return attempts(call)
        except Exception as error:
            if not _is_its_own(error):
                raise
            raise EngineAway(
                f"Milvus at {self.address} did not answer ({_first_words(error)})",
                fix="check that it runs and can be reached, then do the same again",
            ) from error

    def _say(self, state: tenacity.RetryCallState) -> None:
        """Once for each call, however often it is made again."""
        if state.attempt_number == 1 and state.outcome and (error := state.outcome.exception()):
            log.warning("Milvus at %s does not answer (%s); trying again", self.address, _first_words(error))


def _is_its_own(error: BaseException) -> bool:
    import grpc
    from pymilvus import MilvusException

    return isinstance(error, MilvusException | grpc.RpcError | OSError)


def _may_pass(error: BaseException) -> bool:
    """Whether it is worth another attempt: an engine that starts says all kinds of things."""
    return _is_its_own(error) and getattr(error, "code", None) not in _FOR_GOOD


def _first_words(error: BaseException) -> str:
    said = str(getattr(error, "message", "") or error).split("\n")[0]
    return said[:160]
