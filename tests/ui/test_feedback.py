"""A verdict is kept with what was asked and quoted; what was right comes out as gold, cut from the articles anew."""

import json
import sqlite3
import stat
from dataclasses import replace

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from hypothesis import given as with_any
from hypothesis import strategies as st

from eval.questions import read_questions
from index.errors import QuotedeskError
from tests.ui import small_collection
from tests.ui.small_collection import ARTICLES, article_of, find
from tests.ui.test_api import is_problem
from tests.ui.test_guard import converse, viewed
from ui.feedback import FILE, FeedbackFile
from ui.feedback_commands import feedback as feedback_command
from ui.gold import question_set, slice_of
from ui.recent import Place, RecentAnswers, given
from ui.service import Service, state_beside


@pytest.fixture
def state(tmp_path):
    return tmp_path / "index.state"


@pytest.fixture
def client(state):
    app = small_collection.service(service=Service(state=state))
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


def answer_id(client, question, **how):
    return client.post("/api/ask", json={"question": question, **how}).json()["answer_id"]


def judge(client, answer_id, verdict="right", **more):
    return client.post("/api/feedback", json={"answer_id": answer_id, "verdict": verdict, **more})


def exported(state, tmp_path, article=find):
    """The feedback as the evaluation reads it."""
    lines = question_set(FeedbackFile.open(state).all(), article)
    file = tmp_path / "feedback.jsonl"
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return read_questions(file)


def test_a_right_answer_becomes_gold_verbatim(client, state, tmp_path):
    asked = client.post("/api/ask", json={"question": "grooming", "history": ["Who counts?"]}).json()
    assert judge(client, asked["answer_id"]).json() == {"answer_id": asked["answer_id"], "verdict": "right"}
    (question,) = exported(state, tmp_path)
    assert question.answerable
    assert question.text == "grooming"
    assert question.history == ("Who counts?",)
    assert question.articles == ("news/grooming", "lockdown")
    assert question.quotes == tuple(quote["text"] for quote in asked["quotes"])
    assert all(any(quote in ARTICLES[one].text for one in question.articles) for quote in question.quotes)
    assert question.tags == ("feedback", "right")


@pytest.mark.parametrize("verdict", ["wrong", "missing"])
def test_what_was_wrong_or_missing_is_a_draft_without_gold(client, state, tmp_path, verdict):
    judge(client, answer_id(client, "grooming"), verdict, comment=" It is about 2022. ")
    (question,) = exported(state, tmp_path)
    assert (question.answerable, question.quotes) == (False, ())
    assert question.tags == ("feedback", verdict, "draft")
    (kept,) = FeedbackFile.open(state).all()
    assert kept.comment == "It is about 2022."


def test_an_abstention_that_was_right_is_an_unanswerable_question(client, state, tmp_path):
    judge(client, answer_id(client, "What about TikTok?"))
    (question,) = exported(state, tmp_path)
    assert (question.answerable, question.tags) == (False, ("feedback", "right"))


def test_an_answer_from_a_part_of_the_collection_says_so(client, state, tmp_path):
    judge(client, answer_id(client, "grooming", source="The Ledger"))
    assert "filtered" in exported(state, tmp_path)[0].tags


def test_an_article_that_has_changed_gives_no_gold(client, state, tmp_path):
    judge(client, answer_id(client, "grooming"))
    changed = {"news/grooming": article_of("news/grooming", "The figures were corrected later.")}
    (question,) = exported(state, tmp_path, lambda article_id: changed.get(article_id) or find(article_id))
    assert (question.answerable, question.quotes) == (False, ())
    assert {"draft", "changed"} <= set(question.tags)


def test_the_last_verdict_on_an_answer_counts(client, state):
    name = answer_id(client, "grooming")
    judge(client, name, "wrong", comment="no")
    judge(client, name, "right")
    (kept,) = FeedbackFile.open(state).all()
    assert (kept.verdict, kept.comment) == ("right", None)


def test_the_answers_places_and_generation_are_kept_but_no_user(client, state):
    asked = client.post("/api/ask", json={"question": "grooming"}).json()
    judge(client, asked["answer_id"])
    (kept,) = FeedbackFile.open(state).all()
    places = [(place.article_id, place.start, place.end, place.sha256) for place in kept.quotes]
    assert places == [(q["article_id"], q["start"], q["end"], q["article_sha256"]) for q in asked["quotes"]]
    assert kept.generation == 1
    columns = sqlite3.connect(state / FILE).execute("SELECT name FROM pragma_table_info('feedback')").fetchall()
    assert not any("user" in name or "address" in name for (name,) in columns)


def test_what_nobody_judged_is_not_written(client, state):
    answer_id(client, "grooming")
    assert FeedbackFile.open(state).all() == []
    assert b"grooming" not in (state / FILE).read_bytes()


