"""Who asks too often waits, each on their own account; reading costs nothing."""

import pytest
from fastapi.testclient import TestClient

from index.errors import QuotedeskError
from tests.loops import finished
from tests.ui import small_collection
from tests.ui.test_api import is_problem
from ui.access.users import User
from ui.limits import Rate, RateLimit
from ui.service import Service


@pytest.fixture
def limited():
    app = small_collection.service(service=Service(rate="3/minute"))
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


def ask(client):
    return client.post("/api/ask", json={"question": "grooming"})


def test_after_so_many_questions_the_next_is_429_with_the_time_to_wait(limited):
    assert [ask(limited).status_code for _ in range(3)] == [200, 200, 200]
    refused = ask(limited)
    is_problem(refused, 429)
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert refused.headers["x-request-id"]
    assert limited.get("/api/articles/lockdown").status_code == limited.get("/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/", "/api/feedback", "/gradio_api/queue/join"])
def test_the_page_the_api_and_feedback_share_one_account(limited, path):
    for _ in range(3):
        ask(limited)
    assert limited.post(path, json={}).status_code == 429


def test_a_prefix_that_a_proxy_takes_off_is_no_way_around(limited):
    for _ in range(3):
        ask(limited)
    with TestClient(limited.app, base_url="http://localhost", root_path="/quotes") as prefixed:
        assert prefixed.post("/quotes/api/ask", json={"question": "grooming"}).status_code == 429


def answered(rate, scope):
    """What a middleware of this rate answers; 200 is what stands behind it."""

    sent = []

    async def behind(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message):
        sent.append(message)

    finished(RateLimit(behind, rate)(scope, None, send))
    return sent[0]["status"]


def scope(address="10.0.0.1", user=None):
    state = {"user": user} if user else {}
    return {
        **{"type": "http", "method": "POST", "path": "/api/ask", "headers": []},
        **{"client": (address, 1), "state": state},
    }


def test_users_behind_one_address_have_an_account_each_and_one_user_has_one_everywhere():
    rate = Rate("1/minute")
    assert answered(rate, scope(user=User("ada"))) == 200
    assert answered(rate, scope(user=User("ben"))) == 200
    assert answered(rate, scope("10.0.0.2", User("ada"))) == 429
    assert answered(rate, scope("10.0.0.2")) == 200
    assert answered(rate, scope("10.0.0.3")) == 200
    assert answered(rate, scope("10.0.0.2")) == 429


def test_a_user_named_like_an_address_is_not_that_address():
    rate = Rate("1/minute")
    assert answered(rate, scope(user=User("10.0.0.9"))) == 200
    assert answered(rate, scope("10.0.0.9")) == 200


@pytest.mark.parametrize("rate", ["", "often", "60", "-1/minute", "60/fortnight"])
def test_what_is_no_rate_is_a_message(rate):
    with pytest.raises(QuotedeskError, match="--rate"):
        Rate(rate)
