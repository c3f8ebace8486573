"""Passages by their words in tantivy: a folder that is written once and then only read.

A headline is indexed twice, as the catalog has FTS5 count its words double. Both rank by BM25 with the same k1 and b,
so that their scores may be compared, though not to the last digit: tantivy rounds a passage's length to a byte.
"""

import errno
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from index.catalog import Located

if TYPE_CHECKING:
    import tantivy

_WORDS, _ROW, _ANALYSER = "words", "row", "english"
_HEAP = 128_000_000  # bytes of words that are gathered before they are written
_LOCKS = ".tantivy-*.lock"
_ATTEMPTS = 10


class Worded(NamedTuple):
    """A passage's row, its headline and its text."""

    row: int
    title: str
    text: str


class FullText:
    """An index of passages' words, opened to be asked by any thread."""

    def __init__(self, index: "tantivy.Index") -> None:
        self._schema = index.schema
        self._searcher = index.searcher()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The index in ``folder``, mapped; a ValueError where there is none that can be read.

        tantivy locks a folder that it opens, which this one need not allow; so it is given another with links.
        """
        import tantivy

        place = Path(tempfile.mkdtemp(prefix="quotedesk-words-"))
        try:
            for file in folder.absolute().glob("*"):
                (place / file.name).symlink_to(file)
            index = tantivy.Index.open(str(place))
            index.config_reader("manual")
            return cls(index)
        finally:
            _remove(place)

    @cached_property
    def _analyser(self) -> "tantivy.TextAnalyzer":
        return _analyser()

    def best(self, words: Sequence[str], k: int) -> list[Located]:
        """The ``k`` passages that match any of the words best, best first, the earlier first where they are equal."""
        import tantivy

        sought = [(tantivy.Occur.Should, query) for word in words if (query := self._holding(word))]
        hits = self._searcher.search(tantivy.Query.boolean_query(sought), max(k, 1), count=False).hits
        rows = self._searcher.fast_field_values(_ROW, [address for _, address in hits])
        found = [Located(int(row), score) for row, (score, _) in zip(rows, hits, strict=True) if row is not None]
        return sorted(found, key=lambda place: (-place.score, place.row))[:k]

    def _holding(self, word: str) -> "tantivy.Query | None":
        """Those with a word; one of several tokens, as "7,062" is, is a phrase, and one of none is found nowhere."""
        import tantivy

        tokens = self._analyser.analyze(_composed(word))
        if len(tokens) > 1:
            return tantivy.Query.phrase_query(self._schema, _WORDS, list(tokens))
        return tantivy.Query.term_query(self._schema, _WORDS, tokens[0], "freq") if tokens else None


def _remove(place: Path) -> None:
    """Remove a folder in which tantivy, whose thread looks for newer words as it opens, may still make its lock."""
    for _ in range(_ATTEMPTS):
        shutil.rmtree(place, ignore_errors=True)
        if not place.exists():
            return


def write(passages: Iterable[Worded], folder: Path, earlier: Path | None = None) -> None:
    """Index the passages in ``folder``, and those of ``earlier`` before them; an OSError where it cannot be written."""
    try:
        index = _copied(earlier, folder) if earlier else _empty(folder)
        index.register_tokenizer(_ANALYSER, _analyser())
        _add(index, passages)
    except ValueError as error:  # of a thread that writes it does not say what the disk refused
        full = shutil.disk_usage(folder).free < _HEAP
        raise OSError(errno.ENOSPC if full else errno.EIO, str(error), str(folder)) from error
    for lock in folder.glob(_LOCKS):
        lock.unlink()


def _empty(folder: Path) -> "tantivy.Index":
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field(_WORDS, tokenizer_name=_ANALYSER)
    schema.add_integer_field(_ROW, fast=True)
    return tantivy.Index(schema.build(), path=str(folder))


def _copied(earlier: Path, folder: Path) -> "tantivy.Index":
    import tantivy

    for file in earlier.iterdir():
        shutil.copyfile(file, folder / file.name)
    return tantivy.Index.open(str(folder))


def _add(index: "tantivy.Index", passages: Iterable[Worded]) -> None:
    import tantivy

    writer = index.writer(_HEAP, num_threads=1)
    for row, title, text in passages:
        headline = _composed(title)
        writer.add_document(tantivy.Document(words=[headline, headline, _composed(text)], row=row))
    writer.commit()
    writer.wait_merging_threads()


def _composed(text: str) -> str:
    """``text`` with no accent as a character of its own, which the analyser would take for the end of a word."""
    return unicodedata.normalize("NFC", text)


def _analyser() -> "tantivy.TextAnalyzer":
    """English, without accents."""
    import tantivy

    analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold(), tantivy.Filter.stemmer("english")):
        analyser = analyser.filter(step)
    return analyser.build()
