import pytest

from rag.cues import cue_of


@pytest.mark.parametrize(
    ("question", "name", "answers", "does_not"),
    [
        ("How many calls were there?", "number", "There were 4,120 calls.", "There were calls at night."),
        ("What percentage were boys?", "share", "Boys were 91% of them.", "Boys were most of them."),
        ("How much money did it cost?", "money", "It cost £17m.", "It cost a lot in 2020."),
        ("When did it open?", "time", "It opened on Tuesday.", "It opened to applause."),
        ("Who runs it?", "person", "Ada Holm runs it.", "a doctor runs it."),
        ("Where is it based?", "place", "It is based in Malmö.", "It is based on trust."),
        ("Which number do I call?", "telephone", "Ring 0800 1111.", "Ring them at night."),
        ("What did she say about it?", "speech", "“It is not enough,” she told us.", "It was not enough."),
        ("Why did it close?", "reason", "It closed because of debt.", "It closed."),
    ],
)
def test_a_cue_matches_what_holds_an_answer_of_its_kind(question, name, answers, does_not):
    cue = cue_of(question)
    assert cue.name == name
    assert cue.answers.search(answers)
    assert not cue.answers.search(does_not)


def test_a_question_of_no_known_form_has_no_cue():
    assert cue_of("Tell me about hash matching") is None
