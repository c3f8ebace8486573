"""Every response names its request; so do problems and log lines, and none of them holds a question."""

import json
import logging

import pytest
from fastapi.testclient import TestClient

from tests.ui import small_collection
from ui.logs import JsonLines
from ui.request_ids import REQUEST_ID, request_id


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/articles/none", "/gradio_api/upload", "/ui/page.css"])
def test_every_response_has_an_id(client, path):
    first, second = (client.get(path).headers["x-request-id"] for _ in range(2))
    assert first != second
    assert len(first) == 32


def test_an_id_that_is_well_formed_is_taken(client):
    assert client.get("/healthz", headers={"x-request-id": "portal-7.a_B"}).headers["x-request-id"] == "portal-7.a_B"


@pytest.mark.parametrize("given", ["", " ", "a b", "a\tb", 'a"b', "x" * 65, "a;b", "é", "{}", None])
def test_any_other_is_replaced(given):
    assert request_id(given) != given
    assert request_id(given).isalnum()


@pytest.mark.parametrize(
    ("path", "body"), [("/api/ask", "{}"), ("/api/ask", '{"question": "crash"}'), ("/api/ask", '{"question": "wrong"}')]
)
def test_a_problem_names_its_request(client, path, body):
    response = client.post(path, content=body, headers={"content-type": "application/json", "x-request-id": "r1"})
    assert response.json()["request_id"] == response.headers["x-request-id"] == "r1"


def test_the_id_reaches_what_is_logged_while_answering():
    seen = []

    def spy(question, **_):
        seen.append(REQUEST_ID.get())
        return small_collection.ask(question)

    with TestClient(small_collection.service(spy), base_url="http://localhost") as client:
        client.post("/api/ask", json={"question": "grooming"}, headers={"x-request-id": "r2"})
    assert seen == ["r2"]
    assert REQUEST_ID.get() == ""


def test_a_request_is_one_line_of_json_without_its_query(client, caplog):
    with caplog.at_level(logging.INFO, "ui.requests"):
        client.get("/api/articles/lockdown?q=is+my+neighbour+named", headers={"x-request-id": "r3"})
    (record,) = [record for record in caplog.records if record.name == "ui.requests"]
    line = json.loads(JsonLines().format(record))
    assert (line["method"], line["path"], line["status"], line["user"]) == ("GET", "/api/articles/lockdown", 200, "-")
    assert line["ms"] >= 0
    assert "neighbour" not in json.dumps(line)


def test_a_line_has_the_id_and_a_traceback_stays_on_it():
    context = REQUEST_ID.set("r4")
    try:
        raise ValueError("two\nlines")
    except ValueError:
        record = logging.getLogger("a").makeRecord("a", logging.ERROR, "f", 1, "said", (), __import__("sys").exc_info())
    written = JsonLines().format(record)
    REQUEST_ID.reset(context)
    assert "\n" not in written
    line = json.loads(written)
    assert (line["request_id"], line["level"], line["message"]) == ("r4", "error", "said")
    assert "ValueError" in line["exception"]
