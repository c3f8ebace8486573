"""PDF: the text of its pages, a form feed between them."""

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.formats.declared import declared
from index.formats.decoding import characters
from index.formats.documents import Document
from index.formats.quiet import quiet
from index.formats.sources import Source, Unreadable

if TYPE_CHECKING:
    from pypdf import PdfReader

BETWEEN_PAGES = "\n\f\n"
# Titles that a program left behind: a file's name, or its own.
LEFTOVER = re.compile(r"microsoft |untitled|.*\.(?:docx?|pdf|indd|pptx?|xlsx?|qxd|rtf|odt|pages)$", re.IGNORECASE)


def read_pdf(source: Source) -> Iterator[Document]:
    """The file as one article; the day it was made is not the day it was published, so no date is taken from it."""
    with quiet("pypdf"):
        reader = opened(source.content())
        text = BETWEEN_PAGES.join(pages(reader, source))
        fields = information(reader)
    if not any(map(str.isalnum, text)):
        raise Unreadable("has no text, only pictures", fix="run it through OCR and add it again")
    yield declared(characters(text), fields)


def opened(data: bytes) -> "PdfReader":
    """A reader of ``data``; a file that opens without a password is not locked, whatever it says."""
    from pypdf import PdfReader, errors

    if b"%PDF-" not in data[:1024]:
        raise Unreadable("is not a PDF", fix="check what it is, or export it again")
    locked = Unreadable("is encrypted", fix="save a copy without a password")
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise locked
        len(reader.pages)
    except (errors.DependencyError, errors.FileNotDecryptedError, NotImplementedError) as error:
        raise locked from error
    except (errors.PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable("is a damaged PDF", fix="export it again") from error
    return reader


def pages(reader: "PdfReader", source: Source) -> Iterator[str]:
    """The text of each page, until there is more of it than the limit allows."""
    size = 0
    for page in reader.pages:
        # A half of a surrogate pair is a slip of the font's table, and cannot be stored.
        text = page.extract_text().encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
        size += len(text)
        if size > source.max_bytes:
            raise source.oversized("holds more text than")
        yield text


def information(reader: "PdfReader") -> dict[str, object]:
    """Title and author where they look like such, not like a file's or an account's name."""
    try:
        held = reader.metadata
        title, author = (held.title, held.author) if held else (None, None)
    except Exception:  # metadata is worth having, never worth losing the article
        return {}
    fitting = title if title and not LEFTOVER.match(title) else None
    return {"title": fitting, "byline": author if author and " " in author.strip() else None}
