"""Files into a collection: add, update, skip what is unchanged, prune what is gone."""

import dataclasses
import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.articles import Article, Passage
from index.catalog import Catalog, Entry
from index.checksums import file_sha256
from index.corrections import Correction, corrected, correction, corrections, remember
from index.embedders import BUNDLED, Embedder, Matrix, open_embedder
from index.errors import IndexMismatch, QuotedeskError
from index.formats import read, suffix_of
from index.formats.documents import Document, Rejected
from index.generations import is_current, newest, publish
from index.kinship import relate, settle
from index.particulars import article_of
from index.recurrence import keys_of, note, recurring
from index.splitter import Splitter
from index.writing import one_writer

#: Raise it when the formats, furniture, particulars or sentences make something else of the same file:
#: indexing then takes every file anew.
RULES = 2
MAX_BYTES = 20_000_000
#: Characters of an article's beginning that say what it is about.
_LEAD = 600
#: Passages embedded and committed together: enough to sort by length, little to lose.
_BATCH = 256


@dataclass(slots=True)
class Report:
    """What a run of indexing did; ``ignored`` are files of a folder whose suffix is no format.

    ``kept_whole`` are the ids of articles of which too little would have been left without what looked like furniture.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    ignored: int = 0
    passages: int = 0
    generation: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    kept_whole: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The summary for machines."""
        return dataclasses.asdict(self)


Progress = Callable[[int, int], None]  # articles done, articles in all


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

    Raises ``QuotedeskError`` for a path that is not there and for options that differ from those the
    index was made with; a file that cannot be read is in ``Report.rejected``, the others still go in.
    """
    files, ignored = find_files(paths)
    catalog = Catalog.open_to_write(folder)
    with one_writer(folder):
        settings = _settle(catalog, embedder, splitter, store)
        report = Report(ignored=ignored)
        total = sum(map(_count, files))
        run = _Run(catalog, settings, max_bytes, report, lambda done: progress(done, total))
        for file in files:
            run.take(file, whole=prune)
        run.flush()
        if prune:
            run.prune(paths)
        with catalog.transaction():
            settle(catalog)
        if not is_current(catalog):
            publish(catalog, folder, settings.store)
        report.generation = newest(catalog)
    return report


def correct(folder: Path, article_id: str, start: int, end: int, reason: str | None) -> Correction:
    """Keep ``[start, end)`` of an article, or drop it where a ``reason`` is given, and index the article so.

    Raises ``QuotedeskError`` where there is no such article or stretch.
    """
    Catalog.open(folder)  # says it where there is none
    catalog = Catalog.open_to_write(folder)
    with one_writer(folder):
        article, entry = catalog.article(article_id), catalog.entry_of(article_id)
        known = catalog.known(entry) if entry else None
        if article is None or entry is None or known is None:
            raise QuotedeskError(
                f"no article {article_id} in {folder}", fix="quotes and citations name articles by their id"
            )
        made = correction(article, start, end, reason)
        settings = _settle(catalog, None, None, None)
        article = corrected(article, [made])
        pending = _Pending(article, entry, known.fingerprint, settings.splitter.split(article))
        vectors = list(_embed(settings.embedder, [pending]))
        with catalog.transaction():
            remember(catalog, made)
            catalog.put(article, entry, known.fingerprint, pending.passages, vectors)
            relate(catalog, article_id)
            settle(catalog)
        publish(catalog, folder, settings.store)
    return made


def find_files(paths: Iterable[Path]) -> tuple[list[Path], int]:
    """The files to read, each once, in order of name; and how many of the folders' files are of no format."""
    files: dict[Path, None] = {}
    ignored = 0
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.is_file() and not _hidden(file, path))
            known = [file for file in inside if suffix_of(file)]
            ignored += len(inside) - len(known)
            files.update(dict.fromkeys(file.resolve() for file in known))
        elif path.exists():
            files[path.resolve()] = None
        else:
            raise QuotedeskError(f"{path} does not exist", fix="give files or folders that hold articles")
    return list(files), ignored


@dataclass(frozen=True, slots=True)
class _Settings:
    """What shapes an index; stored in it."""

    embedder: Embedder
    splitter: Splitter
    store: str


@dataclass(frozen=True, slots=True)
class _Pending:
    article: Article
    entry: Entry
    fingerprint: str
    passages: list[Passage]
    document: Document | None = None
    name: str = ""


