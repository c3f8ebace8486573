import pytest

from index.collection import Collection
from index.embedders import BUNDLED, open_embedder
from rag.reader import READERS, SentenceReader, Weights
from rag.retriever import Retriever


@pytest.fixture(scope="module")
def embedder():
    return open_embedder(BUNDLED)


@pytest.fixture(params=READERS)
def reader(request, embedder):
    return READERS[request.param](embedder)


def test_every_quote_lies_inside_a_hit_and_the_best_comes_first(reader, hits):
    quotes = reader.read("How many calls did the helpline take?", hits)
    assert quotes
    for quote in quotes:
        assert any(
            quote.passage.article is hit.passage.article
            and hit.passage.start <= quote.passage.start <= quote.passage.end <= hit.passage.end
            for hit in hits
        )
    scores = [quote.score for quote in quotes]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_no_hits_are_no_quotes(reader):
    assert reader.read("How many calls did the helpline take?", []) == []


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("How many calls did the helpline take in 2022-23?", "The Fell helpline"),
        ("How much does Ms Holm want from the council?", "Ms Holm wants"),
        ("What was Blue Kite fined by Ofcom?", "Ofcom fined"),
        ("Do I have to pay to ring?", "Calls are free"),
    ],
)
def test_it_reads_the_sentence_that_answers(reader, hits, question, begins):
    assert reader.read(question, hits)[0].passage.text.startswith(begins)


def test_only_the_most_promising_sentences_are_embedded(embedder, hits):
    reader = SentenceReader(embedder, most=2, weights=Weights((0.0,) * 11, 0.0))
    assert len(reader.read("How many calls did the helpline take?", hits)) == 2


def test_a_sentence_in_two_overlapping_passages_is_read_once(reader, sample_index):
    hits = Retriever(Collection.open(sample_index)).find("How many grooming offences were recorded in 2023-24?")
    places = [(quote.passage.article.id, quote.passage.start) for quote in reader.read("How many?", hits)]
    assert len(places) == len(set(places))
