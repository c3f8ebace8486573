import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Article, Hit, sha256_of
from index.collection import Collection
from index.embedders import bundled_tokenizer
from rag.networks import END, NONE, SENTENCE, START
from rag.reader import TrainedReader, evidence_of, trained_reader
from rag.retriever import Retriever
from rag.windows import Windows


@pytest.fixture(scope="module")
def reader():
    return trained_reader()


class Chosen:
    """A network that gives every marker, start and end the scores it was told."""

    name = "chosen"

    def __init__(self, scores):
        self.of = scores

    def scores(self, rows):
        return [self.of(row) for row in rows]


def random_scores(row):
    return np.random.default_rng(len(row)).normal(size=(len(row), 4)).astype(np.float32)


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
    ("question", "begins", "answer"),
    [
        ("How many calls did the helpline take in 2022-23?", "The Fell helpline", "4,120"),
        ("Who runs the helpline?", "“Most of them came", "Ada Holm"),
        ("How much does Ms Holm want from the council?", "Ms Holm wants", "£2.5m"),
        ("What was Blue Kite fined by Ofcom?", "Ofcom fined", "£1m"),
        ("When was Blue Kite fined?", "Ofcom fined", "May 2024"),
    ],
)
def test_it_reads_the_sentence_that_answers_and_marks_the_answer(reader, hits, question, begins, answer):
    best = reader.read(question, hits)[0]
    assert best.passage.text.startswith(begins)
    assert answer in best.answer.text or best.answer.text in answer


def test_what_no_passage_says_scores_below_what_one_says(reader, hits):
    said = reader.read("What was Blue Kite fined by Ofcom?", hits)[0].score
    assert reader.read("Which film won the Palme d'Or in 1994?", hits)[0].score < said


def test_a_sentence_in_two_overlapping_passages_is_read_once(reader, sample_index):
    hits = Retriever(Collection.open(sample_index)).find("How many grooming offences were recorded in 2023-24?")
    places = [(quote.passage.article.id, quote.passage.start) for quote in reader.read("How many?", hits)]
    assert len(places) == len(set(places))


def test_the_headline_is_not_quoted(reader):
    text = "Ofcom fines Blue Kite £1m\n\nThe regulator announced the fine in May 2024."
    article = Article("a", "Ofcom fines Blue Kite £1m", text, sha256_of(text))
    quotes = reader.read("How much was Blue Kite fined?", [Hit(article.passage(0, len(text)), 1.0)])
    assert [quote.passage.start for quote in quotes] == [text.index("The regulator")]


@given(st.text(alphabet="aZ .!?é😀\n“”0", min_size=1, max_size=400))
def test_whatever_the_network_says_an_answer_lies_inside_its_sentence_and_that_in_the_hit(text):
    article = Article("a", "Title", text, sha256_of(text))
    reader = TrainedReader(Chosen(random_scores), Windows(bundled_tokenizer(), most=64))
    for quote in reader.read("Who?", [Hit(article.passage(0, len(text)), 1.0)]):
        assert 0 <= quote.passage.start < quote.passage.end <= len(text)
        assert quote.passage.text == quote.passage.text.strip()
        if quote.answer:
            assert quote.passage.start <= quote.answer.start < quote.answer.end <= quote.passage.end


def test_scores_are_log_odds_against_none_and_the_answer_is_the_best_span(fines):
    windows = Windows(bundled_tokenizer())
    passage = fines.passage(0, len(fines.text))
    (window,) = windows.cut(windows.ids("Who?"), windows.ids("T"), windows.sentences(passage))
    scores = np.zeros((len(window.ids), 4), dtype=np.float32)
    first, last = (int(np.flatnonzero(window.offsets[:, 0] == fines.text.index(word))[0]) for word in ("Blue", "Kite"))
    scores[0, NONE], scores[0, START], scores[0, END] = 1.0, 0.5, 0.25
    scores[window.markers, SENTENCE] = [3.0, -2.0]
    scores[first, START], scores[last, END] = 4.0, 2.0
    one, other = evidence_of(window, scores)
    assert (one.score, other.score) == (2.0, -3.0)
    assert fines.text[slice(*one.answer)] == "Blue Kite"
    assert one.answer_score == pytest.approx(4.0 + 2.0 - 0.75)


def test_a_passage_longer_than_a_window_is_read_to_its_end(reader):
    text = "The council met again on Monday and agreed nothing. " * 60 + "The helpline took 812 calls in March."
    article = Article("a", "Council", text, sha256_of(text))
    best = reader.read("How many calls did the helpline take?", [Hit(article.passage(0, len(text)), 1.0)])[0]
    assert "812" in best.passage.text
