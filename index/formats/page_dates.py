"""When a web page was published and changed, as its metadata says: schema.org, Open Graph and the common meta tags."""

import json
import re
from collections.abc import Iterator

SCRIPT = re.compile(
    r"<script[^>]{0,300}application/ld\+json[^>]{0,300}>(.{0,200000}?)</script", re.IGNORECASE | re.DOTALL
)
META = re.compile(r"<meta\s[^>]{0,2000}>", re.IGNORECASE)
HTML = re.compile(r"<html\s[^>]{0,2000}>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
ARTICLE = re.compile(r"Article|Posting|Report|WebPage$")
NEVER = re.compile(r"0001-|1970-01-01")  # what a program writes that knows no date
DEEPEST = 6
# Our field, and what pages call it; the first that is there counts.
NAMES = {
    "date": (
        "article:published_time", "datepublished", "parsely-pub-date", "article.published", "og:article:published_time",
        "dcterms.created", "dcterms.issued", "dcterms.date", "dc.date.issued", "dc.date", "pubdate", "publishdate",
        "publication_date", "sailthru.date", "date",
    ),
    "updated": (
        "article:modified_time", "datemodified", "og:updated_time", "og:article:modified_time", "dcterms.modified",
        "dc.date.modified", "last-modified", "lastmod", "revised",
    ),
    "locale": ("og:locale", "content-language", "language"),
}  # fmt: skip


def page_dates(page: str) -> dict[str, str]:
    """The declared ``date``, ``updated`` and ``locale`` of ``page``, those that it has, as they are written there."""
    tags = [attributes(tag[0]) for tag in META.finditer(page)]
    said: dict[str, str] = {}
    for tag in tags:
        for key in ("property", "name", "itemprop", "http-equiv"):
            if tag.get("content") and key in tag:
                said.setdefault(tag[key].strip().lower(), tag["content"].strip())
    found = {field: next(filter(None, map(said.get, names)), None) for field, names in NAMES.items()}
    for field, key in (("date", "datePublished"), ("updated", "dateModified")):
        found[field] = next(schema_dates(page, key), None) or found[field]
    root = HTML.search(page[:20_000])
    found["locale"] = (attributes(root[0]).get("lang") if root else None) or found["locale"]
    return {field: value for field, value in found.items() if value and not NEVER.match(value)}


def attributes(tag: str) -> dict[str, str]:
    """The attributes of one tag, their names in lower case."""
    return {found[1].lower(): found[2] or found[3] or found[4] or "" for found in ATTRIBUTE.finditer(tag)}


def schema_dates(page: str, key: str) -> Iterator[str]:
    """The values of ``key`` in the articles that the page's schema.org data describe."""
    for script in SCRIPT.finditer(page):
        try:
            held = json.loads(script[1], strict=False)
        except (ValueError, RecursionError):
            continue
        for one in articles(held):
            if isinstance(value := one.get(key), str) and value.strip():
                yield value.strip()


def articles(held: object, depth: int = 0) -> Iterator[dict[str, object]]:
    """The objects under ``held`` that are articles, or pages that are one, outermost first."""
    if depth > DEEPEST:
        return
    if isinstance(held, list):
        for one in held:
            yield from articles(one, depth + 1)
    elif isinstance(held, dict):
        kinds = held.get("@type")
        if any(
            isinstance(kind, str) and ARTICLE.search(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])
        ):
            yield held
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from articles(held.get(key), depth + 1)
