"""Particulars against labels made by reading, a line a field: ``python -m eval.bench.particulars``.

The five articles and the samples are judged; then, on news articles, how often a date in the text is the declared one.
"""

import datetime
import gzip
import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from index.articles import sha256_of
from index.formats import read
from index.formats.documents import Document
from index.furniture import furniture
from index.particulars import Particulars, particulars_of

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
LABELS = ROOT / "tests" / "index" / "particulars"
SETS = {"samples": ROOT / "samples" / "articles", "articles": SHARED / "articles"}
NEWS = SHARED / "data" / "dev" / "news-dev" / "articles.jsonl.gz"
MAX_BYTES = 20_000_000
FIELDS = ("headline", "byline", "people", "publisher", "published", "updated", "time")


class Judged(NamedTuple):
    """One field of one article; ``right`` also where nothing is told and nothing was found."""

    article: str
    field: str
    expected: object
    found: object

    @property
    def verdict(self) -> str:
        """``right``, ``unknown`` where it is told and was not found, or ``wrong``."""
        if self.found == self.expected:
            return "right"
        return "wrong" if self.found else "unknown"


def judged(name: str) -> Iterator[Judged]:
    """Every labelled field of the set of that name; a label for a text that has changed is an error."""
    for line in (LABELS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        document = _document(SETS[name] / label["file"], label.get("id"))
        if sha256_of(document.text) != label.get("sha256", sha256_of(document.text)):
            message = f"{label['file']} is no longer the text that was labelled"
            raise ValueError(message)
        expected = _expected(label, document.text)
        found = _found(particulars_of(document, label["file"], furniture(document.text)))
        for field in FIELDS:
            yield Judged(label.get("id", label["file"]), field, expected[field], found[field])


def _document(path: Path, wanted: str | None) -> Document:
    documents = [one for one in read(path, max_bytes=MAX_BYTES) if isinstance(one, Document)]
    return next(one for one in documents if wanted is None or one.id == wanted)


def _expected(label: Mapping[str, Any], text: str) -> dict[str, object]:
    """The label with its offsets looked up; a day, and where it has one the time of publication."""

    def told(value: Any) -> str | None:  # noqa: ANN401 (JSON: a string, a pair of offsets or null)
        return text[slice(*value)] if isinstance(value, list) else value

    at = label["published"] or ""
    return {
        "headline": told(label["headline"]),
        "byline": told(label["byline"]),
        "people": tuple(map(told, label["people"])),
        "publisher": (label["publisher"] or "").casefold() or None,
        "published": _day(label["published"]),
        "updated": _day(label["updated"]),
        "time": datetime.datetime.fromisoformat(at) if "T" in at else None,
    }


def _day(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value[:10]) if value else None


def _found(known: Particulars) -> dict[str, object]:
    return {
        "headline": known.title,
        "byline": known.byline,
        "people": known.people,
        "publisher": (known.publisher or "").casefold() or None,
        "published": known.published,
        "updated": known.updated,
        "time": known.published_at,
    }


def on_news(articles: int = 200, seed: int = 4) -> tuple[Counter[str], float]:
    """How the date in the text compares with the declared one, which is withheld; and milliseconds an article."""
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        rows = random.Random(seed).sample([json.loads(line) for line in lines], articles)  # noqa: S311
    counted: Counter[str] = Counter()
    taken = 0.0
    for row in rows:
        document = replace(Document(row["text"]), title=row["title"])
        dropped = furniture(row["text"])
        begun = time.process_time()
        found = particulars_of(document, "", dropped).published
        taken += time.process_time() - begun
        apart = abs((found - datetime.date.fromisoformat(row["date"][:10])).days) if found else None
        counted["none in the text" if apart is None else "the same" if not apart else "another"] += 1
    return counted, taken * 1e3 / articles


def table(name: str) -> Iterator[str]:
    """The fields of one set, and what is wrong in it or missing."""
    rows = list(judged(name))
    yield f"| {name} | right | wrong | unknown |"
    yield "|---|---|---|---|"
    for field in FIELDS:
        counted = Counter(row.verdict for row in rows if row.field == field)
        yield f"| {field} | {counted['right']} | {counted['wrong']} | {counted['unknown']} |"
    yield from (f"{row.verdict}: {row.field} of {row.article}" for row in rows if row.verdict != "right")


if __name__ == "__main__":
    for name, folder in SETS.items():
        print("\n".join(table(name)) if folder.is_dir() else f"{name}: ../shared is not here")
    if NEWS.is_file():
        counted, milliseconds = on_news()
        print(f"dates in the text of 200 news articles: {dict(counted)}; {milliseconds:.1f} ms an article")
