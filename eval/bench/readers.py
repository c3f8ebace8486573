"""Which reader puts the right quote first, of the same passages: ``vectors``, ``trained``, or a Hugging Face model.

    python -m eval.bench.readers QUESTIONS... --index DIR [--each N] [--reader NAME ...]

However unsure, each answers all but what is not covered; how well it refuses is measured by quotedesk eval.
"""

import argparse
import dataclasses
import random
import sys
from pathlib import Path
from statistics import median

from eval.questions import Question, read_questions
from eval.run import evaluate
from index.progress import progress_bar
from rag.assistant import open_assistant
from rag.reader import Reader, open_reader
from rag.training.figures import VectorReader


def main() -> None:
    """Print one line a reader."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.readers", description=__doc__.splitlines()[0])
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--each", type=int, default=1000, help="at most so many of each file, drawn with a seed")
    parser.add_argument("--reader", action="append", help="vectors, trained, or a model's folder; may be given again")
    arguments = parser.parse_args()
    asked: list[Question] = []
    for file in arguments.questions:
        found = [question for question in read_questions(file) if question.answerable]
        asked += random.Random(5).sample(found, min(arguments.each, len(found)))  # noqa: S311 - a sample
    assistant = dataclasses.replace(open_assistant(arguments.index), floor=0.0)
    print(f"{len(asked)} answerable questions")
    print(f"{'reader':>20}  first quote right  any quote right  read, ms (median)")
    for name in arguments.reader or ["vectors", "trained"]:
        reader: Reader = VectorReader(assistant.collection.embedder) if name == "vectors" else open_reader(name)
        with progress_bar(name, len(asked)) as bar:
            results = evaluate(asked, dataclasses.replace(assistant, reader=reader), bar.advance).results
        first = sum(bool(result.quotes) and result.quotes[0].right for result in results) / len(results)
        right = sum(any(quote.right for quote in result.quotes) for result in results) / len(results)
        taken = median(result.timings_ms["read"] for result in results)
        print(f"{reader.name:>20}  {first:17.3f}  {right:15.3f}  {taken:17.0f}")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
