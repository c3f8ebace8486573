"""The widget for other sites' pages: its script; and what it looks like and says in each language, in one answer."""

import json
from pathlib import Path

from fastapi import APIRouter
from starlette.responses import FileResponse, Response

from ui.phrases import languages, load
from ui.views import CERTAINTIES

SCRIPT = Path(__file__).parent / "static" / "widget.js"
STYLE = SCRIPT.with_suffix(".css")
#: What the widget says; the rest is for the page.
TABLES = ("page", "ask", "found", "certainty", "quote", "timeline", "abstained", "failed", "copy", "feedback")


def widget(notice: str = "") -> APIRouter:
    """``/widget.js`` and ``/widget/LANGUAGE.json``, English for one that there is not.

    ``notice`` is the operator's, in plain text.
    """
    routes = APIRouter(include_in_schema=False)
    sayings = {language: _sayings(language, notice) for language in languages()}

    @routes.get("/widget.js")
    def _script() -> FileResponse:
        return FileResponse(SCRIPT, media_type="text/javascript")

    @routes.get("/widget/{language}.json")
    def _words(language: str) -> Response:
        return Response(sayings.get(language, sayings["en"]), media_type="application/json")

    return routes


def _sayings(language: str, notice: str) -> str:
    said = {name: phrase for name, phrase in load(language).items() if name.partition(".")[0] in TABLES}
    style = STYLE.read_text("utf-8")
    return json.dumps({"phrases": said, "notice": notice, "certainties": CERTAINTIES, "css": style})
