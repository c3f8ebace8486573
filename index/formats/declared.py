"""What a file says about itself, tidied: one line each, web links that are web links, or nothing."""

import datetime
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from index.formats.documents import Document
from index.formats.groups import groups_in

LONGEST = 1_000


def declared(text: str, fields: Mapping[str, object], id: str | None = None) -> Document:  # noqa: A002 (the field's name)
    """The document ``text``, with what ``fields`` says of it; a ``source`` is a publisher, or the address of one.

    Raises ``BadGroups`` where ``groups`` is there and cannot be understood.
    """
    source, url = line(fields.get("source")), web_link(fields.get("url"))
    if source and "://" in source:
        url, source = url or web_link(source), host(source)
    return Document(
        text=text,
        id=id,
        title=line(fields.get("title")),
        url=url,
        byline=line(fields.get("byline")),
        publisher=line(fields.get("publisher")) or source,
        date=line(fields.get("date")),
        updated=line(fields.get("updated")),
        locale=line(fields.get("locale")),
        groups=groups_in(fields["groups"], id or "") if "groups" in fields else None,
    )


def line(value: object) -> str | None:
    """``value`` as one line of text; None where it is nothing that could be shown as one."""
    if isinstance(value, list | tuple):
        value = ", ".join(filter(None, map(line, value[:20])))
    if isinstance(value, datetime.date):
        value = value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    whole = " ".join("".join(shown(str(value))).split())
    return whole if 0 < len(whole) <= LONGEST else None


def shown(value: str) -> Iterator[str]:
    """The characters of ``value`` but for controls and halves of surrogate pairs."""
    for character in value:
        if character.isspace() or (character >= " " and not "\x7f" <= character <= "\x9f"):
            yield "" if "\ud800" <= character <= "\udfff" else character


def web_link(value: object) -> str | None:
    """``value`` if it is an http or https address, which is all that is ever made a link."""
    if not isinstance(value, str):
        return None
    value = value.strip()
    if not host(value) or any(character.isspace() or character < " " for character in value):
        return None
    return value if value.isprintable() and len(value) <= LONGEST * 2 else None


def host(url: str) -> str | None:
    """The publisher as its web address names it: ``www.example.org`` is ``example.org``."""
    try:
        parts = urlsplit(url)
        name = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not name:
        return None
    return name.removeprefix("www.")
