"""What is looked at beside an answer: each search of the retriever by itself, and the assistant without threshold."""

from collections.abc import Callable
from dataclasses import replace

from eval.results import Rankings
from eval.run import Aside, Asked
from index.catalog import Located
from rag.assistant import Assistant
from rag.retriever import Retriever


def aside_of(assistant: Asked, *, behind_refusals: bool) -> Aside:
    """Nothing where it is not the product's own; looking behind a refusal takes as long as asking again."""
    if not isinstance(assistant, Assistant):
        return Aside()
    return Aside(searches(assistant.retriever), replace(assistant, floor=0.0) if behind_refusals else None)


def searches(retriever: Retriever) -> Callable[[str], Rankings]:
    """Ranks the articles for a question by keywords and by nearness, to the depth that the retriever does."""
    collection = retriever.collection

    def articles(located: list[Located]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(passage.article.id for _, passage in collection.locate(located)))

    def search(question: str) -> Rankings:
        return {
            "keyword": articles(collection.matching(question, retriever.depth)),
            "dense": articles(collection.nearest(question, retriever.depth)),
        }

    return search
