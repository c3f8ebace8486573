"""The operator's notice and questions, and what is said of files that are neither."""

import pytest

from index.errors import QuotedeskError
from ui.operator_files import read_notice, read_questions


def test_a_notice_is_the_words_of_its_file(tmp_path):
    file = tmp_path / "notice.txt"
    file.write_text("\ufeff\nIn danger? Call 999.\n<b>Help</b>: https://help.example/\n\n", "utf-8")
    assert read_notice(file) == "In danger? Call 999.\n<b>Help</b>: https://help.example/"


def test_without_a_file_there_is_nothing():
    assert read_notice(None) == ""
    assert read_questions(None) == ()


def test_questions_are_lines(tmp_path):
    file = tmp_path / "questions.txt"
    file.write_text("# Start here\nWho said so?\n\n  When was that?  \n", "utf-8")
    assert read_questions(file) == ("Who said so?", "When was that?")


@pytest.mark.parametrize("read", [read_notice, read_questions])
@pytest.mark.parametrize(
    ("content", "says"), [(None, "cannot read"), (b"\xff\xfe", "not UTF-8"), (b"a\n" * 2001, "at most")]
)
def test_a_file_that_will_not_do_is_named_with_what_to_do(tmp_path, read, content, says):
    file = tmp_path / "file.txt"
    if content:
        file.write_bytes(content)
    with pytest.raises(QuotedeskError) as problem:
        read(file)
    assert says in f"{problem.value} {problem.value.fix}"
    assert "file.txt" in str(problem.value)
