from typing import get_args

import pytest

from rag.training.examples import ReadingSet
from rag.training.material import PORTIONS, Kind, Material, Portion


@pytest.fixture
def material(reading_set):
    reading = ReadingSet.read(reading_set)
    return Material(reading, [[1 - question.passage] for question in reading.questions], PORTIONS)


def test_a_pass_has_examples_of_every_kind_and_the_same_seed_the_same_ones(material):
    passes = [material.examples(seed) for seed in range(20)]
    assert {example.kind for examples in passes for example in examples} == set(get_args(Kind))
    assert material.examples(3) == material.examples(3) != material.examples(4)


def test_only_what_is_answered_has_gold(material):
    for example in material.examples(1):
        assert bool(example.gold) == (example.kind == "answered")


def test_a_retrieved_passage_is_not_the_questions_own(material):
    own = {question.text.rstrip(" ?"): question.passage for question in material.reading.questions}
    retrieved = [example for seed in range(20) for example in material.examples(seed) if example.kind == "retrieved"]
    assert retrieved
    assert all(own[example.question.rstrip(" ?")] != example.passage for example in retrieved)


def test_similar_passages_are_found_once_and_kept(tmp_path, reading_set, monkeypatch):
    portions = {"squad2-train": Portion(1.0, 1.0, 1.0, 1.0)}
    first = Material.read(reading_set.parent, tmp_path / "work", portions)
    monkeypatch.setattr("rag.training.material._alike", lambda reading: pytest.fail("looked for them again"))
    again = Material.read(reading_set.parent, tmp_path / "work", portions)
    assert first.alike == again.alike
    for question, alike in zip(first.reading.questions, first.alike, strict=True):
        assert question.passage not in alike
