"""Text to unit vectors."""

from pathlib import Path

from index.embedders.bert import Bert
from index.embedders.bundled import BUNDLED, bundled_folder, bundled_tokenizer
from index.embedders.exported import ExportedEmbedder
from index.embedders.hashing import HashEmbedder
from index.embedders.sentence_transformer import SentenceTransformerEmbedder
from index.embedders.vectors import Embedder, Matrix, Vector, unit_rows

__all__ = [
    "BUNDLED", "EMBEDDERS", "Embedder", "ExportedEmbedder", "HashEmbedder", "Matrix", "SentenceTransformerEmbedder",
    "Vector", "begin_loading", "bundled_folder", "bundled_tokenizer", "open_embedder", "unit_rows",
]  # fmt: skip

#: Those that need no model of the user's.
EMBEDDERS: dict[str, type[ExportedEmbedder] | type[HashEmbedder]] = {
    BUNDLED: ExportedEmbedder,
    "hash-256": HashEmbedder,
}


def open_embedder(name: str) -> Embedder:
    """The embedder of that name: ``hash-256``, the bundled model, or any sentence-transformers model."""
    kind = EMBEDDERS.get(name)
    if kind:
        return kind()
    return ExportedEmbedder(name) if Bert.supports(Path(name)) else SentenceTransformerEmbedder(name)


def begin_loading(embedder: Embedder) -> None:
    """Load its model beside whatever else there is to do, if it is of a kind that can."""
    if isinstance(embedder, ExportedEmbedder):
        embedder.begin_loading()
