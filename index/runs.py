"""One run of indexing: articles are collected until there are enough to embed together."""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.articles import Article, Passage
from index.audiences import regroup
from index.catalog import Catalog, Entry
from index.corrections import corrected, corrections
from index.embedders import Embedder, Matrix
from index.files import RULES, state_of
from index.formats import read, suffix_of
from index.formats.documents import Document, Rejected
from index.furniture.recurring import keys_of
from index.kinship import relate, settle
from index.particulars import article_of
from index.recurrence import note, recurring
from index.settings import Settings

#: Characters of an article's beginning that say what it is about.
_LEAD = 600
#: Passages embedded and committed together: enough to sort by length, little to lose.
_BATCH = 256


@dataclass(slots=True)
class Report:
    """What a run of indexing did; ``ignored`` are files of a folder whose suffix is no format.

    ``kept_whole`` are the ids of articles of which too little would have been left without what looked like furniture.
    ``stopped``: by Ctrl-C, before all files were read; the figures count what was committed.
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
    stopped: bool = False

    def as_json(self) -> dict[str, object]:
        """The summary for machines."""
        return dataclasses.asdict(self)


@dataclass(frozen=True, slots=True)
class Pending:
    """An article to store; ``document`` and ``name`` are what it was made from, if it is to be judged again."""

    article: Article
    entry: Entry
    fingerprint: str
    passages: list[Passage]
    document: Document | None = None
    name: str = ""
    is_new: bool = False


@dataclass(slots=True)
class Run:
    """The state of a run over the files; ``take`` them one by one, then ``flush``."""

    catalog: Catalog
    settings: Settings
    max_bytes: int
    report: Report
    progress: Callable[[int], None]
    done: int = 0
    pending: list[Pending] = field(default_factory=list)
    read_whole: list[tuple[str, str, int]] = field(default_factory=list)
    seen: dict[str, Entry] = field(default_factory=dict)
    entries: set[Entry] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    regrouped: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    withdrawn: dict[str, None] = field(default_factory=dict)

    def take(self, file: Path, *, whole: bool) -> None:
        """Read a file and queue what is new in it; skip it if its bytes are those of last time."""
        path = str(file)
        state = state_of(file)
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
        for problem in self.report.rejected[rejected:]:
            self._withdraw(path, problem)
        if len(self.report.rejected) > rejected:
            self.doubtful.add(path)
            self.catalog.forget_file(path)
        elif state:
            self.read_whole.append((path, state, count))

    def _withdraw(self, path: str, rejected: Rejected) -> None:
        """Queue what can no longer be shown to anyone, since it is not known who may see it."""
        for article_id, entry in self.catalog.entries(path) if rejected.withdraws else ():
            if entry not in self.entries and rejected.entry in {None, entry.entry}:
                self.withdrawn[article_id] = None

    def _take(self, file: Path, document: Document) -> Rejected | None:
        entry = Entry(str(file), document.id or "")
        fingerprint = fingerprint_of(document)
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
            groups = document.groups or ()
            if known.groups == groups:
                self.report.unchanged += 1
            else:
                self.regrouped.append((article_id, groups))
            return None
        article = self._article(document, article_id, file.name)
        passages = self.settings.splitter.split(article)
        self.pending.append(Pending(article, entry, fingerprint, passages, document, file.name, is_new=not holder))
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
        return corrected(replace(found, groups=document.groups or ()), corrections(self.catalog, article_id))

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
        """Embed what is queued and commit it with the files that were read whole: all of it, or none."""
        with self.catalog.transaction():
            self._without_recurring()
            vectors = iter(embedded(self.settings.embedder, self.pending) if self.pending else ())
            for pending in self.pending:
                matrices = [next(vectors) for _ in pending.passages]
                self.catalog.put(pending.article, pending.entry, pending.fingerprint, pending.passages, matrices)
                relate(self.catalog, pending.article)
            for article_id, groups in self.regrouped:
                regroup(self.catalog, article_id, groups)
            for article_id in self.withdrawn:
                self.catalog.delete(article_id)
            for state in self.read_whole:
                self.catalog.set_file_state(*state)
            settle(self.catalog)
        self._count()
        self.pending.clear()
        self.regrouped.clear()
        self.withdrawn.clear()
        self.read_whole.clear()
        self.progress(self.done)

    def _count(self) -> None:
        """Report what was just committed."""
        self.report.updated += len(self.regrouped)
        self.report.deleted += len(self.withdrawn)
        for pending in self.pending:
            self.report.added += pending.is_new
            self.report.updated += not pending.is_new
            self.report.kept_whole += [pending.article.id] if pending.article.all_kept else []
            self.report.passages += len(pending.passages)

    def prune(self, paths: Sequence[Path]) -> None:
        """Delete the articles under ``paths`` whose file, or whose record in it, is gone."""
        roots = [path.resolve() for path in paths]
        deleted = 0
        with self.catalog.transaction():
            for article_id, entry in list(self.catalog.entries()):
                origin = Path(entry.origin)
                inside = any(origin == root or root in origin.parents for root in roots)
                gone = not origin.exists() or (entry not in self.entries and entry.origin not in self.doubtful)
                if inside and gone:
                    self.catalog.delete(article_id)
                    self.catalog.forget_file(entry.origin)
                    deleted += 1
            settle(self.catalog)
        self.report.deleted += deleted


def embedded(embedder: Embedder, pending: Iterable[Pending]) -> Iterator[Matrix]:
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


def fingerprint_of(document: Document) -> str:
    """By which it is known whether a document has to be indexed again."""
    said = json.dumps([RULES, dataclasses.astuple(replace(document, groups=None))[:-1]], ensure_ascii=True)
    return hashlib.sha256(said.encode()).hexdigest()
