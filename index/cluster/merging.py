"""A run of indexing over what others have read, with their memos at hand."""

from dataclasses import dataclass, field, replace

from index.articles import Article
from index.cluster.memo import Judged, Memo
from index.cluster.shards import Found
from index.corrections import corrected, corrections
from index.formats.documents import Document, Rejected
from index.runs import Run


@dataclass(slots=True)
class Merging(Run):
    """As ``Run``; ``memos`` are the ones that the embedder and the splitter of its settings have, the last the newest.

    It commits after as many passages as any run does, whatever the shards are, so that it makes the same index.
    """

    memos: list[Memo] = field(default_factory=lambda: [Memo()])
    states: set[str] = field(default_factory=set)  # of the file whose parts are being taken
    read: int = 0  # its articles so far
    failed: list[Rejected] = field(default_factory=list)  # of it so far

    def take_found(self, found: Found) -> None:
        """Queue what is new in a part of a file; the file is done with its last part."""
        for one in found.documents:
            self.done += 1
            problem = one if isinstance(one, Rejected) else self._take(found.part.file, one)
            if problem:
                self.report.rejected.append(problem)
                self.failed.append(problem)
        self.read += len(found.documents)
        self.states.add(found.state)
        if found.part.last is None:
            self._close(str(found.part.file))

    def _close(self, path: str) -> None:
        """Remember the file as read, if every part of it was, and of one and the same version."""
        for problem in self.failed:
            self._withdraw(path, problem)
        if self.failed or len(self.states) != 1:
            self.doubtful.add(path)
            self.catalog.forget_file(path)
        elif state := next(iter(self.states)):
            self.read_whole.append((path, state, self.read))
        self.states.clear()
        self.failed.clear()
        self.read = 0

    def flush(self) -> None:
        """Commit what is queued; memos of what came before are needed no more."""
        Run.flush(self)
        del self.memos[:-1]

    def _article(
        self, document: Document, article_id: str, name: str, repeated: frozenset[str] = frozenset()
    ) -> Article:
        key: Judged = (document, name, repeated)
        said = corrections(self.catalog, article_id)
        made = next((memo.articles[key] for memo in self.memos if key in memo.articles), None)
        if made is None:
            made = Run._article(self, document, article_id, name, repeated)
            if not said:  # a memo is of the plain article
                self.memos[-1].articles[key] = made
        return corrected(replace(made, id=article_id), said)
