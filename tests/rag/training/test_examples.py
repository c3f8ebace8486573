import json

from rag.training.examples import ReadingSet
from rag.training.material import WRITTEN, folder_of


def test_gold_is_where_the_answer_lies_in_the_article(reading_set):
    reading = ReadingSet.read(reading_set)
    assert len(reading.passages) == 2
    gold = {
        question.text: [reading.passages[question.passage].article.text[slice(*span)] for span in question.gold]
        for question in reading.questions
    }
    assert gold["Who runs the helpline?"] == ["Ada Holm"]
    assert gold["How much did Ofcom fine Blue Kite in 2023?"] == []


def test_a_stretch_answers_when_it_overlaps_gold(reading_set):
    question = ReadingSet.read(reading_set).questions[1]
    start, end = question.gold[0]
    assert question.answered_by(start - 5, start + 1)
    assert not question.answered_by(start - 5, start)
    assert not question.answered_by(end, end + 5)


def test_whole_sentences_are_gold_where_no_short_answer_is_given(shared):
    reading = ReadingSet.read(shared / "data" / "train" / "selqa-dev")
    assert all(not question.short for question in reading.questions)
    texts = [reading.passages[question.passage].article.text for question in reading.questions]
    assert all(
        text[span.start : span.end].strip()
        for text, question in zip(texts, reading.questions, strict=True)
        for span in question.gold
    )


def test_sets_follow_one_another(reading_set):
    twice = ReadingSet.read(reading_set, reading_set)
    assert [question.passage for question in twice.questions[6:]] == [
        question.passage + 2 for question in twice.questions[:6]
    ]


def test_a_set_may_ask_about_a_passage_of_one_before_it(tmp_path, reading_set):
    further = tmp_path / "further"
    further.mkdir()
    asked = {"question": "Whose is Blue Kite?", "articles": ["kite"], "passages": ["kite-p"]}
    answers = [{"gold": [[0, 5]]}, {"gold": []}]
    (further / "questions.jsonl").write_text("".join(json.dumps(asked | one) + "\n" for one in answers))
    reading = ReadingSet.read(reading_set, further)
    assert len(reading.passages) == 2
    answered, unanswered = reading.questions[-2:]
    passage = reading.passages[answered.passage]
    assert passage.article.text[slice(*answered.gold[0])] == "Ofcom"
    assert answered.source == "further"
    assert unanswered.gold == ()


def test_what_was_written_for_training_is_where_it_says(shared):
    reading = ReadingSet.read(*(folder_of(name, shared / "data" / "train") for name in WRITTEN))
    questions = [question for question in reading.questions if question.source.startswith("written")]
    assert {question.source for question in questions} == {name for name in WRITTEN if name.startswith("written")}
    for question in questions:
        passage = reading.passages[question.passage]
        assert all(passage.start <= span.start < span.end <= passage.end for span in question.gold), question.text
        edges = [passage.article.text[at] for span in question.gold for at in (span.start, span.end - 1)]
        assert not any(edge.isspace() for edge in edges), question.text
