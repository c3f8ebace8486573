"""Below a proxy's path, which it may take off or leave."""

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.loops import finished
from ui.doorway import BelowPrefix


@pytest.fixture
def below():
    def tell(request: Request):
        return JSONResponse({"found": request.path_params["found"], "base": str(request.base_url)})

    app = Starlette(routes=[Route("/{found:path}", tell)])
    return TestClient(BelowPrefix(app, "/quotes"), base_url="http://localhost", follow_redirects=False)


@pytest.mark.parametrize("path", ["", "api/ask", "quotesmore", "quote"])
def test_a_path_is_the_same_whether_the_prefix_was_taken_off_or_left(below, path):
    seen = {"found": path, "base": "http://localhost/quotes/"}
    assert below.get(f"/quotes/{path}").json() == below.get(f"/{path}").json() == seen


def test_the_prefix_alone_leads_to_the_page_below_it(below):
    assert below.get("/quotes").headers["location"] == "/quotes/"


def test_the_prefix_twice_is_not_taken_off_twice(below):
    assert below.get("/quotes/quotes/healthz").json()["found"] == "quotes/healthz"


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_no_path_gets_out_of_the_prefix(path):
    seen = []

    async def app(scope, receive, send):
        seen.append(scope["path"])

    async def sent(message):
        seen.append("/quotes/")  # the redirection

    finished(BelowPrefix(app, "/quotes")({"type": "http", "path": f"/{path}", "headers": []}, None, sent))
    assert all(one.startswith("/quotes/") for one in seen)
