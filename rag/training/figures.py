"""What the reader is worth on questions it was not trained on: the table of the model card."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.progress import track

from index.articles import Hit, Passage
from index.embedders import Embedder
from index.sentences import sentences
from rag.answers import Quote
from rag.confidence import Confidence
from rag.reader import Reader
from rag.training.examples import Question, ReadingSet

#: The dev sets whose questions come with the one passage to read.
SETS = ("squad2-dev", "clapnq-a", "wikiqa-dev", "qed-dev")
Figures = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Reading:
    """One question read in its one passage: the reader's quotes, best first, and what the confidence makes of them."""

    question: Question
    quotes: tuple[Quote, ...]
    confidence: float

    @property
    def is_first_right(self) -> bool:
        """Whether the best sentence holds gold."""
        passage = self.quotes[0].passage
        return self.question.answered_by(passage.start, passage.end)


@dataclass(frozen=True, slots=True)
class VectorReader:
    """Ranks sentences by the cosine of their vector to the question's: what any reader must beat."""

    embedder: Embedder
    passages: int = 12
    name: str = "vectors"

    def read(self, question: str, hits: Sequence[Hit]) -> list[Quote]:
        """One candidate a sentence, best first; the score is the cosine, scaled to 0 to 1."""
        found = [
            hit.passage.article.passage(*span)
            for hit in hits[: self.passages]
            for span in sentences(hit.passage.article.text, hit.passage.start, hit.passage.end)
        ]
        if not found:
            return []
        rows = self.embedder.embed_passages([sentence.text for sentence in found])
        cosines = rows @ self.embedder.embed_question(question)
        quotes = [Quote(sentence, (1 + float(cosine)) / 2) for sentence, cosine in zip(found, cosines, strict=True)]
        return sorted(quotes, key=lambda quote: -quote.score)


def figures(data: Path, reader: Reader, embedder: Embedder) -> Figures:
    """For each dev set how often the right sentence is first, and how well answerable is told from unanswerable.

    Each question is read in its own passage only. ``auroc`` is by the reader's score alone, ``auroc_confidence``
    by all that the product goes by.
    """
    found: Figures = {}
    for name in SETS:
        reading = ReadingSet.read(data / name)
        readings = [one for one in _readings(reading, reader, embedder) if one.quotes]
        found[name] = _set_figures(readings)
    return found


def _readings(reading: ReadingSet, reader: Reader, embedder: Embedder) -> Iterator[Reading]:
    confidence = Confidence()
    rows = embedder.embed_passages([_embedded(passage) for passage in reading.passages])
    for question in track(reading.questions, f"reading {reading.questions[0].source}"):
        passage = reading.passages[question.passage]
        cosine = float(rows[question.passage] @ embedder.embed_question(question.text))
        hits = [Hit(passage, 1.0, cosine)]
        quotes = reader.read(question.text, hits)
        ordered = confidence.ordered(question.text, quotes, hits)
        yield Reading(question, tuple(quotes), confidence.of(question.text, ordered, quotes, hits))


def _embedded(passage: Passage) -> str:
    return f"{passage.article.title}\n{passage.text}"


def _set_figures(readings: Sequence[Reading]) -> dict[str, float]:
    from sklearn.metrics import roc_auc_score

    with_gold = [one for one in readings if one.question.gold]
    answerable = [bool(one.question.gold) for one in readings]
    found = {
        "questions": float(len(readings)),
        "answerable": float(len(with_gold)),
        "first": float(np.mean([one.is_first_right for one in with_gold])),
    }
    if not all(answerable):
        found["auroc"] = float(roc_auc_score(answerable, [one.quotes[0].score for one in readings]))
        found["auroc_confidence"] = float(roc_auc_score(answerable, [one.confidence for one in readings]))
    marked = [one for one in with_gold if one.question.short and one.quotes[0].answer]
    if marked:
        found["token_f1"] = float(np.mean([_token_f1(one) for one in marked]))
    return {name: round(value, 4) for name, value in found.items()}


def _token_f1(reading: Reading) -> float:
    """The best overlap of the marked short answer with any gold one, in words, as SQuAD measures it."""
    quote = reading.quotes[0]
    text = quote.passage.article.text
    marked = quote.answer.text if quote.answer else ""
    return max(overlap(marked, text[start:end]) for start, end in reading.question.gold)


def overlap(one: str, other: str) -> float:
    """Token F1 (Rajpurkar et al., EMNLP 2016): words without articles, punctuation and case."""
    first, second = _tokens(one), _tokens(other)
    shared = sum((Counter(first) & Counter(second)).values())
    return 2 * shared / (len(first) + len(second)) if shared else 0.0


def _tokens(text: str) -> list[str]:
    plain = "".join(letter for letter in text.lower() if letter.isalnum() or letter.isspace())
    return [word for word in plain.split() if word not in {"a", "an", "the"}]
