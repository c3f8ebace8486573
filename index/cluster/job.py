"""Indexing with a cluster: workers do the work of a shard, and this process merges them in the order of the files.

The folder of the index stays the truth, and is written to here only: what is merged is committed as on one machine,
and what is committed is never given out again. So a job that was stopped, or killed, goes on with the same call.
"""

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.catalog import Catalog
from index.cluster.memo import Memo
from index.cluster.merging import Merging
from index.cluster.scheduler import in_order
from index.cluster.shards import SIZE, Found, Shard, shards
from index.cluster.work import Job, Worked, embed, merging, work
from index.embedders import Matrix
from index.errors import IndexMismatch, QuotedeskError
from index.files import RULES, articles_in, find_files, state_of
from index.formats.documents import Rejected
from index.generations import damage, is_current, newest, publish
from index.indexer import MAX_BYTES, Progress, Stopped
from index.milvus import schema
from index.milvus.address import Address
from index.milvus.outgoing import SETTINGS, described
from index.milvus.publishing import Publishing, engine_to_write, owner_of
from index.milvus.shelf import Shelf
from index.runs import Report
from index.settings import Settings, settled
from index.writing import one_writer

if TYPE_CHECKING:
    from distributed import Client

#: Texts that one task embeds, of those that no memo had.
_TEXTS = 64


def index_with(
    client: "Client",
    paths: Sequence[Path],
    folder: Path,
    *,
    prune: bool = False,
    embedder: str | None = None,
    store: Address | None = None,
    max_bytes: int = MAX_BYTES,
    shard: int = SIZE,
    progress: Progress = lambda _done, _all: None,
) -> Report:
    """As ``index.indexer.index_paths``; ``paths`` lie at the same place on every machine.

    A task is of about ``shard`` articles. Where ``store`` is given and was never published whole, workers write to it
    too; ``publish_to`` then finds most of it there, and has the last word.
    """
    files, ignored = find_files(paths)
    with one_writer(folder):
        catalog = Catalog.open_to_write(folder)
        settings = settled(catalog, embedder, None, None)
        job = _job(catalog, settings, max_bytes, store)
        memos = [Memo()]
        run = merging(catalog, job, memos, settings.embedder, partial(_embedded, client, job.settings["embedder"]))
        run.report.ignored = ignored
        total = sum(map(articles_in, files))
        run.progress = lambda done: progress(done, total)
        try:
            changed = (file for file in files if prune or not _skipped(run, file))
            for worked in in_order(client, shards(changed, catalog, shard), partial(work, job=job), _lost):
                _merge(run, worked)
            run.flush()
            if prune:
                run.prune(paths)
        except KeyboardInterrupt:
            run.report.stopped = True
        if damage(catalog, folder) or not is_current(catalog):
            publish(catalog, folder, settings.store)
        run.report.generation = newest(catalog)
    if run.report.stopped:
        raise Stopped(run.report)
    return run.report


def _job(catalog: Catalog, settings: Settings, max_bytes: int, store: Address | None) -> Job:
    said = {key: value for key in SETTINGS[:2] if (value := catalog.setting(key)) is not None}
    filled = store if store and _is_to_be_filled(catalog, store, settings.embedder.dim) else None
    return Job(said, settings.splitter, max_bytes, filled)


def _is_to_be_filled(catalog: Catalog, address: Address, dim: int) -> bool:
    """Whether nobody reads the collection yet, since it was never whole; it is made, and whose it is is said."""
    engine, owner = engine_to_write(address), owner_of(catalog)
    about = Shelf(engine).published()
    if about is None:
        schema.make(engine, dim)
        Publishing(catalog, engine, words=schema.has_keywords(engine)).tell(described(catalog, owner, 0, time.time()))
    return about is None or (about.owner == owner and not about.generation)  # publishing refuses another's


def _skipped(run: Merging, file: Path) -> bool:
    """Whether a file is as it was when it was last read; it is counted then."""
    known = run.catalog.file_state(str(file))
    if known is None or known[0] != state_of(file):
        return False
    run.take(file, whole=False)
    return True


def _merge(run: Merging, worked: Worked) -> None:
    if worked.rules != RULES:
        raise IndexMismatch("a worker has another version of quotedesk", fix="install the same on every machine")
    for found in worked.found:
        if not found.state and state_of(found.part.file):
            raise QuotedeskError(
                f"a worker cannot read {found.part.file}", fix="have the articles at the same path on every machine"
            )
    run.memos.append(worked.memo)
    for found in worked.found:
        run.take_found(found)


def _lost(shard: Shard) -> Worked:
    """What is said of a shard at which worker after worker died."""
    reason = "worker after worker died on it, or on what it was read with; index it by itself, or leave it out"
    return Worked(tuple(Found(part, "lost", (Rejected(str(part.file), reason),)) for part in shard))


def _embedded(client: "Client", name: str, texts: Sequence[str]) -> Matrix:
    """Texts that no memo had, embedded by the cluster, before what waits there."""
    parts = [texts[at : at + _TEXTS] for at in range(0, len(texts), _TEXTS)]
    futures = client.map(partial(embed, name), parts, pure=False, priority=10)
    return np.concatenate([future.result() for future in futures])
