"""The sample portal and a service that it may show, on two origins."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import FileResponse, HTMLResponse, JSONResponse
from starlette.staticfiles import StaticFiles

from tests.ui import small_collection
from ui.api import ExactJSON
from ui.desk import Reply
from ui.headers import SecurityHeaders, policy
from ui.late_page import mount_page
from ui.phrases import load
from ui.server import STATIC
from ui.widget import widget

PORTAL = Path(__file__).parents[2] / "samples" / "portal"
SAMPLE_ADDRESS = "http://127.0.0.1:7860"
NOTICE = "Operator: call <b>999</b> & ask."


def portal_pages(served):
    """The sample portal, with the address of the running service in place of the sample's."""
    app = FastAPI()
    page = (PORTAL / "index.html").read_text("utf-8")
    app.get("/")(lambda lang="en-GB", question="": HTMLResponse(_with(page, served["url"], lang, question)))
    app.get("/favicon.ico")(lambda: FileResponse(STATIC / "favicon.svg"))
    app.get("/portal.css")(lambda: FileResponse(PORTAL / "portal.css"))
    return app


def _with(page, url, lang, question):
    asking = f' question="{question}"' if question else ""
    page = page.replace(SAMPLE_ADDRESS, url).replace('lang="en-GB"', f'lang="{lang}"')
    return page.replace("<quotedesk-widget", f"<quotedesk-widget{asking}")


def service_for(portal):
    """The page, the widget and the API's questions, for that portal and no other."""

    async def build():
        from ui.page import application, chat_page

        cors = Middleware(
            CORSMiddleware, allow_origins=[portal], allow_methods=["POST"], allow_headers=["content-type"]
        )
        guards = [Middleware(SecurityHeaders, content_security_policy=policy([portal])), cors]
        app = FastAPI(middleware=guards)
        app.include_router(widget(NOTICE))

        async def answer(question, **_):
            return Reply("1", small_collection.ask(question))

        @app.post("/api/ask")
        def _ask(asked: dict):
            if asked["question"] == "busy":
                return JSONResponse({}, status_code=503)
            answer = small_collection.ask(asked["question"], history=asked["history"]).as_json()
            return ExactJSON({**answer, "answer_id": "answer-1"})

        @app.post("/api/feedback")
        def _feedback(told: dict):
            return {"saved": told["answer_id"]}

        app.get("/favicon.ico")(lambda: FileResponse(STATIC / "favicon.svg"))
        app.mount("/ui", StaticFiles(directory=STATIC))
        mount_page(app, lambda: application(chat_page(answer, load(), notice=NOTICE)))
        return app

    with ThreadPoolExecutor(1) as elsewhere:  # as in small_collection.service
        return elsewhere.submit(asyncio.run, build()).result()
