"""How long the trained reader takes to read passages of the length that the splitter makes, warm.

    python -m eval.bench.reading [--data ../shared/data] [--passages 6,12] [--times 21]

Read once before the clock starts, because OpenVINO compiles for each new shape.
"""

import argparse
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

from index.articles import Article, Hit, sha256_of
from rag.reader import TrainedReader, trained_reader
from rag.training.examples import ReadingSet

QUESTION = "How many offences were recorded in the year to March?"
LENGTHS = range(700, 1000)  # characters


def main() -> None:
    """Print a line for each number of passages."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.reading", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--passages", default="6,12")
    parser.add_argument("--times", type=int, default=21)
    arguments = parser.parse_args()
    texts = [one.text for one in ReadingSet.read(arguments.data / "dev" / "squad2-dev").passages]
    hits = [_hit(str(place), text) for place, text in enumerate(text for text in texts if len(text) in LENGTHS)]
    print("| passages | ms, median | fastest |\n|---|---|---|")
    for most in map(int, arguments.passages.split(",")):
        reader = replace(trained_reader(), passages=most)
        reader.read(QUESTION, hits)
        spent = [_milliseconds(reader, hits) for _ in range(arguments.times)]
        print(f"| {most} | {median(spent):.0f} | {min(spent):.0f} |", flush=True)


def _hit(name: str, text: str) -> Hit:
    article = Article(name, "Timing", text, sha256_of(text))
    return Hit(article.passage(0, len(text)), 1.0)


def _milliseconds(reader: TrainedReader, hits: list[Hit]) -> float:
    begun = perf_counter()
    reader.read(QUESTION, hits)
    return (perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
