import json
from xml.etree import ElementTree

import pytest

from eval.bench.growth import Bound, Cost, _read, growth_plot
from eval.bench.synthetic import passages, questions
from eval.bench.words import measured


def test_invented_passages_are_the_same_every_time_and_hold_most_of_the_words_asked_for():
    texts = list(passages(300))
    assert texts == list(passages(300))
    for asked in questions(300, 20):
        held = set(texts[asked.passage].split())
        assert 0.5 <= len(held & set(asked.words)) / len(asked.words) < 1


@pytest.mark.slow
def test_tantivy_ranks_much_as_fts5_does_and_the_passage_asked_for_comes_first():
    fts5, tantivy = measured(1000, ["fts5", "tantivy"])
    assert tantivy.overlap > 0.9
    assert fts5.first == tantivy.first == 1
    assert tantivy.disk_mb > 0


def test_growth_is_drawn_with_its_bounds_and_told_in_words(tmp_path):
    costs = [
        Cost(size, name, size / 1000, 1, 1, size / 100) for size in (10, 1000) for name in ("fts5", "flat float16")
    ]
    drawing = growth_plot(costs, [Bound("every vector read", ((10, 0.1), (1000, 10.0)))])
    assert "words, FTS5 1 ms, 10 MB" in drawing.words.description
    said = "".join(ElementTree.fromstring(drawing.svg).itertext())
    assert "every vector read" in said
    assert "vectors, exact" in said


def test_what_is_no_way_of_search_in_the_drawing_is_left_out(tmp_path):
    row = {"vectors": 10, "p50_ms": 1.0, "p95_ms": 2.0, "private_mb": 0.0, "disk_mb": 3.0}
    file = tmp_path / "vectors.json"
    file.write_text(json.dumps([{**row, "name": "flat float16"}, {**row, "name": "hnswlib"}]), encoding="utf-8")
    assert list(_read([file], "vectors", "name")) == [Cost(10, "flat float16", 1.0, 2.0, 0.0, 3.0)]
