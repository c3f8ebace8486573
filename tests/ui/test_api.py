"""The API answers as the contract says, and every error is a problem in the same form."""

import datetime

import pytest
from fastapi.testclient import TestClient

from index.articles import sha256_of
from index.filters import Filters
from tests.ui import small_collection
from tests.ui.small_collection import ARTICLES, HOSTILE


def ask(client, **request):
    return client.post("/api/ask", json=request)


def is_problem(response, status):
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert "Traceback" not in response.text
    return body["detail"]


def test_an_answer_is_the_contracts(client):
    answer = ask(client, question="How many grooming offences?").json()
    first = answer["quotes"][0]
    assert first["answer"]["text"] == "7,062"
    assert answer["citations"][0]["published"] == "2024-11-01"
    assert ask(client, question="grooming", max_quotes=1).json()["quotes"] == [first]


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_quoted_is_the_slice_of_the_article_that_is_served(client, kind):
    quote = ask(client, question=kind).json()["quotes"][0]
    article = client.get(f"/api/articles/{quote['article_id']}").json()
    assert quote["text"] == HOSTILE[kind] == article["text"][quote["start"] : quote["end"]]
    assert article["text"] == ARTICLES[article["id"]].text
    assert quote["article_sha256"] == article["sha256"] == sha256_of(article["text"])


def test_abstaining_is_an_answer(client):
    answer = ask(client, question="What about TikTok?").json()
    assert (answer["abstained"], answer["quotes"], answer["reason"]) == (True, [], "not_covered")
    assert answer["missing"] == ["TikTok", "<b>"]
    assert answer["closest"]


def test_filters_and_history_reach_the_assistant():
    asked = {}

    def spy(question, **how):
        asked.update(how, question=question)
        return small_collection.ask(question)

    with TestClient(small_collection.service(spy), base_url="http://localhost") as client:
        ask(client, question=" why? ", source="The Ledger", after="2024-01-01", before="2024-12-31", history=["who?"])
    filters = Filters("The Ledger", datetime.date(2024, 1, 1), datetime.date(2024, 12, 31), groups=frozenset())
    assert asked == {"question": "why?", "filters": filters, "max_quotes": None, "history": ["who?"]}


def test_an_article_is_found_by_an_id_with_slashes_and_says_what_is_dropped(client):
    article = client.get("/api/articles/news/grooming").json()
    assert article["publisher"] == "The Ledger"
    first = article["dropped"][0]
    assert (article["text"][first["start"] : first["end"]], first["reason"]) == ("Skip to content\n", "navigation")
    assert client.get("/api/articles/news%2Fgrooming").json() == article


@pytest.mark.parametrize("name", ["nothing", "../../etc/passwd", "news/grooming/", "%00", "<script>"])
def test_an_unknown_article_is_404(client, name):
    is_problem(client.get("/api/articles/" + name.replace("..", "%2e%2e")), 404)


@pytest.mark.parametrize(
    ("request_", "named"),
    [
        ({}, "question"),
        ({"question": " "}, "question"),
        ({"question": "x" * 2001}, "question"),
        ({"question": 7}, "question"),
        ({"question": ["a"]}, "question"),
        ({"question": "a", "after": "yesterday"}, "after"),
        ({"question": "a", "after": 0}, "after"),
        ({"question": "a", "after": "1700000000"}, "after"),
        ({"question": "a", "before": "2024-01-31T00:00:00"}, "before"),
        ({"question": "a", "before": "2024-02-31"}, "before"),
        ({"question": "a", "after": "2024-02-01", "before": "2024-01-01"}, "after"),
        ({"question": "a", "max_quotes": 0}, "max_quotes"),
        ({"question": "a", "max_quotes": "3"}, "max_quotes"),
        ({"question": "a", "history": ["b"] * 21}, "history"),
        ({"question": "a", "k": 5}, "k"),
    ],
)
def test_a_request_that_makes_no_sense_is_422_and_says_where(client, request_, named):
    assert named in is_problem(ask(client, **request_), 422)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"null", b"[]", b'"a"', b"[" * 50_000, b'{"question": NaN'])
def test_a_body_that_is_not_a_json_object_is_400_or_422(client, body):
    response = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    is_problem(response, response.status_code)
    assert response.status_code in {400, 422}


def test_a_body_of_another_type_is_refused(client):
    response = client.post("/api/ask", content=b'{"question": "grooming"}', headers={"content-type": "text/plain"})
    assert response.status_code in {400, 415, 422}


@pytest.mark.parametrize("path", ["/api/ask", "/gradio_api/queue/join"])
def test_an_oversized_body_is_413_however_it_is_sent(client, path):
    large = b'{"question": "' + b"x" * 400_000 + b'"}'
    headers = {"content-type": "application/json"}
    is_problem(client.post(path, content=large, headers=headers), 413)
    is_problem(client.post(path, content=iter([large]), headers=headers), 413)


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/api/ask", 405), ("GET", "/api/other", 404)])
def test_wrong_paths_and_methods_are_problems_too(client, method, path, status):
    is_problem(client.request(method, path), status)


def test_a_broken_collection_is_503_and_tells_the_keeper_not_the_asker(client, caplog):
    assert "secret" not in is_problem(ask(client, question="what is wrong"), 503)
    assert "/srv/secret.txt" in caplog.text


def test_an_unforeseen_error_is_500_without_its_reason(client):
    assert "secret" not in is_problem(ask(client, question="please crash"), 500)


def test_health_and_readiness():
    loaded = []
    app = small_collection.service(ready=lambda: bool(loaded))
    with TestClient(app, base_url="http://localhost") as client:
        assert client.get("/healthz").json() == {"status": "up"}
        is_problem(client.get("/readyz"), 503)
        loaded.append(1)
        assert client.get("/readyz").json() == {"status": "ready"}


def test_the_openapi_document_lists_the_contract_and_nothing_of_gradio(client):
    paths = client.get("/openapi.json").json()["paths"]
    assert set(paths) == {
        *("/api/ask", "/api/articles/{article_id}", "/api/feedback", "/healthz", "/readyz", "/metrics")
    }
    assert set(paths["/api/ask"]["post"]["responses"]) >= {"200", "400", "413", "422", "503"}
    for page in ("/docs", "/redoc"):
        assert client.get(page).status_code == 404
