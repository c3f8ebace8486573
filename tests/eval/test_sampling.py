import json

import pytest

from eval.bench.sampling import sampled


@pytest.fixture
def files(tmp_path):
    for name, count in (("many.jsonl", 40), ("few.jsonl", 3)):
        records = [
            {"id": f"{name}-{at}", "question": f"Question {at}?", "answerable": at % 2 == 0, "articles": ["a"]}
            for at in range(count)
        ]
        (tmp_path / name).write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return [tmp_path / "many.jsonl", tmp_path / "few.jsonl"]


def test_of_each_file_so_many_are_asked_or_all_it_has_each_once(files):
    ids = [question.id for question in sampled(files, 10, seed=1)]
    assert len(set(ids)) == len(ids) == 13
    assert sum(one.startswith("few") for one in ids) == 3


def test_the_seed_decides_which(files):
    assert sampled(files, 10, seed=1) == sampled(files, 10, seed=1) != sampled(files, 10, seed=2)


def test_only_the_wanted_are_drawn_from(files):
    asked = sampled(files, 15, seed=1, wanted=lambda question: question.answerable)
    assert len(asked) == 15 + 2
    assert all(question.answerable for question in asked)
