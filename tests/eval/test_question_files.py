import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from eval.question_checks import checked
from eval.question_commands import questions as command
from eval.question_files import records_of, write_records
from eval.questions import read_questions
from index.articles import Article, sha256_of
from index.errors import QuotedeskError

FULL = {
    "id": "q1", "question": "Who sang, and why?", "answerable": True, "articles": ["a b.txt", "c"],
    "quotes": ["Ann, “the voice”; sang\nat dawn"], "answers": ["Ann", "the voice"], "speakers": ["Ann"],
    "tags": ["who"], "history": ["What happened?"], "question_date": "2024-11-01", "draft": True,
}  # fmt: skip
BARE = {"id": "q2", "question": "Who danced?", "answerable": False}
TEXT = "Ann sang. Bo danced."
ARTICLE = Article("a", "A", TEXT, sha256_of(TEXT))


def run(*words):
    return CliRunner().invoke(command, [str(word) for word in words])


@pytest.mark.parametrize("name", ["q.jsonl", "q.jsonl.gz", "q.csv", "q.xlsx", "Q.XLSX"])
def test_every_format_reads_back_what_it_wrote(tmp_path, name):
    write_records(tmp_path / name, [FULL, BARE])
    write_records(tmp_path / "plain.jsonl", [FULL, BARE])
    assert read_questions(tmp_path / name) == read_questions(tmp_path / "plain.jsonl")


words = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="|\u2028\u2029\x85"), min_size=1, max_size=30
).map(str.strip).filter(bool)  # fmt: skip


@given(st.lists(words, min_size=1, max_size=3), words)
def test_a_csv_cell_keeps_its_strings_to_the_letter(tmp_path_factory, quotes, question):
    path = tmp_path_factory.mktemp("csv") / "q.csv"
    record = {"id": "q", "question": question, "quotes": quotes}
    write_records(path, [record])
    assert [found for _, found in records_of(path)] == [record]


def test_a_table_takes_what_people_and_spreadsheets_write(tmp_path):
    path = tmp_path / "q.csv"
    path.write_text(
        '\ufeffid;question;answerable;answers;tags\n7;"Who; what?";yes;"Ann\nBo";x|y\n\n8;Who?;NO;;\n',
        encoding="utf-8",
    )
    one, other = read_questions(path)
    assert (one.id, one.text, one.answers, one.tags) == ("7", "Who; what?", ("Ann", "Bo"), ("x", "y"))
    assert (other.answerable, other.place) == (False, f"{path}:5")


def test_a_number_that_a_spreadsheet_made_of_an_answer_is_a_problem(tmp_path):
    book = Workbook()
    book.active.append(["id", "question", "answers"])
    book.active.append([1, "How many?", 7062])
    book.active.append([2, "How many more?", "7,062"])
    book.save(tmp_path / "q.xlsx")
    found, (problem,) = checked(tmp_path / "q.xlsx")
    assert [question.id for question in found] == ["2"]
    assert problem.place == f"{tmp_path / 'q.xlsx'}:2"
    assert "the number 7062" in problem.problem


def test_what_is_no_workbook_is_an_error_with_a_remedy(tmp_path):
    (tmp_path / "q.xlsx").write_text("id,question")
    for name in ("q.xlsx", "none.xlsx"):
        with pytest.raises(QuotedeskError, match="cannot read"):
            read_questions(tmp_path / name)


def test_check_names_every_problem_with_its_line_and_exits_2(tmp_path):
    path = tmp_path / "q.jsonl"
    lines = [
        {"id": "q1", "question": "Who?", "answers": ["Ann"]},
        {"id": "q1", "question": "Who?", "answers": ["Ann"]},
        "{not json",
        {"id": "q3", "question": " ", "answerable": "yes", "question_date": "soon"},
        {"id": "q4", "question": "Who?", "answer": ["Ann"]},
        {"id": "q5", "question": "Who?", "answerable": False, "speakers": ["Ann"]},
    ]
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    ran = run("check", path)
    assert ran.exit_code == 2
    said = ran.stdout.splitlines()
    assert [line.split(": ")[0].removeprefix(f"{path}:") for line in said] == list("23444455")[:5] + list("4556")[1:]
    for part in ("is taken", "not JSON", '"answerable" is "yes"', '"question" holds', '"question_date" is "soon"',
                 'the field "answer" is not known; did you mean "answers"?', "nothing says what answers it",
                 'has "speakers"'):  # fmt: skip
        assert sum(part in line for line in said) == 1, part
    assert "8 problems; 1 questions can be asked" in ran.stderr


def test_check_holds_the_gold_against_the_articles(tmp_path):
    path = tmp_path / "q.jsonl"
    golds = [
        {"articles": ["a"], "quotes": ["Ann sang."], "answers": ["Ann"], "speakers": ["Ann"]},
        {"articles": ["a", "b"]},
        {"articles": ["a"], "quotes": ["Ann sings."], "speakers": ["Cy"]},
        {"articles": ["a"], "answers": ["Cy"]},
    ]
    path.write_text(
        "".join(json.dumps({"id": f"q{n}", "question": "?", **gold}) + "\n" for n, gold in enumerate(golds))
    )
    _, problems = checked(path, {"a": ARTICLE}.get)
    assert [(problem.place[-1], problem.problem) for problem in problems] == [
        ("2", "the index holds no article 'b'"),
        ("3", "no article of 'q2' holds the gold quote 'Ann sings.'"),
        ("3", "no article of 'q2' holds the gold speaker 'Cy'"),
        ("4", "no article of 'q3' holds any of its answers, the first 'Cy'"),
    ]


def test_a_clean_set_passes_and_an_empty_one_does_not(tmp_path):
    write_records(tmp_path / "q.jsonl", [FULL, BARE])
    assert run("check", tmp_path / "q.jsonl").exit_code == 0
    (tmp_path / "none.jsonl").write_text("\n")
    assert run("check", tmp_path / "none.jsonl").exit_code == 2


@pytest.mark.parametrize("name", ["q.jsonl", "q.csv", "q.xlsx"])
def test_accept_takes_the_mark_from_the_named_drafts_and_leaves_the_rest(tmp_path, name):
    path = tmp_path / name
    tagged = {**BARE, "id": "q3", "tags": ["draft", "feedback"]}
    write_records(path, [FULL, BARE, {**FULL, "id": "q4"}, tagged])
    ran = run("accept", path, "q1", "q3")
    assert (ran.exit_code, ran.stdout) == (0, "accepted 2; 1 drafts are left\n")
    found = read_questions(path)
    assert [(question.id, question.draft) for question in found] == [
        ("q1", False), ("q2", False), ("q4", True), ("q3", False),
    ]  # fmt: skip
    assert found[3].tags == ("feedback",)
    assert found[0].quotes == tuple(FULL["quotes"])
    assert run("accept", path, "--all").stdout == "accepted 1; 0 drafts are left\n"


def test_accept_refuses_what_is_no_draft_and_changes_nothing(tmp_path):
    path = tmp_path / "q.jsonl"
    write_records(path, [FULL, BARE])
    before = path.read_bytes()
    assert isinstance(run("accept", path, "q1", "q2").exception, QuotedeskError)
    assert run("accept", path).exit_code == run("accept", path, "q1", "--all").exit_code == 2
    assert path.read_bytes() == before
