"""Plain text: the characters of the file."""

from collections.abc import Iterator

from index.formats.decoding import decode
from index.formats.documents import Document
from index.formats.sources import Source, worded


def read_text(source: Source) -> Iterator[Document]:
    """The file as one article that declares nothing."""
    yield Document(worded(decode(source.content())))
