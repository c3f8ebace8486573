"""The two collections in Milvus: records of articles, and a row for each vector of their passages."""

from typing import TYPE_CHECKING

from index.errors import IndexMismatch
from index.milvus.engine import Engine

if TYPE_CHECKING:
    from pymilvus import CollectionSchema, MilvusClient
    from pymilvus.milvus_client.index import IndexParams

#: Milvus has arrays, which say who may see what, from here on; and keyword search of its own from there.
OLDEST = (2, 3, 2)
WITH_KEYWORDS = (2, 5)
#: Milvus wants a vector in every collection; that of an article is never searched.
NO_VECTOR = [0.0, 0.0]
#: Groups of one article, and of all that stand for it.
MOST_GROUPS = 1024
#: Bytes of headline and passage that keyword search reads.
MOST_WORDS = 60_000
#: Questions come without stop words.
_STEMMED = {"tokenizer": "standard", "filter": ["lowercase", {"type": "stemmer", "language": "english"}]}


def make(engine: Engine, dim: int) -> None:
    """Make both collections, unless they are there; IndexMismatch where the engine is too old."""
    version = engine.version()
    if version < OLDEST:
        raise IndexMismatch(
            f"Milvus at {engine.address} is of version {'.'.join(map(str, version))}",
            fix=f"Quotedesk needs {'.'.join(map(str, OLDEST))} or newer",
        )
    engine.create(engine.address.articles, _articles(engine.client), _index(engine.client, "vector", "FLAT", "L2"))
    words = version >= WITH_KEYWORDS
    indexes = _index(engine.client, "vector", "AUTOINDEX", "IP")
    if words:
        indexes.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25")
    engine.create(engine.address.passages, _passages(engine.client, dim, words=words), indexes)


def has_keywords(engine: Engine) -> bool:
    """Whether the passages can be searched by their words."""
    return "sparse" in engine.fields(engine.address.passages)


def _articles(client: "MilvusClient") -> "CollectionSchema":
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("pk", DataType.VARCHAR, max_length=48, is_primary=True)  # key and number of the part
    schema.add_field("key", DataType.VARCHAR, max_length=32)
    schema.add_field("part", DataType.INT64)
    schema.add_field("parts", DataType.INT64)
    schema.add_field("digest", DataType.VARCHAR, max_length=32)  # of all that is published of the article
    schema.add_field("body", DataType.VARCHAR, max_length=65_535)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=len(NO_VECTOR))
    return schema


def _passages(client: "MilvusClient", dim: int, *, words: bool) -> "CollectionSchema":
    from pymilvus import DataType, Function, FunctionType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("pk", DataType.VARCHAR, max_length=64, is_primary=True)  # place and number of the vector
    schema.add_field("article", DataType.VARCHAR, max_length=32)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dim)
    schema.add_field("publisher", DataType.VARCHAR, max_length=32)
    schema.add_field("published", DataType.INT64)  # the day's ordinal; 0 where it is unknown
    of_groups = {"element_type": DataType.VARCHAR, "max_length": 32, "max_capacity": MOST_GROUPS}
    schema.add_field("groups", DataType.ARRAY, **of_groups)
    schema.add_field("standing", DataType.ARRAY, **of_groups)  # who may see an article that stands for this one
    schema.add_field("stood_for", DataType.BOOL)
    if words:
        schema.add_field("words", DataType.VARCHAR, max_length=65_535, enable_analyzer=True, analyzer_params=_STEMMED)
        schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
        schema.add_function(Function("bm25", FunctionType.BM25, input_field_names="words", output_field_names="sparse"))
    return schema


def _index(client: "MilvusClient", field: str, kind: str, metric: str) -> "IndexParams":
    params = client.prepare_index_params()
    params.add_index(field, index_type=kind, metric_type=metric)
    return params
