"""An index that is worked on and interrupted, and what must hold after each interruption."""

import dataclasses
import json
import os
import random
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.catalog import Catalog
from index.collection import Collection
from index.errors import IndexMismatch, IndexMissing
from index.indexer import index_paths
from index.verify import verify
from tests.index.faults.disk import Fault, library
from tests.index.faults.newsroom import QUESTIONS, Newsroom, write_news

ROOT = Path(__file__).resolve().parents[3]
ALL = 1000
NO_FAULT = Fault()


@contextmanager
def victim(folder):
    """A process to kill over and over; ``ask(order)`` gives its answer."""
    layer = library()
    if layer is None:
        pytest.skip("no C compiler (cc): the tests on a failing file layer are left out")
    environment = {**os.environ, "LD_PRELOAD": str(layer), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-W", "ignore", "-m", "tests.index.faults.victim", str(folder)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "ready\n"

        def ask(order):
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield ask
        process.stdin.close()


@dataclasses.dataclass
class Trial:
    """One index and its newsroom; ``sources`` has every version that ever was, by its text."""

    place: Path
    choice: random.Random
    ask: object
    sources: dict[str, tuple[str, object]] = dataclasses.field(default_factory=dict)
    fresh: dict[tuple[tuple[str, str], ...], object] = dataclasses.field(default_factory=dict)
    built: int = 0

    def __post_init__(self):
        self.newsroom = Newsroom(self.place / "news", self.choice)
        self.index = self.place / "index"

    def go(self, work, fault=NO_FAULT):
        """Have the victim do that, perhaps with a fault."""
        self.sources |= {text: (name, text) for name, text in self.newsroom.texts.items()}
        self.sources |= {record["text"]: (name, record) for name, record in self.newsroom.records.items()}
        return self.ask({
            "work": work, "news": str(self.newsroom.folder), "folder": str(self.index),
            "said": str(self.place / "said.txt"), "fault": dataclasses.asdict(fault),
        })  # fmt: skip

    @property
    def said(self):
        """What the child wrote to its standard output and error."""
        return (self.place / "said.txt").read_text()

    def held(self):
        """The text of each article in the index; none where there is no index yet, or one without a commit."""
        try:
            catalog = Catalog.open(self.index)
        except IndexMissing:
            return {}
        except IndexMismatch as error:
            if "never finished" not in str(error):
                raise
            return {}
        return {article.id: article.text for article in catalog.articles()}

    def built_afresh(self, held):
        """The answers of a new index of just these versions."""
        key = tuple(sorted(held.items()))
        if key not in self.fresh:
            self.fresh.clear()
            place = self.place / f"fresh-{self.built}"
            self.built += 1
            texts, records = {}, {}
            for name, text in held.items():
                was, source = self.sources[text]
                assert was == name, f"{name} has the words of {was}"
                (texts if isinstance(source, str) else records)[name] = source
            write_news(place / "news", texts, records)
            if held:
                index_paths([place / "news"], place / "index", embedder="hash-256")
            self.fresh[key] = answers(place / "index") if held else None
        return self.fresh[key]

    def check(self, before, acknowledged, *, pruning=False):
        """The index is whole, holds what was acknowledged, and answers like one built afresh."""
        assert list(verify(self.index)) == []
        held, after = self.held(), self.newsroom.versions()
        for name in held.keys() | before.keys() | after.keys():
            old, new, now = before.get(name), after.get(name), held.get(name)
            if name in acknowledged:
                assert now == new, f"{name} was acknowledged"
            elif name in after:
                assert now in (old, new), f"{name} is neither as it was nor as it is"
            else:
                assert now == old or (pruning and now is None), f"{name} was not to be changed"
                assert not (now and "*pruned" in acknowledged), f"{name} was to be deleted"
        if held:
            assert answers(self.index) == self.built_afresh(held)


def answers(folder):
    """All that is found for each question, by vectors and by words: places and scores."""
    collection = Collection.open(folder)
    return [
        sorted(
            (round(place.score, 4), passage.article.id, passage.start, passage.end)
            for place, passage in collection.locate(search(question, ALL))
        )
        for question in QUESTIONS
        for search in (collection.nearest, collection.matching)
    ]


def acknowledged(answer):
    """The ids that the victim had committed when it died."""
    return {name for line in answer["said"] if isinstance(line, list) for name in line}


def operations(answer):
    """How many file operations the whole work took; None where it was killed before its end."""
    return next((line["operations"] for line in answer["said"] if isinstance(line, dict)), None)
