import gzip
import json

import pytest

from eval.questions import Question, read_questions
from index.errors import QuotedeskError

GOOD = {"id": "q1", "question": "Who?", "answerable": True, "answers": ["Ann"]}


@pytest.fixture
def write(tmp_path):
    def write(*lines, name="questions.jsonl"):
        path = tmp_path / name
        text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return path

    return write


def test_every_field_of_the_contract_is_read(write):
    line = {**GOOD, "articles": ["a"], "quotes": ["Ann did"], "tags": ["name"], "history": ["What?"], "tier": "sure"}
    expected = Question("q1", "Who?", True, ("a",), ("Ann did",), ("Ann",), ("name",), ("What?",))
    assert read_questions(write(line)) == (expected,)


def test_gzip_a_byte_order_mark_and_blank_lines_are_read(write):
    path = write("\ufeff" + json.dumps(GOOD), "", {**GOOD, "id": "q2"}, name="questions.jsonl.gz")
    assert [question.id for question in read_questions(path)] == ["q1", "q2"]
    assert read_questions(path)[1].place == f"{path}:3"


def test_an_unanswerable_question_may_name_the_article_that_does_not_answer(write):
    assert read_questions(write({"id": "q", "question": "Who?", "answerable": False, "articles": ["a"]}))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{not json", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("9" * 5000, "not JSON"),
        ("[1]", "is not an object"),
        ({"question": "Who?", "answers": ["Ann"]}, '"id" is missing'),
        ({"id": 7, "question": "Who?", "answers": ["Ann"]}, '"id" holds 7'),
        ({"id": "q2", "answers": ["Ann"]}, '"question" is missing'),
        ({"id": "q2", "question": " ", "answers": ["Ann"]}, '"question" holds " "'),
        ({"id": "q2", "question": "\ud83d", "answers": ["Ann"]}, "half a character"),
        ({**GOOD, "id": "q2", "answerable": "yes"}, '"answerable" is "yes"'),
        ({**GOOD, "id": "q2", "answers": "Ann"}, '"answers" is "Ann"'),
        ({**GOOD, "id": "q2", "quotes": [""]}, '"quotes" holds ""'),
        ({**GOOD, "id": "q2", "tags": [1]}, '"tags" holds 1'),
        ({"id": "q2", "question": "Who?"}, "nothing says what answers it"),
        ({**GOOD, "id": "q2", "answerable": False}, "is unanswerable, but has"),
        (GOOD, "the id 'q1' is taken, by"),
    ],
)
def test_a_bad_line_is_named_with_its_value_and_a_remedy(write, line, said):
    path = write(GOOD, line)
    with pytest.raises(QuotedeskError) as raised:
        read_questions(path)
    assert said in str(raised.value)
    assert f"{path}:2: " in str(raised.value)
    assert raised.value.fix
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 400


def test_a_file_without_questions_is_an_error(write):
    with pytest.raises(QuotedeskError, match="holds no questions"):
        read_questions(write("", " "))


def test_files_that_cannot_be_read_are_errors_with_a_remedy(tmp_path):
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "caf\xe9"}')
    (tmp_path / "plain.jsonl.gz").write_bytes(b"{}")
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(b"{}" * 999)[:-9])
    (tmp_path / "torn.jsonl.gz").write_bytes(gzip.compress(b"")[:10] + b"\xff" * 50)
    for name in ("latin.jsonl", "plain.jsonl.gz", "cut.jsonl.gz", "torn.jsonl.gz", "missing.jsonl", ""):
        with pytest.raises(QuotedeskError) as raised:
            read_questions(tmp_path / name)
        assert str(tmp_path / name) in raised.value.problem
        assert raised.value.fix
