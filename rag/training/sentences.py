"""Fits the sentence reader: which retrieved sentence answers, and whether the best one does."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.progress import track

from index.articles import Passage
from index.collection import Collection
from index.indexer import index_paths
from rag.confidence import Signs, signs
from rag.reader import Features, SentenceReader, Weights, candidate_sentences
from rag.retriever import Retriever
from rag.training.examples import SETS, Example, read_examples

WEIGHTS = Path(__file__).parents[1] / "weights" / "sentences.json"


def train(data: Path, work: Path, most: int) -> None:
    """Index the training articles, fit both regressions on separate halves of the questions, write the weights."""
    index_paths([data / name / "articles.jsonl.gz" for name in SETS], work / "index")
    collection = Collection.open(work / "index")
    examples = read_examples(data, most)
    half = len(examples) // 2
    sentence = _fit_sentences(collection, examples[:half])
    confidence, figures = _fit_confidence(collection, sentence, examples[half:])
    content = {
        "sentence": {"features": Features._fields, "weights": sentence.features, "bias": sentence.bias},
        "confidence": {"features": Signs._fields, "weights": confidence.features, "bias": confidence.bias},
        "fitted_on": {"sets": SETS, "questions": len(examples), **figures},
    }
    WEIGHTS.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(content["fitted_on"], indent=2))  # noqa: T201 - a command


def _fit_sentences(collection: Collection, examples: Sequence[Example]) -> Weights:
    """Every candidate sentence of the answerable questions and the best of the others, right or not."""
    reader = SentenceReader(collection.embedder, weights=Weights((0.0,) * len(Features._fields), 0.0))
    retriever = Retriever(collection)
    values, right = [], []
    for example in track(examples, "sentences"):
        candidates = candidate_sentences(retriever.find(example.question)[: reader.passages], reader.most)
        for seen, candidate in zip(reader.features(example.question, candidates), candidates, strict=True):
            values.append(seen)
            right.append(_is_right(example, candidate.sentence))
    return _logistic(values, right)


def _fit_confidence(
    collection: Collection, sentence: Weights, examples: Sequence[Example]
) -> tuple[Weights, dict[str, float]]:
    """Whether the first quote is right, over questions that the sentence weights were not fitted on."""
    from sklearn.metrics import roc_auc_score

    reader = SentenceReader(collection.embedder, weights=sentence)
    retriever = Retriever(collection)
    values, right = [], []
    for example in track(examples, "confidence"):
        hits = retriever.find(example.question)
        quotes = reader.read(example.question, hits)
        if quotes:
            values.append(signs(example.question, quotes, hits))
            right.append(_is_right(example, quotes[0].passage))
    weights = _logistic(values, right)
    auroc = float(roc_auc_score(right, [weights.probability(seen) for seen in values]))
    answerable = sum(bool(example.gold) for example in examples)
    figures = {"first_quote_right_of_answerable": sum(right) / answerable, "auroc_right_on_fitted_half": auroc}
    return weights, {name: round(figure, 4) for name, figure in figures.items()}


def _is_right(example: Example, passage: Passage) -> bool:
    return example.answered_by(passage.article.id, passage.start, passage.end)


def _logistic(values: Sequence[Sequence[float]], right: Sequence[bool]) -> Weights:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=10, max_iter=1000).fit(np.array(values), np.array(right))
    return Weights(tuple(round(float(w), 4) for w in model.coef_[0]), round(float(model.intercept_[0]), 4))
