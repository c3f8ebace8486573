"""Headline, byline, publisher and dates of an article: as the file declares them, else as its text shows them.

Nothing is inferred. What comes from the text is a slice of it; a date that could be two is unknown.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.articles import Article, Dropped, Span, sha256_of
from index.formats.documents import Document
from index.furniture import judged
from index.furniture.lines import lines_of
from index.furniture.recurring import About
from index.particulars.bylines import byline_at, people
from index.particulars.datelines import Moments, body_at, datings_of, head_of, moments
from index.particulars.dates import Moment, Order, moment_of, on, order_of
from index.particulars.headlines import headline_at
from index.particulars.mastheads import publisher_at

IN_NAMES = re.compile(r"(?<![A-Za-z0-9])((?:19|20)\d\d)([-_./]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?![A-Za-z0-9])")
NONE, DAY = datetime.timedelta(0), datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is known about an article; None, or nobody, where it is not known.

    ``published`` and ``updated`` are days as the publisher writes them, in no zone; the ``_at`` are the same
    with the time of day where it is told, with a zone where that is told too.
    """

    title: str | None
    byline: str | None
    people: tuple[str, ...]
    publisher: str | None
    published: datetime.date | None
    updated: datetime.date | None
    published_at: datetime.datetime | None
    updated_at: datetime.datetime | None


def article_of(
    document: Document,
    id: str,  # noqa: A002 (the field's name)
    name: str,
    *,
    repeated: frozenset[str] = frozenset(),
    about: About | None = None,
) -> Article:
    """The article ``document`` holds; its file's ``name`` may tell the date and, if nothing else does, is the title.

    ``repeated`` and ``about`` are what ``index.furniture.judged`` takes.
    """
    judgement = judged(document.text, repeated=repeated, about=about)
    known = particulars_of(document, name, judgement.dropped)
    return Article(
        id=id,
        title=known.title or name,
        text=document.text,
        sha256=sha256_of(document.text),
        url=document.url,
        byline=known.byline,
        publisher=known.publisher,
        published=known.published,
        updated=known.updated,
        dropped=judgement.dropped,
        all_kept=judgement.kept_all,
    )


def particulars_of(document: Document, name: str, dropped: Sequence[Dropped]) -> Particulars:
    """What ``document`` declares, else what its text shows or its file's ``name`` or address tells."""
    text = document.text
    lines = tuple(lines_of(text, dropped[0].end if dropped and dropped[0].reason == "front matter" else 0))
    head = head_of(lines)
    begin = lines[body_at(lines)].start if lines else 0
    order = order_of(text, document.url, document.locale, f"{document.date} {document.updated}")
    publisher = document.publisher or cut(text, publisher_at(text, lines))
    title = None if document.title else headline_at(text, head, begin, dropped, publisher)
    byline = document.byline or cut(text, byline_at(text, lines, head, tuple(datings_of(text, head, order)), dropped))
    when = dated(document, name, order, moments(text, lines, order, title, byline))
    return Particulars(
        title=document.title or cut(text, title),
        byline=byline,
        people=people(byline),
        publisher=publisher,
        published=when.published.day if when.published else None,
        updated=when.updated.day if when.updated else None,
        published_at=when.published.at if when.published else None,
        updated_at=when.updated.at if when.updated else None,
    )


def cut(text: str, span: Span | None) -> str | None:
    """The stretch of ``text``, if there is one."""
    return text[span.start : span.end] if span else None


def dated(document: Document, name: str, order: Order | None, shown: Moments) -> Moments:
    """The declared dates, else those that the text shows, else the one in the address or the file's name.

    A change is only known where it is not before the publication.
    """
    declared = moment_of(document.date, order) if document.date else None
    linked = next(in_names(document.url or ""), None)
    published = at_home(fuller(declared, shown.published), linked) or next(in_names(name), None)
    updated = fuller(moment_of(document.updated, order) if document.updated else None, shown.updated)
    return Moments(published, None if updated and published and updated.day < published.day else updated)


def fuller(declared: Moment | None, shown: Moment | None) -> Moment | None:
    """The declared moment, with the time that the text shows where it is of the same day."""
    if declared and shown and declared.at is None and declared.day == shown.day:
        return shown
    return declared or shown


def at_home(known: Moment | None, linked: Moment | None) -> Moment | None:
    """The day in the web address where the known one is of Greenwich, and so perhaps the publisher's day before."""
    if known and linked and known.at and known.at.utcoffset() == NONE and abs(known.day - linked.day) <= DAY:
        return Moment(linked.day, known.at)
    return known or linked


def in_names(*places: str) -> Iterator[Moment]:
    """The dates of web addresses and file names: year, month and day in this order."""
    for place in places:
        for year, _, month, day in IN_NAMES.findall(place):
            if known := on(int(year), int(month), int(day)):
                yield Moment(known)
