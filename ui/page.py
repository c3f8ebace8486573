"""The Gradio chat: a question goes in, and scripts draw the answer from exact pieces of text.

Nothing of an article ever becomes markup here or in the browser: Gradio compiles its templates as code, so
they are constant, and the scripts in ``static/`` set ``textContent``.
"""

import json
import logging
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # or importing Gradio calls home
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(2**62)  # or every question makes a pandas table of the last ones

import gradio as gr
from fastapi import FastAPI
from pydantic import ValidationError
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from index.filters import Filters
from rag.answers import Json
from ui.access.users import User
from ui.desk import Reply
from ui.phrases import Phrases, languages, load
from ui.requests import NOBODY, asker
from ui.schemas import LONGEST_QUESTION, MOST_HISTORY, AskRequest
from ui.views import answer_view
from ui.waiting import Busy

log = logging.getLogger(__name__)

HEAD = """<link rel="stylesheet" href="ui/page.css"><link rel="icon" href="ui/favicon.svg" type="image/svg+xml">
<meta name="color-scheme" content="light dark"><meta name="viewport" content="width=device-width, initial-scale=1">"""
#: Runs in the browser when the page is there; the address is relative to the page, wherever it is mounted.
START = "import(new URL('ui/page.js', document.baseURI)).then(it => it.page(element, props, watch, trigger));"
FAILED = "() => { document.dispatchEvent(new CustomEvent('quotedesk:failed')); }"

Asked = Mapping[str, object]  # "question", "source", "after" and "before" as the browser sends them, and its "turn"
Respond = Callable[[Asked, list[str], gr.Request], Awaitable[tuple[Json, list[str]]]]


class Replies(Protocol):
    """Answers the page's questions for ``asker``, the earlier ones oldest first; the id is what feedback names."""

    async def __call__(self, question: str, *, filters: Filters, history: Sequence[str], asker: User) -> Reply:
        """The answer, which may be an abstention; raises ``Busy`` where it must be asked again."""


def chat_page(
    replies: Replies,
    phrases: Phrases,
    examples: Sequence[str] = (),
    *,
    notice: str = "",
    publishers: Sequence[str] = (),
    at_once: int = 100,
) -> gr.Blocks:
    """The page; whoever calls this decides where it is served.

    ``phrases`` are those of the language for readers whose browser asks for none that there is; ``examples`` are
    questions to start from, ``notice`` is the operator's, in plain text, and ``publishers`` are offered as filters.
    ``at_once`` is how many questions Gradio hands on together: more than ``replies`` takes, so that it alone decides
    who waits and who is told to come back.
    """
    page = gr.Blocks(title=phrases["page.title"], fill_width=True, fill_height=True, analytics_enabled=False)
    with page:
        history = gr.State([])
        desk = gr.HTML(
            value={"turn": 0},
            elem_id="desk",
            html_template="",
            js_on_load=START,
            apply_default_css=False,
            interface=interface(phrases, examples, notice=notice, publishers=publishers),
        )
        asked = desk.submit(
            responder(replies),
            inputs=[desk, history],
            outputs=[desk, history],
            show_progress="hidden",
            api_visibility="private",
        )
        asked.failure(None, js=FAILED, api_visibility="private")
    page.max_threads = at_once  # what Gradio's queue takes for its length, though nothing here runs in a thread
    page.queue(api_open=False, max_size=None, default_concurrency_limit=None)
    return page


def interface(phrases: Phrases, examples: Sequence[str], *, notice: str, publishers: Sequence[str]) -> str:
    """What the scripts draw the page with, as JSON in ASCII: Gradio would translate some strings of a dictionary."""
    every = {language: load(language) for language in languages()}
    standard = next((name for name, one in every.items() if one["page.language"] == phrases["page.language"]), "en")
    return json.dumps(
        {
            "languages": every,
            "standard": standard,
            "notice": notice,
            "examples": list(examples),
            "publishers": list(publishers),
            "longest": LONGEST_QUESTION,
        }
    )


def application(page: gr.Blocks) -> FastAPI:
    """The page as an application, for a mount at the root; its lifespan begins and ends what answers its questions."""
    # That there is a CORSMiddleware, even for no site at all, keeps Gradio from adding a laxer one.
    app = FastAPI(openapi_url=None, middleware=[Middleware(CORSMiddleware)])
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        server_name="127.0.0.1",
        head=HEAD,
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        allowed_paths=[],
        blocked_paths=["/"],
        max_file_size="1kb",
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
    )
    return app


def responder(replies: Replies) -> Respond:
    """What a question does: the answer is drawn, and the question remembered for the next one."""

    async def respond(asked: Asked, history: list[str], request: gr.Request) -> tuple[Json, list[str]]:
        question = str(asked.get("question", "")).strip()
        view = await _view(replies, {**asked, "question": question}, history, asker_of(request))
        # As one ASCII string: Gradio would translate some strings of a dictionary, and reject a lone surrogate.
        drawn: Json = {"turn": asked.get("turn"), "view": json.dumps(view)}
        return drawn, [*history, question][-MOST_HISTORY:] if 0 < len(question) <= LONGEST_QUESTION else history

    return respond


def asker_of(request: gr.Request) -> User:
    """Who asks, as access control found it before Gradio saw the request."""
    return asker(request.request.scope) if request.request else NOBODY


async def _view(replies: Replies, asked: Asked, history: Sequence[str], who: User) -> Json:
    question = str(asked["question"])
    if len(question) > LONGEST_QUESTION:
        return {"question": question[:LONGEST_QUESTION], "problem": "ask.too_long", "limit": LONGEST_QUESTION}
    try:
        known = {name: asked.get(name) or None for name in ("question", "source", "after", "before")}
        request = AskRequest.model_validate(known)
    except ValidationError:
        return {"question": question, "problem": "ask.refused"}
    try:
        reply = await replies(request.question, filters=request.filters, history=history, asker=who)
        return {**answer_view(reply.answer), "answer_id": reply.id}
    except Busy:
        return {"question": question, "problem": "failed.busy"}
    except Exception:
        log.exception("a question could not be answered")
        return {"question": question, "problem": "failed.answer"}
