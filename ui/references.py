"""A quote as a reference that citation programs read."""

import json
from datetime import date

from index.articles import Article
from rag.answers import Json, Quote


def csl(quote: Quote) -> str:
    """CSL-JSON 1.0.2, a list of one article; the quoted words are under ``custom``, for which CSL has no field."""
    article = quote.passage.article
    known = {
        "id": article.id,
        "type": "article-newspaper",
        "title": article.title,
        "author": [{"literal": article.byline}] if article.byline else None,
        "container-title": article.publisher,
        "issued": _day(article.published),
        "URL": quote.link,
        "custom": _custom(article, quote),
    }
    return json.dumps([{name: value for name, value in known.items() if value is not None}], indent=2)


def _custom(article: Article, quote: Quote) -> Json:
    return {
        "quotation": quote.passage.text,
        "speaker": quote.speaker.text if quote.speaker else None,
        "speech": quote.speech,
        "start": quote.passage.start,
        "end": quote.passage.end,
        "article_sha256": article.sha256,
    }


def _day(day: date | None) -> Json | None:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else None
