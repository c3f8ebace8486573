"""Behind a real nginx, below a path that it keeps or takes off, with the sample configuration."""

import json
import socket
import subprocess
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from playwright.sync_api import expect
from starlette.middleware import Middleware

from tests.browser.conftest import ask, browser_tests, needed, open_page, serving
from tests.conftest import SAMPLES
from tests.ui import small_collection
from ui.site import Site

NGINX = Path("/usr/sbin/nginx")
SAMPLE = SAMPLES / "deploy" / "nginx.conf"
AROUND = """
daemon off; worker_processes 1; pid nginx.pid; error_log stderr warn;
events {{ worker_connections 256; }}
http {{
    access_log off; types {{ text/html html; text/css css; }}
    client_body_temp_path body; proxy_temp_path proxy;
    fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    include {site};
}}
"""
WIDGET = """<!doctype html><html lang="en"><title>A portal</title><script src="/quotedesk/widget.js" defer></script>
<main><h1>A portal</h1><quotedesk-widget></quotedesk-widget></main></html>"""


needed(NGINX, "nginx-light")
pytestmark = browser_tests()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextmanager
def proxied(folder, url, *, stripped):
    """Run nginx with the sample configuration in front of ``url``; the address that browsers see."""
    port = free_port()
    text = SAMPLE.read_text("utf-8")
    changes = {"127.0.0.1:8080": f"127.0.0.1:{port}", "http://127.0.0.1:7860": url + "/" * stripped}
    for known, mine in changes.items():
        assert known in text
        text = text.replace(known, mine)
    (folder / "site.conf").write_text(text, "utf-8")
    (folder / "nginx.conf").write_text(AROUND.format(site=folder / "site.conf"), "utf-8")
    command = [NGINX, "-p", folder, "-c", folder / "nginx.conf", "-e", "stderr"]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    with subprocess.Popen(command) as running:
        try:
            _until_it_answers(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()


def _until_it_answers(port):
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
    pytest.fail("nginx did not start within 10 s")


class Noting:
    """Keeps the scope of every request."""

    def __init__(self, app, seen):
        self.app, self.seen = app, seen

    async def __call__(self, scope, receive, send):
        self.seen.append(scope)
        await self.app(scope, receive, send)


@pytest.fixture(scope="module", params=["kept", "taken off"])
def site(request, tmp_path_factory):
    """The page behind nginx, the event without which ``tiktok`` is not answered, and what Quotedesk has seen."""
    go = threading.Event()

    def answer(question, **how):
        assert "tiktok" not in question.lower() or go.wait(20)
        return small_collection.ask(question, **how)

    folder, seen = tmp_path_factory.mktemp("nginx"), []
    noting = Middleware(Noting, seen=seen)
    app = small_collection.service(answer, site=Site(root_path="/quotedesk"), guard=[noting])
    with serving(app) as url, proxied(folder, url, stripped=request.param == "taken off") as host:
        yield SimpleNamespace(url=f"{host}/quotedesk/", go=go, seen=seen)
        go.set()


def test_the_page_answers_below_the_path_and_asks_for_nothing_outside_of_it(page, site, requested):
    open_page(page, site.url)
    turn = ask(page, "How many grooming offences?")
    expect(turn.locator("figure")).to_have_count(3)
    turn.locator(".reference").first.click()
    expect(page.locator("#source mark.current")).to_be_in_viewport()
    ours = (site.url, "data:", site.url.replace("/quotedesk/", "/favicon.ico"))  # the last is Chromium's own idea
    assert [url for url in requested["urls"] if not url.startswith(ours)] == []


def test_the_path_without_its_slash_leads_to_the_page_with_its_question(page, site):
    page.goto(site.url.rstrip("/") + "?q=grooming")
    expect(page.locator("figure")).to_have_count(3, timeout=20_000)
    assert page.url.startswith(f"{site.url}?q=grooming")


def test_the_api_and_its_description_are_below_the_path(site):
    answer = httpx.post(f"{site.url}api/ask", json={"question": "grooming"}).json()
    assert len(answer["quotes"]) == 3
    assert httpx.get(f"{site.url}api/docs").status_code == 200
    described = httpx.get(f"{site.url}openapi.json").json()
    assert described["servers"] == [{"url": "/quotedesk"}]
    assert httpx.get(f"{site.url}gradio_api/upload").status_code == 404


def test_the_widget_finds_its_way_back_below_the_path(page, site):
    page.route(f"{site.url}portal", lambda route: route.fulfill(body=WIDGET, content_type="text/html"))
    page.goto(f"{site.url}portal")
    page.get_by_label("Your question").fill("grooming")
    page.keyboard.press("Enter")
    inside = page.locator("quotedesk-widget")
    expect(inside.locator("blockquote")).to_have_count(3)
    opened = inside.get_by_role("link", name="Read it in the article").first.get_attribute("href")
    assert opened.startswith(site.url)


def test_events_come_while_the_answer_is_still_being_sought(site):
    joined = {"data": [{"question": "tiktok"}, None], "fn_index": 0, "session_hash": "streamed"}
    assert httpx.post(f"{site.url}gradio_api/queue/join", json=joined).status_code == 200
    site.go.clear()
    with httpx.stream("GET", f"{site.url}gradio_api/queue/data?session_hash=streamed", timeout=10) as stream:
        lines = (json.loads(line.removeprefix("data: "))["msg"] for line in stream.iter_lines() if line)
        assert next(lines) in {"estimation", "process_starts"}
        site.go.set()
        assert "process_completed" in lines


def test_a_visitor_cannot_say_who_or_where_he_is(site):
    site.seen.clear()
    claims = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-User": "admin", "X-Forwarded-Proto": "https"}
    assert httpx.get(f"{site.url}api/articles/lockdown", headers=claims).status_code == 200
    scope = site.seen[0]
    assert scope["client"][0] == "127.0.0.1"
    assert scope["scheme"] == "http"
    assert not [value for name, value in scope["headers"] if name == b"x-forwarded-user"]


def test_a_question_that_is_too_large_is_refused(site):
    assert httpx.post(f"{site.url}api/ask", content=b"x" * 300 * 1024).status_code == 413
