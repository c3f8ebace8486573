import numpy as np
import pytest

from index.embedders import bundled_tokenizer
from rag.training.batches import Batcher, batch_of, row_of
from rag.training.examples import ReadingSet
from rag.training.material import PORTIONS, Material
from rag.windows import MARKER, Windows


@pytest.fixture
def batcher(reading_set):
    reading = ReadingSet.read(reading_set)
    material = Material(reading, [[1 - question.passage] for question in reading.questions], PORTIONS)
    return Batcher(material, Windows(bundled_tokenizer(), most=96), size=4)


def test_the_right_marker_is_before_the_sentence_that_holds_the_answer(batcher):
    reading, windows = batcher.material.reading, batcher.windows
    question = reading.questions[1]
    passage = reading.passages[question.passage]
    (window,) = windows.cut(windows.ids(question.text), windows.ids(""), windows.sentences(passage))
    row = row_of(window, question.gold, short=True)
    text = passage.article.text
    assert [text[slice(*window.sentences[place].span)] for place in row.right] == ["Ada Holm runs it from Brindle."]
    first, last = window.offsets[row.start][0], window.offsets[row.end][1]
    assert text[first:last] == "Ada Holm"


def test_without_gold_nothing_is_right_and_the_answer_is_the_first_token(batcher):
    reading, windows = batcher.material.reading, batcher.windows
    passage = reading.passages[0]
    (window,) = windows.cut(windows.ids("Who?"), windows.ids(""), windows.sentences(passage))
    assert row_of(window, (), short=True)[1:] == ((), 0, 0)
    whole = row_of(window, (window.sentences[0].span,), short=False)
    assert whole[1:] == ((0,), -1, -1)


def test_batches_hold_every_example_and_the_same_seed_gives_the_same(batcher):
    examples = batcher.material.examples(1)
    first, again = list(batcher.batches(examples, 3)), list(batcher.batches(examples, 3))
    assert sum(map(len, first)) == len(examples)
    assert [len(batch) for batch in first] == [len(batch) for batch in again]
    assert all(
        (one.window.ids == other.window.ids).all()
        for batch, same in zip(first, again, strict=True)
        for one, other in zip(batch, same, strict=True)
    )


def test_padding_marks_nothing(batcher):
    (rows, *_) = batcher.batches(batcher.material.examples(1), 3)
    batch = batch_of(rows)
    assert batch.ids.shape == batch.mask.shape
    for place, row in enumerate(rows):
        held = batch.markers[place][batch.markers[place] >= 0]
        assert (batch.ids[place][held] == MARKER).all()
        assert np.flatnonzero(batch.right[place]).tolist() == list(row.right)
        assert batch.mask[place].sum() == len(row.window.ids)
