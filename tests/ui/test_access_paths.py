"""Whatever is answered is answered to those who are known: every route, and every path that Gradio is known to have."""

import re

import pytest
from starlette.routing import Mount, Route, Router
from starlette.websockets import WebSocketDisconnect

from index.errors import QuotedeskError
from tests.ui import small_collection
from tests.ui.gated import BROWSER, behind_gate, visitor
from tests.ui.test_guard import REFUSED
from ui.access.gate import guarded
from ui.access.proxy import TrustedProxy, network
from ui.access.records import open_records
from ui.access.registration import WELL_KNOWN, Registration
from ui.access.settings import Access
from ui.access.tokens import Tokens
from ui.late_page import LatePage

GRADIO = [
    *("/", "/config", "/theme.css", "/manifest.json", "/pwa_icon", "/robots.txt", "/favicon.ico", "/index.html"),
    *("/assets/index.js", "/static/fonts/a.woff2", "/svelte/x.js", "/custom_component/1/client/component/index.js"),
    *("/monitoring", "/monitoring/summary", "/dev/reload", "/queue/join", "/queue/data", "/queue/status"),
    *("/file=/etc/passwd", "/file/etc/passwd", "/proxy=http://evil.example/", "/upload", "/stream/id", "/heartbeat/x"),
    *("/run/predict", "/api/predict", "/call/respond", "/component_server", "/token", "/user", "/login_check", "/info"),
    *("/gradio_api/mcp/sse", "/gradio_api/queue/data?session_hash=a", "/gradio_api/heartbeat/a", "/gradio_api/info"),
]
OURS = [
    "/api/ask",
    "/api/articles/lockdown",
    "/api/feedback",
    "/openapi.json",
    "/metrics",
    "/ui/page.css",
    "/ui/widget.js",
]
#: Gradio has them too, and is not reached.
GATES_OWN = {"/login", "/logout"}
NEARLY_OPEN = [
    *(
        "/healthz/",
        "//healthz",
        "/healthz/x",
        "/HEALTHZ",
        "/healthz%2f",
        "/x/%2e%2e/healthz",
        "/healthz;x",
        "/readyz/%2e%2e",
    ),
    *(
        "/login/login.css/",
        "/login/%2e%2e/",
        "/login/x",
        "/logout/",
        "/login/login.css/%2e%2e/%2e%2e/api/articles/lockdown",
    ),
]


def ways():
    provider = Registration("https://provider.example" + WELL_KNOWN, "id", "secret", "http://localhost")
    return {
        "token": Access(by_token=True),
        "proxy": Access(proxy=TrustedProxy("x" * 32, [network("10.0.0.5")])),
        "oidc": Access(registration=provider, public_url="http://localhost"),
        "all": Access(by_token=True, proxy=TrustedProxy("x" * 32, [network("10.0.0.5")]), registration=provider),
    }


@pytest.fixture(scope="module", params=["token", "proxy", "oidc", "all"])
def stranger(request, tmp_path_factory):
    state = tmp_path_factory.mktemp("state")
    with visitor(small_collection.service(guard=guarded(ways()[request.param], state))) as client:
        yield client


def innermost(app):
    """What is mounted, without what is around it; files have no routes."""
    while not hasattr(app, "routes"):
        if isinstance(app, LatePage):
            return app.made.result()
        if not hasattr(app, "app"):
            return Router()
        app = app.app
    return app


def paths_of(routes, prefix=""):
    """Every path of an app, those below its mounts too."""
    for route in routes:
        path = prefix + re.sub(r"\{[^}]*\}", "x", getattr(route, "path", ""))
        if isinstance(route, Mount):
            yield path + "/x", "GET"
            yield from paths_of(innermost(route.app).routes, path)
        elif router := getattr(route, "original_router", None):  # FastAPI's, of what was included
            yield from paths_of(router.routes, path + route.include_context.prefix)
        elif isinstance(route, Route):
            yield from ((path, method) for method in sorted(route.methods or {"GET"}))


def test_every_route_of_the_app_is_refused_to_strangers(stranger):
    found = set(paths_of(stranger.app.routes))
    assert len(found) > 40  # Gradio's are among them
    assert {path for path, _ in found} >= {"/api/ask", "/openapi.json", "/gradio_api/queue/join", "/gradio_api/upload"}
    let_in = [
        (path, method)
        for path, method in found
        if stranger.request(method, path).status_code != 401 and path not in {"/healthz", "/readyz", *GATES_OWN}
    ]
    assert let_in == []


