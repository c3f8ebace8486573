"""Below a proxy's path, which it may take off or leave."""

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from index.errors import QuotedeskError
from tests.loops import finished
from ui.doorway import OWN_PATHS, BelowPrefix, check_prefix
from ui.server import Site


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


@pytest.mark.parametrize(
    "prefix",
    ["quotes", "/", "/quotes/", "//evil.example", "/a b", "/ü", "/a?b", *("/" + own for own in sorted(OWN_PATHS))],
)
def test_what_is_no_prefix_is_refused_in_words(prefix):
    with pytest.raises(QuotedeskError, match="--root-path"):
        Site(root_path=prefix)


@pytest.mark.parametrize("prefix", ["", "/quotes", "/team/news.desk", "/apis"])
def test_a_prefix_of_ones_own_is_taken(prefix):
    check_prefix(prefix)
