"""Files into a collection: add, update, skip what is unchanged, prune what is gone, correct what was misjudged."""

from collections.abc import Callable, Sequence
from pathlib import Path

from index.catalog import Catalog
from index.corrections import Correction, corrected, correction, remember
from index.errors import QuotedeskError
from index.files import articles_in, find_files
from index.generations import damage, is_current, newest, publish
from index.kinship import relate, settle
from index.runs import Pending, Report, Run, embedded
from index.settings import settled
from index.splitter import Splitter
from index.writing import one_writer

MAX_BYTES = 20_000_000
Progress = Callable[[int, int], None]  # articles done, articles in all


class Stopped(KeyboardInterrupt):
    """Ctrl-C came, and the index was left whole; ``report`` is of what was committed."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


def index_paths(
    paths: Sequence[Path],
    folder: Path,
    *,
    prune: bool = False,
    embedder: str | None = None,
    splitter: Splitter | None = None,
    store: str | None = None,
    max_bytes: int = MAX_BYTES,
    progress: Progress = lambda _done, _all: None,
) -> Report:
    """Bring the index in ``folder`` up to date with ``paths`` (files, or folders searched to the bottom).

    Raises ``QuotedeskError`` for a path that is not there, a disk that is full, and options that differ from those
    the index was made with; a file that cannot be read is in ``Report.rejected``, the others still go in. On
    Ctrl-C it publishes what was committed and raises ``Stopped``; the same call goes on from there.
    """
    files, ignored = find_files(paths)
    with one_writer(folder):
        catalog = Catalog.open_to_write(folder)
        settings = settled(catalog, embedder, splitter, store)
        report = Report(ignored=ignored)
        total = sum(map(articles_in, files))
        run = Run(catalog, settings, max_bytes, report, lambda done: progress(done, total))
        try:
            for file in files:
                run.take(file, whole=prune)
            run.flush()
            if prune:
                run.prune(paths)
        except KeyboardInterrupt:
            report.stopped = True
        if damage(catalog, folder) or not is_current(catalog):
            publish(catalog, folder, settings.store)
        report.generation = newest(catalog)
    if report.stopped:
        raise Stopped(report)
    return report


def correct(folder: Path, article_id: str, start: int, end: int, reason: str | None) -> Correction:
    """Keep ``[start, end)`` of an article, or drop it where a ``reason`` is given, and index the article so.

    Raises ``QuotedeskError`` where there is no such article or stretch.
    """
    Catalog.open(folder)  # says it where there is none
    with one_writer(folder):
        catalog = Catalog.open_to_write(folder)
        article, entry = catalog.article(article_id), catalog.entry_of(article_id)
        known = catalog.known(entry) if entry else None
        if article is None or entry is None or known is None:
            raise QuotedeskError(
                f"no article {article_id} in {folder}", fix="quotes and citations name articles by their id"
            )
        made = correction(article, start, end, reason)
        settings = settled(catalog, None, None, None)
        article = corrected(article, [made])
        pending = Pending(article, entry, known.fingerprint, settings.splitter.split(article))
        vectors = list(embedded(settings.embedder, [pending]))
        with catalog.transaction():
            remember(catalog, made)
            catalog.put(article, entry, known.fingerprint, pending.passages, vectors)
            relate(catalog, article)
            settle(catalog)
        publish(catalog, folder, settings.store)
    return made
