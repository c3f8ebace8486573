"""Fits the confidence to the trained reader, on questions that nothing else is judged on, and checks it on others.

    python -m eval.bench.confidence --on INDEX QUESTIONS... [--on …] [--check INDEX QUESTIONS...] [--each N] [--write]

Of each ``--on`` the questions of half the articles fit both models and the other half checks them, each set by itself
and all together; ``--check`` sets only check. ``--write`` puts the weights into rag/weights/confidence.json.
"""

import argparse
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from eval.bench.sampling import sampled
from eval.gold import is_right
from eval.questions import Question
from eval.reliability import Forecast, bins_of, calibration_error
from index.articles import Hit
from index.collection import Collection
from index.periods import asked_period
from index.progress import progress_bar
from rag import reading
from rag.answers import Quote
from rag.confidence import FIRST, MOST, Signs, Weights, first_signs, signs
from rag.coverage import missing
from rag.networks import WEIGHTS
from rag.reader import trained_reader
from rag.retriever import Retriever
from rag.times import in_time_first

FILE = WEIGHTS / "confidence.json"
Signed: TypeAlias = npt.NDArray[np.float64]  # (candidates, signs)
Rights: TypeAlias = npt.NDArray[np.bool_]  # (candidates,)


@dataclass(frozen=True, slots=True)
class Read:
    """One question as the reader left it: its candidates, what speaks for each, and which are right."""

    question: Question
    hits: tuple[Hit, ...]
    quotes: tuple[Quote, ...]
    signs: tuple[Signs, ...]
    right: tuple[bool, ...]

    @property
    def fits(self) -> bool:
        """Which half it is in: all questions of an article are in the same."""
        return zlib.crc32((self.question.articles or (self.question.id,))[0].encode()) % 2 == 0

    def first(self, weights: Weights) -> tuple[tuple[float, ...], bool]:
        """What the second model sees of the candidate that these weights put first, and whether that is right."""
        found = [
            (replace(quote, score=weights.probability(seen)), seen, right)
            for quote, seen, right in zip(self.quotes, self.signs, self.right, strict=True)
        ]
        found.sort(key=lambda one: -one[0].score)
        _, seen, right = found[0]
        return (*first_signs([quote for quote, _, _ in found], self.hits), *seen), right

    def forecast(self, quote: Weights, first: Weights) -> Forecast:
        """How likely the first is right by both models, and whether it is."""
        seen, right = self.first(quote)
        return Forecast(first.probability(seen), right)


def read_all(index: Path, files: Sequence[Path], each: int) -> Iterator[Read]:
    """Every question asked, but those that are not covered: they get no confidence."""
    collection, reader = Collection.open(index), trained_reader()
    retriever = Retriever(collection)
    questions = sampled(files, each, seed=1, wanted=lambda question: not question.history)
    with progress_bar(f"asking {index}", len(questions)) as bar:
        for question in questions:
            asked = asked_period(question.text, question.date or date.today())
            hits = in_time_first(asked, retriever.find(question.text))
            quotes = tuple(reading.read(reader, question.text, hits, asked)[:MOST])
            if quotes and not missing(question.text, [hit.passage for hit in hits], asked):
                seen = tuple(signs(question.text, quote, hits, asked) for quote in quotes)
                right = tuple(question.answerable and is_right(question, quote.passage) for quote in quotes)
                yield Read(question, tuple(hits), quotes, seen, right)
            bar.advance()


def fit(read: Sequence[Read]) -> tuple[Weights, Weights]:
    """The conditional logit over the candidates of a question, and the regression over the one it puts first."""
    quote = conditional_logit([(np.array(one.signs), np.array(one.right)) for one in read])
    firsts = [one.first(quote) for one in read]
    return quote, regression([seen for seen, _ in firsts], [right for _, right in firsts])


