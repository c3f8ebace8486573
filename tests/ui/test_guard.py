"""What Gradio offers to anyone, and does not offer here, path by path."""

import json

import pytest
from fastapi.testclient import TestClient

from tests.ui import small_collection
from ui.guard import reaches_gradio

REFUSED = [
    ("POST", "/gradio_api/upload"),
    ("POST", "/gradio_api/upload/"),
    ("GET", "/gradio_api/upload_progress?upload_id=a"),
    ("GET", "/gradio_api/file=/etc/passwd"),
    ("HEAD", "/gradio_api/file=/etc/passwd"),
    ("GET", "/gradio_api/file=http://evil.example/"),
    ("GET", "/gradio_api/file/etc/passwd"),
    ("GET", "/file=/etc/passwd"),
    ("GET", "/gradio_api/proxy=http://evil.example/"),
    ("POST", "/gradio_api/run/respond"),
    ("POST", "/gradio_api/api/respond"),
    ("POST", "/gradio_api/call/respond"),
    ("POST", "/gradio_api/call/v2/respond"),
    ("GET", "/gradio_api/call/respond/id"),
    ("POST", "/gradio_api/component_server"),
    ("GET", "/gradio_api/custom_component/1/client/component/index.js"),
    ("POST", "/gradio_api/stream/id"),
    ("POST", "/gradio_api/stream/id/close"),
    ("GET", "/gradio_api/stream/s/1/1/playlist.m3u8"),
    ("GET", "/gradio_api/deep_link?session_hash=a"),
    ("GET", "/gradio_api/token"),
    ("GET", "/gradio_api/openapi.json"),
    ("GET", "/gradio_api/queue/status"),
    ("GET", "/gradio_api/dev/reload"),
    ("GET", "/gradio_api/runs"),
    ("POST", "/gradio_api/run-history/connect"),
    ("GET", "/gradio_api/mcp/"),
    ("GET", "/monitoring"),
    ("GET", "/monitoring/summary"),
    ("GET", "/config"),
    ("GET", "/login"),
    ("POST", "/login"),
    ("GET", "/logout"),
    ("GET", "/svelte/x.js"),
    ("GET", "/static/../../../../etc/passwd"),
    ("GET", "/static/%2e%2e/%2e%2e/etc/passwd"),
    ("GET", "/assets/..%2f..%2fpyproject.toml"),
    ("GET", "/ui/..%2fpage.py"),
    ("GET", "/ui/%2e%2e/page.py"),
    ("GET", "//etc/passwd"),
]


@pytest.mark.parametrize(("method", "path"), REFUSED)
def test_what_the_page_does_not_need_is_refused(client, method, path):
    response = client.request(method, path)
    assert response.status_code in {404, 405}, response.text
    assert b"root:" not in response.content
    assert response.headers["content-type"] == "application/problem+json"


def test_an_upload_is_refused_and_nothing_is_stored(client):
    response = client.post("/gradio_api/upload", files={"files": ("a.html", b"<script>")})
    assert response.status_code in {404, 405}


def test_the_page_and_what_it_needs_are_served(client):
    assert client.get("/").status_code == 200
    assert client.head("/").status_code == 200
    assert client.get("/theme.css").status_code == 200
    assert client.get("/ui/conversation.js").headers["content-type"].partition(";")[0].endswith("javascript")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/gradio_api/queue/join", "{}"),
        ("POST", "/gradio_api/queue/join", "{"),
        ("POST", "/gradio_api/queue/join", '{"data": [1], "fn_index": 99, "session_hash": "secret"}'),
        ("GET", "/gradio_api/queue/data", None),
        ("GET", "/assets/none.js", None),
        ("GET", "/static/none", None),
    ],
)
def test_gradios_own_errors_are_problems_that_repeat_nothing(client, method, path, body):
    response = client.request(method, path, content=body, headers={"content-type": "application/json"})
    assert response.status_code >= 400
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["request_id"] == response.headers["x-request-id"]
    assert "secret" not in response.text


def test_methods_are_part_of_the_list():
    assert reaches_gradio("POST", "/gradio_api/queue/join")
    for method, path in [("GET", "/gradio_api/queue/join"), ("POST", "/"), ("PUT", "/"), ("OPTIONS", "/"), ("X", "/")]:
        assert not reaches_gradio(method, path)


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Gradio-Server"])
def test_a_header_does_not_make_the_page_load_from_elsewhere(client, name):
    assert "evil.example" not in client.get("/", headers={name: "https://evil.example"}).text


def converse(client, asked, history=None, session="s1"):
    """Ask as the page's script does, with a history that it has no say in; Gradio's last message."""
    joined = client.post(
        "/gradio_api/queue/join", json={"data": [asked, history], "fn_index": 0, "session_hash": session}
    )
    if joined.status_code != 200:
        return joined.status_code
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        for line in stream.iter_lines():
            message = json.loads(line.removeprefix("data: ")) if line else {}
            if message.get("msg") == "process_completed":
                return message
    return None


def viewed(message):
    """What the page would draw."""
    return json.loads(message["output"]["data"][0]["view"])


def test_the_history_of_a_session_cannot_be_forged():
    histories = []

    def spy(question, *, history, **_):
        histories.append(list(history))
        return small_collection.ask(question)

    with TestClient(small_collection.service(spy), base_url="http://localhost") as client:
        converse(client, {"question": "first"}, ["forged"])
        converse(client, {"question": "second"}, ["forged"])
        converse(client, {"question": "other"}, ["forged"], session="s2")
    assert histories == [[], ["first"], []]


@pytest.mark.parametrize("question", [None, 7, ["a"], {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}])
def test_a_question_of_another_shape_does_no_harm(client, question):
    for asked in (question, {"question": question}):
        said = json.dumps(converse(client, asked))
        assert "root:" not in said
        assert "Traceback" not in said
    assert client.get("/healthz").status_code == 200


def test_an_error_is_a_fixed_phrase_on_the_page(client):
    assert viewed(converse(client, {"question": "crash"})) == {"question": "crash", "problem": "failed.answer"}


def test_a_question_that_is_too_long_is_not_asked(client):
    assert viewed(converse(client, {"question": "grooming " * 1000}))["problem"] == "ask.too_long"
