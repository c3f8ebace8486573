"""Indexes whose articles are for groups, made of articles and not of files."""

import datetime

from index.articles import Article, sha256_of
from index.catalog import Catalog, Entry
from index.generations import publish
from index.kinship import relate, settle
from index.runs import Pending, embedded
from index.settings import settled


def article_of(article_id, title, text, day=None, *groups, publisher="The Ledger", url=None):
    return Article(
        article_id, title, text, sha256_of(text), url=url, publisher=publisher,
        published=datetime.date.fromisoformat(day) if day else None, groups=tuple(sorted(groups)),
    )  # fmt: skip


def shelve(folder, articles, embedder="hash-256"):
    """Index the articles in ``folder``, in their order."""
    catalog = Catalog.open_to_write(folder)
    settings = settled(catalog, embedder, None, None)
    whole = [
        Pending(article, Entry(f"/made/{article.id}", ""), "f", settings.splitter.split(article))
        for article in articles
    ]
    vectors = iter(list(embedded(settings.embedder, whole)))
    with catalog.transaction():
        for one in whole:
            catalog.put(one.article, one.entry, "f", one.passages, [next(vectors) for _ in one.passages])
            relate(catalog, one.article)
        settle(catalog)
    publish(catalog, folder, settings.store)
    return catalog
