"""The assistant over a collection in Milvus: the same answers as over an index on this machine, and as verbatim."""

from pathlib import Path

import pytest

from eval.verbatim import claims, holds
from index.collection import Collection
from index.indexer import index_paths
from index.milvus.collection import MilvusCollection
from index.milvus.publishing import publish_to
from rag.assistant import Assistant
from rag.opening import open_reader
from rag.retriever import Retriever
from tests.index.milvus.engines import fresh, writer

SAMPLES = Path(__file__).parents[3] / "samples" / "articles"
QUESTIONS = [
    "When did the Online Safety Act get Royal Assent?",
    "How many abuse pages did the IWF confirm in 2018?",
    "Who is the chief executive of the helpline?",
    "What do parents say about age checks?",
]


class DenseOnly:
    """A collection without keyword search, whose formula each engine has its own of."""

    def __init__(self, collection):
        self.collection = collection

    def matching(self, *_):
        return []

    def __getattr__(self, name):
        return getattr(self.collection, name)


@pytest.mark.slow
def test_answers_are_those_of_an_index_on_this_machine_and_every_quote_is_verbatim(milvus, tmp_path):
    folder, address = tmp_path / "index", fresh(milvus)
    index_paths([SAMPLES], folder)
    publish_to(folder, writer(address))
    local, remote = Collection.open(folder), MilvusCollection.open(address, consistency="Strong")
    reader, answered = open_reader("trained"), 0
    for question in QUESTIONS:
        answers = [Assistant(one, Retriever(one), reader).ask(question) for one in map(DenseOnly, (local, remote))]
        quoted, expected = ([quote.passage for quote in answer.quotes] for answer in reversed(answers))
        assert quoted == expected
        assert answers[1].confidence == pytest.approx(answers[0].confidence, abs=0.02)
        assert [quote.also_in for quote in answers[1].quotes] == [quote.also_in for quote in answers[0].quotes]
        assert all(holds(claim, local.article) for claim in claims(answers[1]))
        answered += bool(quoted)
    assert answered >= 2
