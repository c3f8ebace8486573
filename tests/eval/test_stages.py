from dataclasses import dataclass, field, replace

import pytest

from eval.questions import Question
from eval.results import judge_quote
from eval.run import evaluate
from eval.stages import watched
from index.collection import Collection
from index.indexer import index_paths
from rag.answers import Quote
from rag.assistant import Assistant
from rag.retriever import Retriever

ASKED = (
    Question("rain", "How much rain fell in Oldbridge?", articles=("weather.txt",)),
    Question("again", "How much rain fell in Oldbridge?", articles=("weather.txt",)),
    Question("mayor", "And for the mayor?", articles=("weather.txt",), history=("How much rain fell in Oldbridge?",)),
    Question("none", "How much snow fell in Oldbridge?", answerable=False),
)


@dataclass
class CountingReader:
    """Proposes the first hit, and counts how often it is asked to."""

    name: str = "counting"
    read_so_far: list[str] = field(default_factory=list)

    def read(self, question, hits):
        self.read_so_far.append(question)
        return [Quote(hit.passage, 0.5) for hit in hits[:1]]


@pytest.fixture
def assistant(tmp_path):
    (tmp_path / "weather.txt").write_text("Weather\n\nMuch rain fell in Oldbridge, and some snow, said the mayor.\n")
    index_paths([tmp_path / "weather.txt"], tmp_path / "index", embedder="hash-256")
    collection = Collection.open(tmp_path / "index")
    return Assistant(collection, Retriever(collection), CountingReader(), floor=1.0)


def test_what_a_refusal_kept_back_is_not_read_a_second_time(assistant):
    reader = assistant.reader
    recording, aside = watched(assistant, behind_refusals=True)
    results = evaluate(ASKED, recording, aside=aside).results
    assert [result.withheld is not None for result in results] == [True, True, True, False]
    plain = replace(assistant, reader=CountingReader())
    for question in (ASKED[0], *ASKED):
        plain.ask(question.text, history=question.history)
    assert reader.read_so_far == plain.reader.read_so_far


def test_what_was_kept_back_is_what_the_assistant_without_a_threshold_says(assistant):
    recording, aside = watched(assistant, behind_refusals=True)
    unguarded = replace(assistant, floor=0.0)
    for question, result in zip(ASKED, evaluate(ASKED, recording, aside=aside).results, strict=True):
        said = unguarded.ask(question.text, history=question.history).quotes[0]
        if result.withheld:
            assert result.withheld == judge_quote(question, said)


def test_a_question_that_is_asked_again_is_read_again_so_that_its_latency_is_true(assistant):
    recording, _ = watched(assistant, behind_refusals=True)
    for _ in range(2):
        recording.ask("How much rain fell in Oldbridge?")
    assert len(assistant.reader.read_so_far) == 2


def test_the_searches_are_those_of_whoever_is_asked_for(assistant, tmp_path):
    closed = tmp_path / "closed.md"
    closed.write_text("---\ntitle: Closed\ngroups: [staff]\n---\nMuch rain fell in Oldbridge, staff were told.\n")
    index_paths([closed], tmp_path / "index", embedder="hash-256")
    for groups, seen in ((frozenset[str](), False), (frozenset({"staff"}), True), (None, True)):
        _, aside = watched(replace(assistant, groups=groups), behind_refusals=False)
        found = aside.search("How much rain fell in Oldbridge?")
        assert {stage: "closed" in articles for stage, articles in found.items()} == {"keyword": seen, "dense": seen}