def test_the_pages_answers_can_be_judged_too(client, state):
    view = viewed(converse(client, {"question": "grooming"}))
    assert judge(client, view["answer_id"], "missing").status_code == 200
    assert FeedbackFile.open(state).all()[0].question == "grooming"


@pytest.mark.parametrize("unknown", ["nothing", "x" * 64, "'; DROP TABLE feedback; --"])
def test_an_unknown_answer_is_404(client, unknown):
    is_problem(judge(client, unknown), 404)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"answer_id": "a"},
        {"answer_id": "a", "verdict": "perhaps"},
        {"answer_id": "", "verdict": "right"},
        {"answer_id": "x" * 65, "verdict": "right"},
        {"answer_id": 7, "verdict": "right"},
        {"answer_id": "a", "verdict": "right", "comment": "x" * 2001},
        {"answer_id": "a", "verdict": "right", "comment": "half \ud800"},
        {"answer_id": "a", "verdict": "right", "text": "a better quote"},
    ],
)
def test_feedback_that_makes_no_sense_is_422(client, said):
    body = json.dumps(said)
    is_problem(client.post("/api/feedback", content=body, headers={"content-type": "application/json"}), 422)


def test_without_a_place_for_it_feedback_is_503():
    app = small_collection.service(service=Service())
    with TestClient(app, base_url="http://localhost") as client:
        is_problem(judge(client, answer_id(client, "grooming")), 503)


def test_an_answer_given_to_one_user_is_not_there_for_another():
    recent = RecentAnswers()
    of_ada, of_nobody = given(small_collection.ask("grooming"), asker="ada"), given(small_collection.ask("grooming"))
    recent.keep(of_ada)
    recent.keep(of_nobody)
    assert recent.find(of_ada.id, "ada") is of_ada
    assert recent.find(of_ada.id, "ben") is None
    assert recent.find(of_ada.id) is None
    assert recent.find(of_nobody.id, "ben") is of_nobody


def test_only_the_last_answers_are_remembered():
    recent = RecentAnswers(most=3)
    answers = [given(small_collection.ask("grooming")) for _ in range(5)]
    for one in answers:
        recent.keep(one)
    assert [recent.find(one.id) is not None for one in answers] == [False, False, True, True, True]


@with_any(st.text(min_size=1), st.data())
def test_gold_is_the_slice_and_nothing_where_the_text_is_another(text, data):
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    article = article_of("a", text)
    place = Place("a", start, end, article.sha256)
    assert slice_of(place, lambda _: article) == text[start:end]
    assert slice_of(place, lambda _: article_of("a", text + ".")) is None
    assert slice_of(place, lambda _: None) is None


def test_half_a_character_is_no_gold_and_breaks_nothing(client, state, tmp_path):
    judge(client, answer_id(client, "surrogate"))
    (question,) = exported(state, tmp_path)
    assert question.quotes == ()


def test_a_question_with_half_a_character_can_be_kept(state, tmp_path):
    made = FeedbackFile.make(state)
    made.save(
        replace(given(small_collection.ask("grooming")), question="why \ud800?", history=("\udfff",)), "right", None
    )
    assert exported(state, tmp_path)[0].text == "why ??"


def test_the_state_is_beside_the_index_and_private(state, tmp_path):
    assert state_beside(tmp_path / "index") == state
    FeedbackFile.make(state)
    FeedbackFile.make(state)
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert stat.S_IMODE((state / FILE).stat().st_mode) == 0o600


def test_a_state_that_cannot_be_written_is_a_message(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(QuotedeskError, match="--state"):
        FeedbackFile.make(tmp_path / "file")


def test_the_command_writes_a_question_set_over_the_index_that_was_quoted(sample_index, tmp_path):
    from index.catalog import Catalog

    article = next(one for one in Catalog.open(sample_index).articles() if len(one.text) > 200)
    state = tmp_path / "state"
    kept = FeedbackFile.make(state, sample_index)
    about = given(small_collection.ask("grooming"))
    place = Place(article.id, 100, 160, article.sha256)
    kept.save(replace(about, id="a1", question="What does it say?", quotes=(place,)), "right", None)
    kept.save(replace(about, id="a2", question="And else?"), "wrong", "nothing of this")
    out = tmp_path / "set.jsonl"
    done = CliRunner().invoke(feedback_command, ["export", "--state", str(state), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "2 questions, 1 of them drafts" in done.stderr
    right, wrong = read_questions(out)
    assert right.quotes == (article.text[100:160],)
    assert not wrong.answerable
    done = CliRunner().invoke(feedback_command, ["export", "--state", str(state), "--verdict", "wrong"])
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["feedback-a2"]


@pytest.mark.parametrize("arguments", [[], ["--state", "nowhere"], ["--index", "nowhere"]])
def test_without_feedback_the_command_says_so(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(feedback_command, ["export", *arguments])
    assert done.exit_code == 2 or isinstance(done.exception, QuotedeskError)
