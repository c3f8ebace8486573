"""What every response tells the browser, and whom the server answers at all."""

import pytest
from fastapi.testclient import TestClient

from index.errors import QuotedeskError
from tests.ui import small_collection
from ui.doorway import host_name
from ui.headers import policy
from ui.service import Service
from ui.site import Site

PATHS = ["/", "/api/articles/lockdown", "/api/articles/none", "/openapi.json", "/gradio_api/upload", "/ui/page.css"]


@pytest.mark.parametrize("path", PATHS)
def test_every_response_carries_the_headers(client, path):
    headers = client.get(path).headers
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_an_unforeseen_error_carries_them_too(client):
    assert "content-security-policy" in client.post("/api/ask", json={"question": "crash"}).headers


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:9999"])
@pytest.mark.parametrize("path", ["/", "/api/articles/lockdown", "/gradio_api/info"])
def test_no_foreign_origin_may_read(client, origin, path):
    preflight = {"origin": origin, "access-control-request-method": "POST"}
    for response in (client.get(path, headers={"origin": origin}), client.options(path, headers=preflight)):
        assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7860", "", "localhost.evil.example", "[::1", "127.0.0.2"]
)
def test_a_foreign_host_name_is_refused(client, host):
    response = client.get("/api/articles/lockdown", headers={"host": host})
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1:1", "[::1]:7860", "LOCALHOST"])
def test_this_machine_is_known(client, host):
    assert client.get("/healthz", headers={"host": host}).status_code == 200


def test_a_proxys_name_and_portal_can_be_allowed():
    site = Site(allowed_hosts=("Quotes.Example",), frame_ancestors=("https://portal.example",))
    app = small_collection.service(site=site)
    with TestClient(app, base_url="https://quotes.example") as client:
        headers = client.get("/").headers
    assert "frame-ancestors 'self' https://portal.example" in headers["content-security-policy"]
    assert "x-frame-options" not in headers


@pytest.mark.parametrize("site", ["*", "portal.example", "https://a.example; script-src *", "https://a b", "data:", ""])
def test_a_frame_ancestor_is_the_address_of_a_site(site):
    with pytest.raises(QuotedeskError, match="frame-ancestors"):
        policy([site])


@pytest.mark.parametrize("site", ["https://portal.example", "http://localhost:8080", "https://*.gov.example"])
def test_addresses_of_sites_are_taken(site):
    assert policy([site]).endswith(f"frame-ancestors 'self' {site}")


def test_a_malformed_host_has_no_name():
    assert host_name("[::1") is None
    assert host_name("") is None
    assert host_name("[::1]:80") == "::1"


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/api/articles/lockdown", "no-store"),
        ("/", "no-store"),
        ("/ui/page.css", "no-cache"),
        ("/favicon.ico", "no-cache"),
    ],
)
def test_files_may_be_kept_and_answers_may_not(client, path, kept):
    assert client.get(path).headers["cache-control"] == kept


def test_the_page_of_an_allowed_origin_may_ask_and_reads_refusals_too():
    origin = {"origin": "https://portal.example"}
    site, service = Site(allow_origins=("https://portal.example",)), Service(rate="1/hour")
    app = small_collection.service(site=site, service=service)
    with TestClient(app, base_url="http://localhost") as client:
        wanted = {
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type",
        }
        assert client.options("/api/ask", headers=origin | wanted).headers["access-control-allow-origin"]
        answers = [client.post("/api/ask", json={"question": "grooming"}, headers=origin) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 429]
        for answer in answers:
            assert answer.headers["access-control-allow-origin"] == origin["origin"]
            assert "access-control-allow-credentials" not in answer.headers
        other = client.post("/api/ask", json={"question": "grooming"}, headers={"origin": "https://evil.example"})
        assert "access-control-allow-origin" not in other.headers


@pytest.mark.parametrize("origin", ["*", "null", "portal.example", "https://portal.example/", "https://a b", ""])
def test_an_origin_is_named_as_a_browser_names_it(origin):
    with pytest.raises(QuotedeskError, match="--allow-origin"):
        Site(allow_origins=(origin,))
