"""Fits the confidence: whether the first quote answers, judged on dev questions asked of the dev articles."""

import json
import random
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.progress import track

from index.collection import Collection
from index.indexer import index_paths
from rag.answers import Quote
from rag.confidence import Signs, Weights, signs
from rag.networks import WEIGHTS
from rag.reader import Reader
from rag.retriever import Retriever
from rag.training.examples import Question, ReadingSet

#: Asked of one collection of all their articles together.
SETS = ("squad2-dev", "clapnq-a", "wikiqa-dev", "qed-dev")


@dataclass(frozen=True, slots=True)
class Judged:
    """The signs of a first quote, and whether it was right; ``fits`` says on which side of the split it is."""

    source: str
    signs: Signs
    right: bool
    answerable: bool
    fits: bool


def fit(data: Path, work: Path, reader: Reader, most: int, seed: int = 5) -> dict[str, object]:
    """Fit on one half of the articles, check on the other, write the weights; returns what was found.

    At most ``most`` questions of each set are asked. An article's questions are all on the same side.
    """
    folders = [data / name for name in SETS]
    index_paths([folder / "articles.jsonl.gz" for folder in folders], work / "dev-index")
    reading = ReadingSet.read(*folders)
    judged = list(_judge(Collection.open(work / "dev-index"), reader, reading, _drawn(reading.questions, most, seed)))
    weights = _regression([one for one in judged if one.fits])
    checked = [one for one in judged if not one.fits]
    figures = figures_of(weights, checked)
    content = {
        "weights": dict(zip(Signs._fields, weights.signs, strict=True)),
        "bias": weights.bias,
        "reader": reader.name,
        "fitted_on": {"sets": SETS, "questions": len(judged) - len(checked)},
        "checked_on": {"questions": len(checked), **figures},
    }
    (WEIGHTS / "confidence.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return content


def figures_of(weights: Weights, judged: Sequence[Judged]) -> dict[str, float]:
    """How well the confidence tells right first quotes from wrong ones, and whether its size can be believed."""
    from sklearn.metrics import brier_score_loss, roc_auc_score

    found = np.array([weights.probability(one.signs) for one in judged])
    right = np.array([one.right for one in judged])
    answerable = np.array([one.answerable for one in judged])
    figures = {
        "first_right_of_answerable": right[answerable].mean(),
        "auroc_right": roc_auc_score(right, found),
        "auroc_answerable": roc_auc_score(answerable, found),
        "expected_calibration_error": calibration_error(found, right),
        "brier": brier_score_loss(right, found),
    }
    return {name: round(float(value), 4) for name, value in figures.items()}


def calibration_error(found: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """The mean distance between probability and frequency over bins of equally many (Naeini et al., AAAI 2015)."""
    parts = np.array_split(np.argsort(found), bins)
    gaps = [len(part) * abs(found[part].mean() - right[part].mean()) for part in parts if len(part)]
    return float(sum(gaps) / len(found))


def _drawn(questions: Sequence[Question], most: int, seed: int) -> list[Question]:
    draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
    by_set = {name: [question for question in questions if question.source == name] for name in SETS}
    return [question for found in by_set.values() for question in draw.sample(found, min(most, len(found)))]


def _judge(
    collection: Collection, reader: Reader, reading: ReadingSet, questions: Iterable[Question]
) -> Iterable[Judged]:
    retriever = Retriever(collection)
    for question in track(list(questions), "asking"):
        article = reading.passages[question.passage].article.id
        hits = retriever.find(question.text)
        quotes = reader.read(question.text, hits)
        if quotes:
            right = _is_right(quotes[0], question, article)
            fits = zlib.crc32(article.encode()) % 2 == 0
            yield Judged(question.source, signs(question.text, quotes, hits), right, bool(question.gold), fits)


def _is_right(quote: Quote, question: Question, article: str) -> bool:
    passage = quote.passage
    return passage.article.id == article and question.answered_by(passage.start, passage.end)


def _regression(judged: Sequence[Judged]) -> Weights:
    """Scaled while fitting, so that one penalty suits all signs."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    values = np.array([one.signs for one in judged])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=1000))
    model.fit(values, np.array([one.right for one in judged]))
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / scaler.scale_
    bias = float(regression.intercept_[0] - (weights * scaler.mean_).sum())
    return Weights(tuple(round(float(weight), 4) for weight in weights), round(bias, 4))
