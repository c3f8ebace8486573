"""Word documents: paragraphs and tables in the order of the document."""

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.formats.declared import declared
from index.formats.decoding import characters
from index.formats.documents import Document
from index.formats.quiet import quiet
from index.formats.sources import Source, Unreadable, worded

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Wrappers whose content is the document's: content controls, tracked insertions, custom markup.
WRAPPERS = {
    f"{W}sdt",
    f"{W}sdtContent",
    f"{W}customXml",
    f"{W}ins",
    f"{W}smartTag",
    f"{W}hyperlink",
    f"{W}r",
    f"{W}fldSimple",
}
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
TEMPLATE = {"python-docx", "word document", "untitled"}


def read_docx(source: Source) -> Iterator[Document]:
    """The file as one article; Word's own dates are those of the file or its template, so none is taken."""
    with quiet("docx"):
        document = opened(source)
        text = "\n\n".join(filter(str.strip, blocks(document.element.body)))
        fields = properties(document)
    yield declared(characters(worded(text)), fields)


def opened(source: Source) -> "WordDocument":
    """The Word document, once it is known to be one and not to unpack to more than the limit."""
    import docx

    data = source.content()
    if data.startswith(OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise Unreadable(
            "is encrypted" if locked else "is an old Word file", fix="save a copy as .docx, without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > source.max_bytes:
                raise source.oversized("unpacks to more than")
            if any(part.flag_bits & 1 for part in archive.infolist()):
                raise Unreadable("is encrypted", fix="save a copy without a password")
        return docx.Document(io.BytesIO(data))
    except Unreadable:
        raise
    except Exception as error:  # zipfile, lxml and python-docx have a dozen between them
        raise Unreadable("is a damaged Word document", fix="open it in Word and save it again") from error


def blocks(parent: "Element") -> Iterator[str]:
    """The paragraphs and tables under ``parent``, each as text."""
    for child in parent:
        if child.tag == f"{W}p":
            yield "".join(runs(child))
        elif child.tag == f"{W}tbl":
            yield "\n".join("\t".join(cells(row)) for row in child.iter(f"{W}tr"))
        elif child.tag in WRAPPERS:
            yield from blocks(child)


def cells(row: "Element") -> Iterator[str]:
    """The cells of a table's row, each on one line."""
    for cell in row.iterchildren(f"{W}tc"):
        yield " ".join(" ".join(filter(str.strip, blocks(cell))).split())


def runs(parent: "Element") -> Iterator[str]:
    """The characters under a paragraph; what was deleted with changes tracked is no part of it."""
    for child in parent:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in SIGNS:
            yield SIGNS[child.tag]
        elif child.tag in WRAPPERS:
            yield from runs(child)


def properties(document: "WordDocument") -> dict[str, object]:
    """Title and author of the core properties, unless a program filled them in."""
    held = document.core_properties
    return {
        name: value for name, value in (("title", held.title), ("byline", held.author)) if value.lower() not in TEMPLATE
    }
