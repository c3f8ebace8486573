"""The OpenAPI document says what is given, in full, and its page loads nothing from elsewhere."""

import re

import pytest

from tests.ui.small_collection import ANSWERS, ARTICLES
from ui.schemas import AnswerBody, ArticleBody, Problem, Thanks


@pytest.fixture
def document(client):
    return client.get("/openapi.json").json()


@pytest.mark.parametrize("word", [word for word in ANSWERS if ANSWERS[word] and word != "surrogate"])
def test_every_answer_is_as_the_document_says(client, word):
    AnswerBody.model_validate_json(client.post("/api/ask", json={"question": word}).content)


@pytest.mark.parametrize("article_id", [name for name in ARTICLES if "surrogate" not in name])
def test_every_article_is_as_the_document_says(client, article_id):
    ArticleBody.model_validate_json(client.get(f"/api/articles/{article_id}").content)


def test_thanks_and_problems_are_too(client):
    name = client.post("/api/ask", json={"question": "grooming"}).json()["answer_id"]
    Thanks.model_validate_json(client.post("/api/feedback", json={"answer_id": name, "verdict": "right"}).content)
    Problem.model_validate_json(client.get("/api/none").content)


def test_every_route_has_a_summary_and_says_what_it_answers(document):
    for path, methods in document["paths"].items():
        for method, route in methods.items():
            assert route["summary"], (method, path)
            (content,) = route["responses"]["200"]["content"].values()
            assert content["schema"], (method, path)


def test_every_error_in_it_is_a_problem(document):
    for methods in document["paths"].values():
        for route in methods.values():
            for status, response in route["responses"].items():
                assert status == "200" or list(response["content"]) == ["application/problem+json"]


def test_its_page_is_served_from_here_with_addresses_that_any_prefix_leaves_right(client):
    page = client.get("/api/docs")
    assert page.status_code == 200
    addresses = re.findall(r"(?:href|src)=\"([^\"]+)\"|url: '([^']+)'", page.text)
    found = {one or other for one, other in addresses}
    assert found == {"docs/swagger-ui.css", "docs/swagger-ui-bundle.js", "../favicon.ico", "../openapi.json"}
    for address in found:
        assert client.get(f"/api/{address}").status_code == 200
    assert '"validatorUrl": null' in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]


@pytest.mark.parametrize("name", ["redoc.standalone.js", "favicon.png", "%2e%2e%2fcore.py", "none"])
def test_no_other_file_is_served(client, name):
    assert client.get(f"/api/docs/{name}").status_code == 404
