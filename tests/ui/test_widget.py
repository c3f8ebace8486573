"""What the widget is made of: one script, and what it says in each language."""

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ui.phrases import languages, load
from ui.views import CERTAINTIES
from ui.widget import SCRIPT, STYLE, widget

NOTICE = "Call 999 & <b>ask</b>."


@pytest.fixture(scope="module")
def client():
    app = FastAPI()
    app.include_router(widget(NOTICE))
    with TestClient(app) as client:
        yield client


def test_the_script_is_the_file(client):
    response = client.get("/widget.js")
    assert response.content == SCRIPT.read_bytes()
    assert response.headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize("language", languages())
def test_it_says_the_phrases_the_notice_and_what_certainty_is_called(client, language):
    said = client.get(f"/widget/{language}.json").json()
    assert said["phrases"].items() <= load(language).items()
    assert said["notice"] == NOTICE
    assert said["css"] == STYLE.read_text("utf-8")
    assert said["certainties"] == [list(one) for one in CERTAINTIES]


@pytest.mark.parametrize("language", ["xx", "en.toml", "%00"])
def test_a_language_that_there_is_not_is_english(client, language):
    assert client.get(f"/widget/{language}.json").json()["phrases"]["page.language"] == "en-GB"


def test_every_phrase_that_the_script_looks_up_is_sent(client):
    said = client.get("/widget/cy.json").json()["phrases"]
    script = SCRIPT.read_text("utf-8")
    tables = {name.partition(".")[0] for name in load()}
    names = {name for name in re.findall(r'"(\w+\.\w+)"', script) if name.partition(".")[0] in tables}
    assert names
    assert names <= said.keys()


def test_the_script_has_under_ten_kilobytes():
    assert len(SCRIPT.read_bytes()) < 10_000