@dataclass(slots=True)
class _Run:
    """One run over the files: collects changed articles until there are enough to embed together."""

    catalog: Catalog
    settings: _Settings
    max_bytes: int
    report: Report
    progress: Callable[[int], None]
    done: int = 0
    pending: list[_Pending] = field(default_factory=list)
    read_whole: list[tuple[str, str, int]] = field(default_factory=list)
    seen: dict[str, Entry] = field(default_factory=dict)
    entries: set[Entry] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)

    def take(self, file: Path, *, whole: bool) -> None:
        """Read a file and queue what is new in it; skip it if its bytes are those of last time."""
        path = str(file)
        state = _file_hash(file)
        known = None if whole else self.catalog.file_state(path)
        if known and known[0] == state:
            self.report.unchanged += known[1]
            self.done += known[1]
            self.progress(self.done)
            return
        count, rejected = 0, len(self.report.rejected)
        for found in read(file, max_bytes=self.max_bytes):
            self.done += 1
            problem = found if isinstance(found, Rejected) else self._take(file, found)
            if problem:
                self.report.rejected.append(problem)
            count += 1
        if len(self.report.rejected) > rejected:
            self.doubtful.add(path)
            self.catalog.forget_file(path)
        elif state:
            self.read_whole.append((path, state, count))

    def _take(self, file: Path, document: Document) -> Rejected | None:
        entry = Entry(str(file), document.id or "")
        fingerprint = _fingerprint(document)
        article_id = self._id(file, document, entry)
        if self.seen.get(article_id, entry) != entry:
            return Rejected(
                f"{file} ({article_id})", "another file of this run gave this id too; give one of them another"
            )
        self.seen[article_id] = entry
        self.entries.add(entry)
        holder = self.catalog.entry_of(article_id)
        moved = holder is not None and holder != entry
        if holder and moved and Path(holder.origin).exists():
            reason = f"this id is that of an article from {holder.origin}; give one of them another"
            return Rejected(f"{file} ({article_id})", reason)
        known = self.catalog.known(holder) if holder else None
        if known and known.fingerprint == fingerprint:
            if moved:
                self.catalog.move(article_id, entry)
            self.report.unchanged += 1
            return None
        article = self._article(document, article_id, file.name)
        passages = self.settings.splitter.split(article)
        self.pending.append(_Pending(article, entry, fingerprint, passages, document, file.name))
        if holder:
            self.report.updated += 1
        else:
            self.report.added += 1
        if sum(len(pending.passages) for pending in self.pending) >= _BATCH:
            self.flush()
        return None

    def _article(
        self, document: Document, article_id: str, name: str, repeated: frozenset[str] = frozenset()
    ) -> Article:
        """The article with what a person corrected in it; ``repeated`` are lines that recur at its publisher."""

        def about(blocks: Sequence[str]) -> list[float]:
            plain = article_of(document, article_id, name, repeated=repeated)
            start, end = plain.kept[0] if plain.kept else (0, 0)
            lead = f"{plain.title}\n{plain.text[start : min(end, start + _LEAD)]}"
            rows = self.settings.embedder.embed_passages([lead, *blocks])
            return [float(cosine) for cosine in rows[1:] @ rows[0]]

        found = article_of(document, article_id, name, repeated=repeated, about=about)
        return corrected(found, corrections(self.catalog, article_id))

    def _without_recurring(self) -> None:
        """Judge again what is queued where lines of it recur in the publisher's articles, these among them."""
        known = [(one, one.article.publisher or "", keys_of(one.article.text)) for one in self.pending]
        for one, publisher, keys in known:
            if publisher:
                note(self.catalog, publisher, one.article.title, keys)
        for at, (one, publisher, keys) in enumerate(known):
            repeated = recurring(self.catalog, publisher, keys) if publisher else frozenset()
            if repeated and one.document:
                article = self._article(one.document, one.article.id, one.name, repeated)
                self.pending[at] = replace(one, article=article, passages=self.settings.splitter.split(article))

    def _id(self, file: Path, document: Document, entry: Entry) -> str:
        """The document's own id; else the one it had; else its file's name, made longer where that is taken."""
        if document.id:
            return document.id
        known = self.catalog.known(entry)
        if known:
            return known.id
        stem = file.name[: -len(suffix_of(file) or "") or None]
        digest = hashlib.blake2b(str(file).encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()
        choices = (stem, f"{file.parent.name}/{stem}", file.name, f"{stem}-{digest}")
        return next((choice for choice in choices if self._is_free(choice)), f"{stem}-{digest}")

    def _is_free(self, article_id: str) -> bool:
        holder = self.seen.get(article_id) or self.catalog.entry_of(article_id)
        return holder is None or not Path(holder.origin).exists()

    def flush(self) -> None:
        """Embed what is queued and commit it, then remember the files that were read whole."""
        with self.catalog.transaction():
            self._without_recurring()
        vectors = iter(_embed(self.settings.embedder, self.pending) if self.pending else ())
        with self.catalog.transaction():
            for pending in self.pending:
                matrices = [next(vectors) for _ in pending.passages]
                self.catalog.put(pending.article, pending.entry, pending.fingerprint, pending.passages, matrices)
                relate(self.catalog, pending.article.id)
                self.report.kept_whole += [pending.article.id] if pending.article.all_kept else []
                self.report.passages += len(pending.passages)
            for state in self.read_whole:
                self.catalog.set_file_state(*state)
        self.pending.clear()
        self.read_whole.clear()
        self.progress(self.done)

    def prune(self, paths: Sequence[Path]) -> None:
        """Delete the articles under ``paths`` whose file, or whose record in it, is gone."""
        roots = [path.resolve() for path in paths]
        with self.catalog.transaction():
            for article_id, entry in list(self.catalog.entries()):
                origin = Path(entry.origin)
                inside = any(origin == root or root in origin.parents for root in roots)
                gone = not origin.exists() or (entry not in self.entries and entry.origin not in self.doubtful)
                if inside and gone:
                    self.catalog.delete(article_id)
                    self.catalog.forget_file(entry.origin)
                    self.report.deleted += 1


def _embed(embedder: Embedder, pending: Iterable[_Pending]) -> Iterator[Matrix]:
    """The vectors of each passage: one, or several where headline and passage are more than is read."""
    texts: list[str] = []
    counts: list[int] = []
    for one in pending:
        header = header_of(one.article)
        for passage in one.passages:
            windows = embedder.windows(header, passage.text)
            texts += [header + passage.text[window.start : window.end] for window in windows]
            counts.append(len(windows))
    rows = embedder.embed_passages(texts)
    at = 0
    for count in counts:
        yield rows[at : at + count]
        at += count


def header_of(article: Article) -> str:
    """What is embedded before each passage: headline and date, which are not part of its text."""
    parts = [article.title, article.published.strftime("%-d %B %Y") if article.published else ""]
    return "".join(f"{part}\n" for part in parts if part)


def _settle(catalog: Catalog, embedder: str | None, splitter: Splitter | None, store: str | None) -> _Settings:
    """The index's own settings, or those given for a new one."""
    given = {
        "embedder": embedder,
        "splitter": json.dumps(dataclasses.asdict(splitter)) if splitter else None,
        "store": store,
    }
    defaults = {"embedder": BUNDLED, "splitter": json.dumps(dataclasses.asdict(Splitter())), "store": "faiss"}
    settled = {}
    for key, value in given.items():
        stored = catalog.setting(key)
        if stored and value and stored != value:
            raise IndexMismatch(
                f"this index was made with {key} {stored}, not {value}",
                fix=f"leave out --{key}, or index into a new folder",
            )
        settled[key] = stored or value or defaults[key]
    opened = open_embedder(settled["embedder"])
    if catalog.setting("embedder") is None:
        _ = opened.dim  # a model that cannot be loaded is an error before a new index is given its name
    with catalog.transaction():
        for key, value in settled.items():
            catalog.set(key, value)
    return _Settings(opened, Splitter(**json.loads(settled["splitter"])), settled["store"])


def _fingerprint(document: Document) -> str:
    said = json.dumps([RULES, dataclasses.astuple(document)], ensure_ascii=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _file_hash(file: Path) -> str:
    """Rules and bytes; empty for a file that cannot be read, which ``read`` will say."""
    try:
        return f"{RULES}:{file_sha256(file)}"
    except OSError:
        return ""


def _count(file: Path) -> int:
    """How many articles a file will give, for the progress bar."""
    suffix = suffix_of(file)
    try:
        if suffix == ".jsonl":
            with file.open("rb") as lines:
                return sum(1 for _ in lines)
        if suffix == ".jsonl.gz":
            with gzip.open(file) as lines:
                return sum(1 for _ in lines)
    except (OSError, EOFError, zlib.error):
        return 1
    return 1


def _hidden(file: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(root).parts)
