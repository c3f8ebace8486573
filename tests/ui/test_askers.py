"""Whom access control found is who asked, on the page as in the API, and nobody judges another's answer."""

import json

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers
from starlette.middleware import Middleware

from tests.ui import small_collection
from tests.ui.test_guard import converse, viewed
from ui.access.users import User
from ui.conversations import owned
from ui.service import Service


class AsNamed:
    """Lets everybody in under the name that they say, as no real gate would."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope.setdefault("state", {})["user"] = User(Headers(scope=scope)["x-test-user"])
        await self.app(scope, receive, send)


@pytest.fixture
def client(tmp_path):
    service = Service(state=tmp_path / "state", audit=tmp_path / "audit.jsonl", rate="2/hour")
    app = small_collection.service(service=service, guard=[Middleware(AsNamed)])
    how = {"base_url": "http://localhost", "headers": {"x-test-user": "ada"}, "raise_server_exceptions": False}
    with TestClient(app, **how) as client:
        yield client


def test_the_record_names_who_asked(client, tmp_path):
    client.post("/api/ask", json={"question": "grooming"})
    converse(client, {"question": "close"})
    recorded = [json.loads(line) for line in (tmp_path / "audit.jsonl").read_text("utf-8").splitlines()]
    assert [(line["user"], line["question"]) for line in recorded] == [("ada", "grooming"), ("ada", "close")]


@pytest.mark.parametrize("where", ["api", "page"])
def test_another_users_answer_is_not_there(client, where):
    if where == "api":
        name = client.post("/api/ask", json={"question": "grooming"}).json()["answer_id"]
    else:
        name = viewed(converse(client, {"question": "grooming"}))["answer_id"]
    said = {"answer_id": name, "verdict": "wrong"}
    assert client.post("/api/feedback", json=said, headers={"x-test-user": "ben"}).status_code == 404
    assert client.post("/api/feedback", json=said).status_code == 200


def test_each_user_has_an_account_of_questions(client):
    ask = {"question": "grooming"}
    assert [client.post("/api/ask", json=ask).status_code for _ in range(3)] == [200, 200, 429]
    assert client.post("/api/ask", json=ask, headers={"x-test-user": "ben"}).status_code == 200


def joined(client, question, user, session="s1"):
    asked = {"data": [{"question": question}, None], "fn_index": 0, "session_hash": session}
    return client.post("/gradio_api/queue/join", json=asked, headers={"x-test-user": user}).status_code


def heard(client, user, session="s1"):
    """All that Gradio tells this user of that session."""
    how = {"params": {"session_hash": session}, "headers": {"x-test-user": user}}
    with client.stream("GET", "/gradio_api/queue/data", **how) as stream:
        return "".join(stream.iter_text())


def test_who_knows_anothers_session_hears_nothing_of_it(client):
    assert joined(client, "grooming", "ada") == 200
    assert "7,062" not in heard(client, "ben")
    assert "7,062" in heard(client, "ada")


def test_who_knows_anothers_session_cannot_end_or_continue_it(tmp_path):
    histories = {}

    def spy(question, *, history, **_):
        histories[question] = list(history)
        return small_collection.ask(question)

    app = small_collection.service(spy, service=Service(state=tmp_path), guard=[Middleware(AsNamed)])
    with TestClient(app, base_url="http://localhost") as client:
        for user, question in [("ada", "grooming"), ("ben", "tiktok"), ("ada", "close")]:
            assert joined(client, question, user) == 200
            cancelled = {"session_hash": "s1", "fn_index": 0, "event_id": "guessed"}
            client.post("/gradio_api/cancel", json=cancelled, headers={"x-test-user": "eve"})
            assert "process_completed" in heard(client, user)
    assert histories == {"grooming": [], "tiktok": [], "close": ["grooming"]}


@given(st.text(), st.text(), st.text(), st.text())
def test_two_users_never_share_a_session(one, ones_hash, other, others_hash):
    same = owned(ones_hash, one) == owned(others_hash, other)
    assert same == ((one, ones_hash) == (other, others_hash))
