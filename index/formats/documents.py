"""What a format yields: documents, and rejections that name what was wrong."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one article as its file held it, and what the file itself declares about it.

    ``text`` is never normalised; for html, pdf and docx it is the extracted text. The other fields are
    what the file states (front matter, metadata), as written there; None where it states nothing.
    ``id`` is None where the file has no identifier of its own. ``date`` and ``updated`` may have a time of day;
    ``locale`` is a language tag (``en-GB``), which tells whether 03/09 is a day of March or of September. ``groups``
    are those who may see it; None where nothing says who may, which is everyone.
    """

    text: str = field(repr=False)
    id: str | None = None
    title: str | None = None
    url: str | None = None
    byline: str | None = None
    publisher: str | None = None
    date: str | None = None
    updated: str | None = None
    locale: str | None = None
    groups: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that did not go into the index.

    ``where`` names the file (and line), ``reason`` says why in half a sentence and what to do about it
    in the other half. ``entry`` is the record's own id (empty in a file of one) where just one article is meant, and
    not the file; ``withdraws`` says that what was indexed of it before must not stay.
    """

    where: str
    reason: str
    entry: str | None = None
    withdraws: bool = False