def conditional_logit(choices: Sequence[tuple[Signed, Rights]], penalty: float = 1.0) -> Weights:
    """Weights that make right candidates likely among those of their question; several may be right.

    Of questions with right and wrong ones the logarithm of the probability of all right ones together is maximised
    (less a penalty on the squares of the weights, each sign scaled by its spread). The order does not depend on the
    bias: it is such that over all candidates as many are expected to be right as are.
    """
    from scipy.optimize import brentq, minimize
    from scipy.special import expit, log_softmax

    scale = np.concatenate([seen for seen, _ in choices]).std(axis=0) + 1e-9
    telling = [(seen / scale, right) for seen, right in choices if right.any() and not right.all()]

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        value, slope = penalty * float(weights @ weights) / 2, penalty * weights
        for seen, right in telling:
            shares = log_softmax(seen @ weights)
            of_right = np.logaddexp.reduce(shares[right])
            value -= float(of_right)
            slope = slope - seen.T @ (np.where(right, np.exp(shares - of_right), 0.0) - np.exp(shares))
        return value, slope

    weights = minimize(loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B").x / scale
    odds, right = np.concatenate([seen @ weights for seen, _ in choices]), np.concatenate([one for _, one in choices])
    bias = brentq(lambda bias: float((expit(odds + bias) - right).sum()), -100.0, 100.0)
    return rounded(weights, bias)


def regression(values: Sequence[Sequence[float]], right: Sequence[bool]) -> Weights:
    """A logistic regression, scaled while it is fitted so that one penalty suits all signs."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1000))
    model.fit(np.array(values), np.array(right))
    scaler, logistic = model[0], model[1]
    weights = logistic.coef_[0] / scaler.scale_
    bias = float(logistic.intercept_[0] - (weights * scaler.mean_).sum())
    return rounded(weights, bias)


def rounded(weights: npt.NDArray[np.float64], bias: float) -> Weights:
    """As they are written down."""
    return Weights(tuple(round(float(weight), 4) for weight in weights), round(bias, 4))


def figures(read: Sequence[Read], quote: Weights, first: Weights) -> dict[str, float]:
    """How often the first is right, by the reader's order and this one, and how far to believe the confidence."""
    from sklearn.metrics import brier_score_loss, roc_auc_score

    forecasts = [one.forecast(quote, first) for one in read]
    found, right = np.array([one.confidence for one in forecasts]), np.array([one.right for one in forecasts])
    answerable = np.array([one.question.answerable for one in read])
    by_reader = np.array([one.right[0] for one in read])
    values = {
        "questions": float(len(read)),
        "first right, reader": by_reader[answerable].mean(),
        "first right": right[answerable].mean(),
        "AUROC right": roc_auc_score(right, found),
        "AUROC answerable": roc_auc_score(answerable, found) if not answerable.all() else float("nan"),
        "calibration error": calibration_error(bins_of(forecasts)),
        "Brier": brier_score_loss(right, found),
    }
    return {name: round(float(value if value is not None else "nan"), 4) for name, value in values.items()}


def main() -> None:
    """Fit, check, print, and write if asked to."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.confidence", description=__doc__.splitlines()[0])
    parser.add_argument("--on", type=Path, nargs="+", action="append", required=True, metavar="PATH")
    parser.add_argument("--check", type=Path, nargs="+", action="append", default=[], metavar="PATH")
    parser.add_argument("--each", type=int, default=300, help="at most so many questions of each file")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    sets = {str(paths[0]): list(read_all(paths[0], paths[1:], arguments.each)) for paths in arguments.on}
    quote, first = fit([one for read in sets.values() for one in read if one.fits])
    checked = {name: [one for one in read if not one.fits] for name, read in sets.items()}
    checked["all of them"] = [one for read in checked.values() for one in read]
    checked |= {str(paths[0]): list(read_all(paths[0], paths[1:], arguments.each)) for paths in arguments.check}
    content = {
        "quote": {"weights": dict(zip(Signs._fields, quote.signs, strict=True)), "bias": quote.bias},
        "first": {"weights": dict(zip(FIRST, first.signs, strict=True)), "bias": first.bias},
        "reader": trained_reader().name,
        "fitted_on": sum(one.fits for read in sets.values() for one in read),
        "checked_on": {Path(name).name: figures(read, quote, first) for name, read in checked.items()},
    }
    print(json.dumps(content, indent=2))
    if arguments.write:
        FILE.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
