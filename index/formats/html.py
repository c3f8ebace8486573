"""Web pages: the main text and the metadata, found by trafilatura."""

import re
from collections.abc import Iterator

from index.formats.declared import declared, host
from index.formats.decoding import BOMS, characters, decode
from index.formats.documents import Document
from index.formats.links import drop_link_lists
from index.formats.page_dates import page_dates
from index.formats.quiet import quiet
from index.formats.sources import Source, Unreadable

DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE
)
# What browsers know; Python knows more, and some of that is no character set (rot13, punycode, utf-7).
KNOWN = re.compile(
    r"utf-?(?:8|16(?:le|be)?)|iso-?8859-\d\d?|latin-?[1-9]|windows-(?:125\d|874)|cp125\d|koi8-[ru]|us-ascii|macintosh|"
    r"shift[_-]?jis|euc-(?:jp|kr)|iso-2022-jp|gbk|gb2312|gb18030|big5",
    re.IGNORECASE,
)
TRUSTED = 0.6  # of the text found with care for what is lost, the least to be left by care for what is added
FEWEST = 40  # letters and figures; a page that is all menu leaves fewer
# As browsers do: Latin-1 and ASCII mean Windows-1252, and Latin-5 Windows-1254.
MEANT = {"iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "iso-8859-9": "cp1254"}


def read_html(source: Source) -> Iterator[Document]:
    """The article of a page; headline, byline, publisher, link and date as its metadata states them."""
    page = decode_page(source.content())
    text, fields = main_text(page)
    if not text or sum(map(str.isalnum, text)) < FEWEST:
        raise Unreadable("has no main text", fix="save the page once it has loaded, or its text as .txt")
    yield declared(characters(text), fields)


def main_text(page: str) -> tuple[str | None, dict[str, object]]:
    """The main text of ``page``, and its metadata by our names."""
    from trafilatura import bare_extraction, extract, load_html

    with quiet("trafilatura", "htmldate", "courlan"):
        tree = load_html(page)
        if tree is None:
            return None, {}
        drop_link_lists(tree)
        # The page's own word for its date only: without extensive_search nothing is inferred from its text.
        asked = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}
        found = bare_extraction(tree, with_metadata=True, include_comments=False, date_extraction_params=asked)
        strict = extract(tree, include_comments=False, favor_precision=True) or ""
    if found is None:
        return None, {}
    held = found if isinstance(found, dict) else found.as_dict()
    publisher = held.get("sitename") or host(str(held.get("url") or ""))
    authors = str(held.get("author") or "").replace("; ", ", ")
    fields = {"title": held.get("title"), "byline": authors, "publisher": publisher}
    text = str(held.get("text") or "")
    text = strict if len(strict) >= len(text) * TRUSTED else text
    return text, fields | {"url": held.get("url")} | {"date": held.get("date")} | page_dates(page)


def decode_page(data: bytes) -> str:
    """``data`` in the character set that the page declares, or in UTF-8 where it says Western and is that."""
    found = DECLARED.search(data[:4096])
    name = found[1].decode("ascii").lower() if found else ""
    marked = any(data.startswith(mark) for mark, _ in BOMS)
    if marked or not KNOWN.fullmatch(name) or name.startswith("utf"):
        return decode(data)
    encoding = MEANT.get(name, name)
    try:
        return characters(data.decode("utf-8" if encoding == "cp1252" else encoding))
    except (UnicodeDecodeError, LookupError):
        return declared_western(data) if encoding == "cp1252" else decode(data)


def declared_western(data: bytes) -> str:
    """``data`` as Windows-1252, of which five bytes have no character."""
    try:
        return characters(data.decode("cp1252"))
    except UnicodeDecodeError:
        return decode(data)
