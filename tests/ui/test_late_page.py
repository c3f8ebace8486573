"""Questions are answered before the page is there, and also where it never will be."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.ui.small_collection import EXAMPLES, service
from ui.late_page import mount_page

ROOT = Path(__file__).parent.parent.parent
QUESTION = {"question": EXAMPLES[0]}


@pytest.fixture
def from_here():
    return {"base_url": "http://localhost", "raise_server_exceptions": False}


def test_questions_are_answered_while_the_page_is_made(monkeypatch, from_here):
    from ui import page

    made, asked_for = threading.Event(), threading.Event()
    chat_page = page.chat_page

    def late(*arguments, **how):
        assert made.wait(30)
        return chat_page(*arguments, **how)

    monkeypatch.setattr(page, "chat_page", late)
    found = []
    with TestClient(service(), **from_here) as client:

        def open_page():
            asked_for.set()
            found.append(client.get("/"))

        opening = threading.Thread(target=open_page)
        opening.start()
        assert asked_for.wait(30)
        assert client.get("/readyz").status_code == 200
        assert client.post("/api/ask", json=QUESTION).json()["quotes"]
        assert not found
        made.set()
        opening.join(30)
    assert found[0].status_code == 200
    assert "gradio" in found[0].text


def test_without_a_page_the_rest_is_served(monkeypatch, from_here, caplog):
    from ui import page

    def broken(*_, **__):
        raise RuntimeError("secret")

    monkeypatch.setattr(page, "chat_page", broken)
    with TestClient(service(), **from_here) as client:
        refused = client.get("/")
        assert (refused.status_code, refused.headers["content-type"]) == (500, "application/problem+json")
        assert "secret" not in refused.text
        assert client.post("/api/ask", json=QUESTION).json()["quotes"]
    assert "the page could not be made" in caplog.text


def test_the_page_is_open_while_the_service_is(from_here):
    lived = []

    async def living(_):
        lived.append("begun")
        yield
        lived.append("ended")

    app = FastAPI()
    mount_page(app, lambda: FastAPI(lifespan=living))
    with TestClient(app, **from_here) as client:
        client.get("/")
        while not lived:
            client.get("/")
        assert lived == ["begun"]
    assert lived == ["begun", "ended"]


def test_the_service_is_made_without_gradio():
    script = (
        "import sys; from tests.ui.small_collection import ask, find; from ui.server import create_app;"
        "create_app(ask, find); sys.exit('gradio' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0
