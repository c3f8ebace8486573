"""``python -m rag.training``: fit the sentence reader and its confidence, and write their weights."""

import argparse
from pathlib import Path

from rag.training.sentences import train

parser = argparse.ArgumentParser(prog="python -m rag.training", description=__doc__)
parser.add_argument("--data", type=Path, default=Path("../shared/data/train"), help="the training sets")
parser.add_argument("--work", type=Path, required=True, help="where the index of their articles goes, to be used again")
parser.add_argument("--questions", type=int, default=150, help="at most so many of each kind from each set")
arguments = parser.parse_args()
train(arguments.data, arguments.work, arguments.questions)
