"""Re-read a whole collection in Milvus and name what is damaged."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from index.articles import Article, Span, sha256_of
from index.milvus.address import Address
from index.milvus.conditions import among
from index.milvus.engine import Engine, Row
from index.milvus.records import Place, key_of, of_json, version_of
from index.milvus.shelf import Shelf, Torn, every_article, joined

_ROUNDING = 0.01  # that a vector's length may be off by
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Shape:
    """What of an article its passages are checked by, without its text."""

    id: str
    version: str
    kept: tuple[Span, ...] = field(repr=False)


def verify(address: Address) -> Iterator[str]:
    """One line for each thing that is wrong; none where the collection is whole."""
    engine = Engine(address, timeout=60, consistency="Strong")
    about = Shelf(engine).about()
    shapes: dict[str, _Shape] = {}
    for key, parts in every_article(engine):
        try:
            article = of_json(joined(parts)).article
        except (Torn, KeyError, TypeError, ValueError) as error:
            yield f"article with the key {key}: its record cannot be read ({error})"
            continue
        yield from _article(article, key)
        shapes[key] = _Shape(article.id, version_of(article), article.kept)
    if len(shapes) != about.counts["articles"]:
        yield f"{address}: {len(shapes)} articles can be read, of {about.counts['articles']} that were published"
    yield from _passages(engine, shapes, about.counts["vectors"])


def summary(address: Address) -> dict[str, object]:
    """What is in the collection, without loading a model."""
    engine = Engine(address, consistency="Strong")
    about = Shelf(engine).about()
    return {
        "store": str(address),
        **about.counts,
        "restricted": about.restricted,
        "oldest": about.oldest,
        "newest": about.newest,
        "embedder": about.settings["embedder"],
        "splitter": about.settings.get("splitter"),
        "generation": about.generation,
        "keywords": "sparse" in engine.fields(address.passages),
        "engine": ".".join(map(str, engine.version())),
    }


def article_at(address: Address, article_id: str) -> Article | None:
    """The article of that id, as its operator sees it."""
    record = Shelf(Engine(address, consistency="Strong")).record(article_id)
    return record.article if record else None


def _article(article: Article, key: str) -> Iterator[str]:
    if key != key_of(article.id):
        yield f"article {article.id}: it is stored under the key of another one"
    if sha256_of(article.text) != article.sha256:
        yield f"article {article.id}: its text does not have its SHA-256"


def _passages(engine: Engine, shapes: dict[str, _Shape], expected: int) -> Iterator[str]:
    rows = engine.each(engine.address.passages, "pk", ["pk", "article"])
    count = 0
    while some := list(islice(rows, _AT_ONCE)):
        count += len(some)
        for row in some:
            yield from _place(row, shapes)
        keys = among("pk", [str(row["pk"]) for row in some])
        for row in engine.query(engine.address.passages, keys, ["pk", "vector"], strong=True):
            length = float(np.linalg.norm(np.asarray(row["vector"], dtype=np.float32)))
            if not abs(length - 1) < _ROUNDING:
                yield f"passage {row['pk']}: the length of its vector is {length:.3f}, not 1"
    if count != expected:
        yield f"{engine.address}: {count} vectors, of {expected} that were published"


def _place(row: Row, shapes: dict[str, _Shape]) -> Iterator[str]:
    place = Place.read(str(row["pk"]))
    shape = shapes.get(place.article)
    if shape is None or shape.version != place.version or place.article != row["article"]:
        yield f"passage {row['pk']}: there is no article with the text that it lies in"
    elif not any(span.start <= place.start < place.end <= span.end for span in shape.kept):
        yield f"article {shape.id}: the passage [{place.start}, {place.end}) is not a kept stretch of it"
