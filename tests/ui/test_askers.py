"""Whom access control found is who asked, on the page as in the API, and nobody judges another's answer."""

import json

import pytest
from fastapi.testclient import TestClient
from starlette.datastructures import Headers
from starlette.middleware import Middleware

from tests.ui import small_collection
from tests.ui.test_guard import converse, viewed
from ui.access.users import User
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
    with TestClient(app, base_url="http://localhost", headers={"x-test-user": "ada"}) as client:
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
