"""Markdown: the characters of the file, with the particulars of its front matter."""

from collections.abc import Iterator, Mapping

from index.formats.declared import declared
from index.formats.decoding import decode
from index.formats.documents import Document
from index.formats.groups import BadGroups, names_groups
from index.formats.sources import Source, worded
from index.furniture import front_matter

# Our field, and what people call it; the first that is there counts.
NAMES = {
    "title": ("title", "headline"),
    "byline": ("byline", "author", "authors", "by"),
    "publisher": ("publisher", "site", "site_name"),
    "source": ("source",),
    "url": ("url", "link", "canonical", "canonical_url", "source_url"),
    "date": ("date", "published", "publish_date", "published_at", "datepublished"),
    "updated": ("updated", "modified", "last_modified", "lastmod", "updated_at", "date_modified", "datemodified"),
    "locale": ("locale", "lang", "language"),
}


def read_markdown(source: Source) -> Iterator[Document]:
    """The file as one article; the front matter stays in the text, and furniture marks it."""
    text = worded(decode(source.content()))
    head = front_matter(text)
    fields = particulars(text[: head.end]) if head else {}
    if not any(fields.values()) and "groups" not in fields and names_groups(text[: head.end] if head else text):
        raise BadGroups("the front matter names groups and cannot be read", fix="close it, and mend its fields")
    yield declared(text, fields)


def particulars(head: str) -> dict[str, object]:
    """The fields of front matter that can be read; of broken front matter, none."""
    import frontmatter

    try:
        held = frontmatter.loads(head).metadata
    except Exception:  # the parsers of three languages, each with errors of its own
        return {}
    if not isinstance(held, Mapping):
        return {}
    named = {str(key).strip().lower().replace("-", "_"): value for key, value in held.items()}
    fields: dict[str, object] = {
        field: next(filter(None, map(named.get, names)), None) for field, names in NAMES.items()
    }
    return fields | {name: named[name] for name in ("groups",) if name in named}  # there and empty is not absent
