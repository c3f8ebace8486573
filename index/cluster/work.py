"""What a worker does with a shard: the same run as on one machine, into a small index that is thrown away.

What it worked out comes back as a memo. Where nobody reads the collection in Milvus yet, workers write to it too.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from index.catalog import Catalog
from index.cluster.memo import Memo, RememberingEmbedder, RememberingSplitter
from index.cluster.merging import Merging
from index.cluster.shards import Found, Shard, found_in
from index.embedders import Embedder, Matrix, open_embedder
from index.files import RULES
from index.formats.documents import Document
from index.milvus.address import Address
from index.milvus.outgoing import outgoing
from index.milvus.publishing import Publishing, engine_to_write
from index.milvus.schema import has_keywords
from index.runs import Report, fingerprint_of
from index.settings import Settings
from index.splitter import Splitter


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for all shards; ``filled`` is the collection in Milvus that workers write to, if any."""

    settings: Mapping[str, str]  # as the index remembers them
    splitter: Splitter
    max_bytes: int
    filled: Address | None = None


@dataclass(frozen=True, slots=True)
class Worked:
    """A shard read, and what was worked out of it; ``rules`` are those of the program that did."""

    found: tuple[Found, ...]
    memo: Memo = field(default_factory=Memo, repr=False)
    rules: int = RULES


def work(shard: Shard, job: Job) -> Worked:
    """Read, clean, split and embed a shard; what is indexed already is only read."""
    found = tuple(found_in(part, job.max_bytes) for part in shard)
    embedder, memo = opened(job.settings["embedder"]), Memo()
    with TemporaryDirectory(prefix="quotedesk-") as place:
        catalog = Catalog.open_to_write(Path(place))
        with catalog.transaction():
            for key, value in job.settings.items():
                catalog.set(key, value)
        run = merging(catalog, job, [memo], embedder, embedder.embed_passages)
        for one in found:
            run.take_found(dataclasses.replace(one, documents=tuple(_new(one))))
        run.flush()
        if job.filled:
            _fill(catalog, job.filled)
        catalog.close()
    return Worked(found, memo)


def merging(
    catalog: Catalog, job: Job, memos: list[Memo], embedder: Embedder, compute: Callable[[Sequence[str]], Matrix]
) -> Merging:
    """A run that asks ``memos`` first, then ``compute`` for vectors and this process for all else."""
    splitter = RememberingSplitter(**dataclasses.asdict(job.splitter), memos=memos)
    settings = Settings(RememberingEmbedder(embedder, memos, compute), splitter, "exact")
    return Merging(catalog, settings, job.max_bytes, Report(), lambda _done: None, memos=memos)


def embed(name: str, texts: Sequence[str]) -> Matrix:
    """The vectors of texts, one a row."""
    return opened(name).embed_passages(texts)


@cache
def opened(name: str) -> Embedder:
    """The embedder of that name; once a process, since a model takes seconds to load."""
    return open_embedder(name)


def _new(found: Found) -> Iterator[Document]:
    """What is not indexed as it is here."""
    for one in found.documents:
        if isinstance(one, Document) and fingerprint_of(one) not in found.part.known:
            yield one


def _fill(catalog: Catalog, address: Address) -> None:
    """Write all of a small index to Milvus; what the others change about it is written when all are there."""
    engine = engine_to_write(address)
    articles = [outgoing(catalog, article) for article in catalog.articles()]
    Publishing(catalog, engine, words=has_keywords(engine)).send(articles, {})
