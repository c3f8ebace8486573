"""Who is asked: each system with its adapter, its environment, and what it was given."""

from dataclasses import dataclass
from pathlib import Path

REQUIREMENTS = Path(__file__).parent
QUOTEDESK = "Quotedesk"


@dataclass(frozen=True, slots=True)
class System:
    """A row of the table.

    ``environment`` names a ``requirements-*.txt`` beside this file, None for the environment of the project itself.
    With ``calibrated`` it quotes only from a score on, which is chosen on the other question set.
    """

    name: str
    adapter: str
    environment: str | None
    given: str
    options: tuple[str, ...] = ()
    calibrated: bool = False

    @property
    def requirements(self) -> Path | None:
        """The pinned packages of its environment."""
        return REQUIREMENTS / f"requirements-{self.environment}.txt" if self.environment else None

    @property
    def module(self) -> str:
        """What ``python -m`` runs."""
        return f"eval.peers.adapters.{self.adapter}"


SYSTEMS = (
    System(QUOTEDESK, "quotedesk_served", None, "as served, with its defaults, over the files"),
    System(
        "cairn-assistant",
        "cairn_assistant",
        "cairn",
        "its defaults (one passage, threshold 0.165), a document an article, a paragraph a passage; asked in a session",
        ("--unit", "paragraphs"),
    ),
    System(
        "cairn-assistant, own threshold",
        "cairn_assistant",
        "cairn",
        "the same with the threshold fitted to the other question set, as its `calibrate` advises",
        ("--unit", "paragraphs", "--threshold", "0.001"),
        calibrated=True,
    ),
    System(
        "Haystack BM25, paragraphs",
        "haystack_bm25",
        "haystack",
        "`InMemoryBM25Retriever` with its defaults, a document a paragraph, the best three",
        ("--unit", "paragraphs"),
    ),
    System(
        "Haystack BM25, sentences",
        "haystack_bm25",
        "haystack",
        "the same, a document a sentence",
    ),
    System(
        "Haystack BM25, sentences, threshold",
        "haystack_bm25",
        "haystack",
        "the same, quoting only from a score on that was fitted to the other question set",
        calibrated=True,
    ),
    System(
        "txtai, paragraphs",
        "txtai_hybrid",
        "txtai",
        "`Embeddings` with `hybrid=True` and all-MiniLM-L6-v2, the embedder of Quotedesk; a row a paragraph, the best "
        "three. Its extractive question answering needs a model from a hub, which no package brings: left out",
        ("--unit", "paragraphs"),
    ),
    System("txtai, sentences", "txtai_hybrid", "txtai", "the same, a row a sentence"),
    System(
        "txtai, sentences, threshold",
        "txtai_hybrid",
        "txtai",
        "the same, quoting only from a score on that was fitted to the other question set",
        calibrated=True,
    ),
)


def version(system: System) -> str:
    """The pinned version of the system itself, the package its requirements name first; Quotedesk's own."""
    if system.requirements is None:
        from importlib.metadata import version as installed

        return installed("quotedesk")
    lines = system.requirements.read_text(encoding="utf-8").splitlines()
    return next(line.partition("==")[2] for line in lines if line and not line.startswith("#"))
