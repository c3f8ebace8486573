"""Which reader puts the right quote first, of the same passages: ``vectors``, ``trained``, or a Hugging Face model.

    python -m eval.bench.readers QUESTIONS... --index DIR [--each N] [--reader NAME ...]

Only answerable questions are asked. "Alone" is by the reader's own order, "weighed" as the assistant orders what the
reader proposes, with weights that were fitted to the trained one.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import numpy as np

from eval.bench.sampling import sampled
from eval.gold import is_right
from eval.questions import Question
from index.collection import Collection
from index.progress import progress_bar
from rag.answers import Quote
from rag.confidence import Confidence
from rag.opening import open_reader
from rag.reader import Reader
from rag.retriever import Retriever
from rag.training.figures import VectorReader


class Row(NamedTuple):
    """What one reader made of one question."""

    alone: bool
    weighed: bool
    milliseconds: float


def row(question: Question, reader: Reader, retriever: Retriever, confidence: Confidence) -> Row:
    """Read what is retrieved for the question, and judge the first of either order."""
    hits = retriever.find(question.text)
    begun = perf_counter()
    quotes = reader.read(question.text, hits)
    taken = (perf_counter() - begun) * 1000
    return Row(_right(question, quotes), _right(question, confidence.ordered(question.text, quotes, hits)), taken)


def _right(question: Question, quotes: Sequence[Quote]) -> bool:
    return bool(quotes) and is_right(question, quotes[0].passage)


def main() -> None:
    """Print one line a reader."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.readers", description=__doc__.splitlines()[0])
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--each", type=int, default=1000, help="at most so many of each file, drawn with a seed")
    parser.add_argument("--reader", action="append", help="vectors, trained, or a model's folder; may be given again")
    arguments = parser.parse_args()
    asked = sampled(arguments.questions, arguments.each, seed=5, wanted=lambda question: question.answerable)
    collection = Collection.open(arguments.index)
    retriever, confidence = Retriever(collection), Confidence()
    print(f"{len(asked)} answerable questions")
    print(f"{'reader':>20}  {'first right, alone':>20}  {'first right, weighed':>20}  {'read, ms (median)':>20}")
    for name in arguments.reader or ["vectors", "trained"]:
        reader: Reader = VectorReader(collection.embedder) if name == "vectors" else open_reader(name)
        rows = []
        with progress_bar(name, len(asked)) as bar:
            for question in asked:
                rows.append(row(question, reader, retriever, confidence))
                bar.advance()
        alone, weighed, taken = (np.array(column) for column in zip(*rows, strict=True))
        print(f"{reader.name:>20}  {alone.mean():20.3f}  {weighed.mean():20.3f}  {np.median(taken):20.0f}")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