@pytest.mark.parametrize("path", [*GRADIO, *OURS, *NEARLY_OPEN, *(path for _, path in REFUSED)])
def test_a_known_path_is_refused_to_strangers_by_every_method(stranger, path):
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        if path in GATES_OWN:
            continue
        response = stranger.request(method, path)
        assert response.status_code == 401, (method, path)
        assert response.headers["www-authenticate"].startswith("Bearer")
        assert response.headers["cache-control"] == "no-store"


def test_health_is_told_to_anybody_but_only_to_readers(stranger):
    assert stranger.get("/healthz").json() == {"status": "up"}
    assert stranger.get("/readyz").status_code == 200
    assert stranger.post("/healthz").status_code == 401


@pytest.mark.parametrize("path", ["/login", "/login/start", "/login/callback", "/login/login.css", "/logout"])
def test_the_gates_own_paths_are_open_by_their_own_methods_only(stranger, path):
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        assert stranger.request(method, path).status_code == 401


def test_programs_get_a_problem_and_people_a_page(stranger):
    problem = stranger.post("/api/ask", json={"question": "grooming"}, headers=BROWSER)
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["status"] == 401
    page = stranger.get("/?q=who%20said", headers=BROWSER)
    assert page.status_code == 401
    assert page.headers["content-type"].startswith("text/html")
    assert "<h1>" in page.text
    assert stranger.get("/api/articles/lockdown", headers=BROWSER).headers["content-type"] == "application/problem+json"


def test_a_refusal_tells_nothing_of_what_there_is(stranger):
    there, not_there = (stranger.get(f"/api/articles/{name}") for name in ("lockdown", "nothing"))
    assert there.json()["detail"] == not_there.json()["detail"]
    assert {*there.headers} == {*not_there.headers}


def test_the_login_page_needs_nothing_that_is_refused(stranger):
    page = stranger.get("/", headers=BROWSER).text
    for needed in re.findall(r'(?:href|src)="([^"]+)"', page):
        if not needed.startswith(("/login/start", "data:,")):
            assert stranger.get(needed).status_code == 200


def test_a_websocket_is_refused(stranger):
    with pytest.raises(WebSocketDisconnect) as refused, stranger.websocket_connect("/gradio_api/queue/join"):
        pass
    assert refused.value.code == 1008


@pytest.mark.parametrize(("open_", "status"), [(False, 401), (True, 200)])
def test_metrics_are_open_only_where_that_is_said(tmp_path, open_, status):
    app = behind_gate(Access(by_token=True, metrics_open=open_), tmp_path)
    assert visitor(app).get("/metrics").status_code == status
    assert visitor(app).get("/metrics/x").status_code == 401


def test_a_prefix_does_not_open_what_is_below_it(tmp_path):
    app = behind_gate(Access(by_token=True), tmp_path)
    below = visitor(app, root_path="/quotes")
    assert below.get("/quotes/healthz").status_code == 200
    for path in ("/quotes/quotes/healthz", "/quoteshealthz", "/quotes", "/quotes/", "/quotes/api/ask"):
        assert below.get(path).status_code == 401


@pytest.mark.parametrize("name", ["X-User", "X-Forwarded-User", "Remote-User", "X-Auth-Request-User", "Forwarded"])
def test_without_a_proxy_no_header_names_anybody(tmp_path, name):
    app = behind_gate(Access(by_token=True), tmp_path)
    assert visitor(app).get("/", headers={name: "admin", "X-Quotedesk-Proxy-Secret": ""}).status_code == 401


def test_with_none_there_is_no_gate_and_nobody_is_asked(tmp_path):
    assert visitor(behind_gate(Access(), tmp_path / "state")).get("/").json() is None
    assert not (tmp_path / "state").exists()


def test_where_nobody_is_asked_only_this_machine_is_served():
    Access().require_fit("127.0.0.1")
    Access(by_token=True).require_fit("0.0.0.0")
    with pytest.raises(QuotedeskError, match="--auth"):
        Access().require_fit("0.0.0.0")


def test_the_user_is_nobodys_before_and_after(tmp_path):
    token = Tokens(open_records(tmp_path)).add("ada")
    browser = visitor(behind_gate(Access(by_token=True), tmp_path))
    for _ in range(2):
        assert browser.get("/", headers={"Authorization": f"Bearer {token}"}).json()["name"] == "ada"
        assert browser.get("/").status_code == 401
