"""Fits the sentence reader: which retrieved sentence answers, and whether the best one does."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.progress import track

from index.articles import Hit, Passage
from index.collection import Collection
from index.indexer import index_paths
from rag.answers import Quote
from rag.confidence import Signs, signs
from rag.reader import Features, SentenceReader, Weights
from rag.retriever import Retriever
from rag.training.examples import SETS, Example, read_examples

#: Not fitted but set: training questions seldom turn on a year or a platform, and there this feature only mirrors
#: ``words``; users' questions do, and a sentence that lacks the year asked for is another year's answer.
FIXED = {"names_absent": -1.5}
WEIGHTS = Path(__file__).parents[1] / "weights" / "sentences.json"


def train(data: Path, work: Path, most: int) -> None:
    """Index the training articles, fit both regressions on separate halves of the questions, write the weights."""
    index_paths([data / name / "articles.jsonl.gz" for name in SETS], work / "index")
    readings = list(_read(Collection.open(work / "index"), read_examples(data, most)))
    half = len(readings) // 2
    pairs = [pair for reading in readings[:half] for pair in reading.judged]
    sentence = _fit_sentence([seen for seen, _ in pairs], [right for _, right in pairs])
    confidence, figures = _fit_confidence(sentence, readings[half:])
    content = {
        "sentence": {"features": Features._fields, "weights": sentence.features, "bias": sentence.bias},
        "confidence": {"features": Signs._fields, "weights": confidence.features, "bias": confidence.bias},
        "fitted_on": {"sets": SETS, "questions": len(readings), **figures},
    }
    WEIGHTS.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(content["fitted_on"], indent=2))


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader sees for one question; independent of the weights that are to be fitted."""

    example: Example
    hits: tuple[Hit, ...]
    candidates: tuple[tuple[Passage, Features], ...]

    @property
    def judged(self) -> Iterator[tuple[Features, bool]]:
        """The features of each candidate, and whether it is right."""
        return ((seen, self._is_right(sentence)) for sentence, seen in self.candidates)

    def first(self, weights: Weights) -> tuple[list[Quote], bool]:
        """The candidates as quotes, best first, and whether the first is right."""
        quotes = [Quote(sentence, weights.probability(seen)) for sentence, seen in self.candidates]
        quotes.sort(key=lambda quote: -quote.score)
        return quotes, bool(quotes) and self._is_right(quotes[0].passage)

    def _is_right(self, passage: Passage) -> bool:
        return self.example.answered_by(passage.article.id, passage.start, passage.end)


def _read(collection: Collection, examples: Sequence[Example]) -> Iterator[Reading]:
    reader = SentenceReader(collection.embedder, weights=Weights((0.0,) * len(Features._fields), 0.0))
    retriever = Retriever(collection)
    for example in track(examples, "reading"):
        hits = retriever.find(example.question)
        yield Reading(example, tuple(hits), tuple(reader.features(example.question, hits)))


def _fit_sentence(values: Sequence[Features], right: Sequence[bool]) -> Weights:
    """A regression over all features but the fixed ones, which then take their places."""
    free = [place for place, name in enumerate(Features._fields) if name not in FIXED]
    fitted = _logistic([[seen[place] for place in free] for seen in values], right)
    weights = dict(zip((Features._fields[place] for place in free), fitted.features, strict=True)) | FIXED
    return Weights(tuple(weights[name] for name in Features._fields), fitted.bias)


def _fit_confidence(sentence: Weights, readings: Sequence[Reading]) -> tuple[Weights, dict[str, float]]:
    """Whether the first quote is right, over questions that the sentence weights were not fitted on."""
    from sklearn.metrics import roc_auc_score

    values, right = [], []
    for reading in readings:
        quotes, is_right = reading.first(sentence)
        if quotes:
            values.append(signs(quotes, reading.hits))
            right.append(is_right)
    weights = _logistic(values, right)
    auroc = float(roc_auc_score(right, [weights.probability(seen) for seen in values]))
    answerable = sum(bool(reading.example.gold) for reading in readings)
    figures = {"first_quote_right_of_answerable": sum(right) / answerable, "auroc_right_on_fitted_half": auroc}
    return weights, {name: round(figure, 4) for name, figure in figures.items()}


def _logistic(values: Sequence[Sequence[float]], right: Sequence[bool]) -> Weights:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=10, max_iter=1000).fit(np.array(values), np.array(right))
    return Weights(tuple(round(float(w), 4) for w in model.coef_[0]), round(float(model.intercept_[0]), 4))
