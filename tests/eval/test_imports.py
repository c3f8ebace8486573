import json

import pytest
from click.testing import CliRunner

from eval.beir import from_beir, read_qrels
from eval.question_checks import checked
from eval.question_commands import questions as command
from eval.squad import from_squad
from index.articles import Article, sha256_of
from index.errors import QuotedeskError

FIRST = "The ferry sails at noon. It carries 40 cars, says the harbour office."
SECOND = "No dogs are allowed. The ferry is blue."


@pytest.fixture
def squad(tmp_path):
    qas = [
        {"id": "a", "question": "How many cars? ", "answers": [
            {"text": "40", "answer_start": FIRST.index("40")}, {"text": "40 cars", "answer_start": FIRST.index("40")},
        ], "is_impossible": False},
        {"id": "b", "question": "How many bicycles?", "answers": [], "is_impossible": True},
    ]  # fmt: skip
    second = [{"id": "c", "question": "What colour?", "answers": [{"text": "blue", "answer_start": 34}]}]
    paragraphs = [{"context": FIRST, "qas": qas}, {"context": SECOND, "qas": second}]
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"version": "v2.0", "data": [{"title": "The_ferry", "paragraphs": paragraphs}]}))
    return path


@pytest.fixture
def beir(tmp_path):
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    articles = [{"_id": "d1", "title": "One", "text": "First."}, {"_id": "d2", "title": "", "text": "Second."}]
    (folder / "corpus.jsonl").write_text("".join(json.dumps(line) + "\n" for line in articles))
    queries = [{"_id": "q1", "text": "What is first?"}, {"_id": "q2", "text": "Never judged?"}]
    (folder / "queries.jsonl").write_text("".join(json.dumps(line) + "\n" for line in queries))
    (folder / "qrels/test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\n")
    return folder


def test_squad_answers_become_quotes_of_whole_sentences_in_one_article(squad):
    questions, (article,) = from_squad(squad)
    assert article == {"id": "squad-1", "title": "The ferry", "text": f"{FIRST}\n\n{SECOND}"}
    assert [line["quotes"] for line in questions] == [
        ["It carries 40 cars, says the harbour office."], [], ["The ferry is blue."],
    ]  # fmt: skip
    assert [line["answers"] for line in questions] == [["40", "40 cars"], [], ["blue"]]
    assert [line["answerable"] for line in questions] == [True, False, True]


def test_what_is_imported_passes_the_check(squad, tmp_path):
    ran = CliRunner().invoke(command, ["import", str(squad), "--to", str(tmp_path / "out")])
    assert (ran.exit_code, ran.stdout) == (0, f"wrote 3 questions and 1 articles to {tmp_path / 'out'}\n")
    line = json.loads((tmp_path / "out/articles.jsonl").read_text())
    article = Article(line["id"], line["title"], line["text"], sha256_of(line["text"]))
    found, problems = checked(tmp_path / "out/questions.jsonl", {article.id: article}.get)
    assert (len(found), problems) == (3, ())


def test_an_answer_that_is_not_where_it_says_is_an_error(squad):
    squad.write_text(squad.read_text().replace('"answer_start": 34', '"answer_start": 33'))
    with pytest.raises(QuotedeskError, match="not a SQuAD file"):
        from_squad(squad)


def test_beir_keeps_judged_questions_and_articles_of_relevance_above_0(beir):
    questions, articles = from_beir(beir, beir / "qrels/test.tsv")
    assert [(line["id"], line["articles"]) for line in questions] == [("q1", ["d1"])]
    assert [line["title"] for line in articles] == ["One", "Second."]


def test_trec_qrels_are_read_by_blanks_and_tabs(tmp_path):
    path = tmp_path / "qrels.txt"
    path.write_text("q1 0 d1 1\nq1\t0\td 2\t3\nq1 0 d1 1\nq2 0 d3 0\n\n")
    assert read_qrels(path) == {"q1": ("d1", "d 2")}
    path.write_text("q1 0 d1 1\nq1 yes\n")
    with pytest.raises(QuotedeskError, match=r":2: 'q1 yes' is no judgement"):
        read_qrels(path)


def test_judgements_of_another_set_are_an_error(beir, tmp_path):
    (tmp_path / "other.txt").write_text("zz 0 d1 1\n")
    with pytest.raises(QuotedeskError, match="judges 'zz', which is no query"):
        from_beir(beir, tmp_path / "other.txt")


@pytest.mark.parametrize("content", ["{", "[]", '{"data": [{}]}', '{"data": 3}'])
def test_what_is_no_squad_file_is_an_error_with_a_remedy(tmp_path, content):
    (tmp_path / "x.json").write_text(content)
    with pytest.raises(QuotedeskError) as raised:
        from_squad(tmp_path / "x.json")
    assert raised.value.fix
