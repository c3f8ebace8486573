"""The Gradio chat: a question goes in, and a script draws the answer from exact pieces of text.

Nothing of an article ever becomes markup here or in the browser: Gradio compiles its templates as code, so
they are constant, and the scripts in ``static/`` set ``textContent``.
"""

import itertools
import json
import logging
import os
from collections.abc import Callable, Sequence
from html import escape

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # or importing Gradio calls home
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(2**62)  # or every question makes a pandas table of the last ones

import gradio as gr
from fastapi import FastAPI
from starlette.routing import Mount

from rag.answers import Json
from ui.api import LONGEST_QUESTION, MOST_HISTORY, Ask
from ui.guard import GuardedMount
from ui.phrases import Phrases
from ui.views import answer_view

log = logging.getLogger(__name__)

HEAD = """<link rel="stylesheet" href="ui/page.css"><link rel="icon" href="ui/favicon.svg" type="image/svg+xml">
<meta name="color-scheme" content="light dark">"""
#: Runs in the browser when a part of the page is there; the address is relative to the page, wherever it is mounted.
START = "import(new URL('ui/{part}.js', document.baseURI)).then(it => it.{part}(element, props, watch));"
ASKED = "(...sent) => {{ document.dispatchEvent(new CustomEvent('quotedesk:{event}', {{detail: sent[0]}})); {end} }}"

Respond = Callable[[str, list[str]], tuple[str, Json, list[str]]]


def chat_page(ask: Ask, phrases: Phrases, examples: Sequence[str] = ()) -> gr.Blocks:
    """The page; whoever calls this decides where it is served. ``examples`` are questions to start from."""
    page = gr.Blocks(title=phrases["page.title"], fill_width=True, fill_height=True, analytics_enabled=False)
    with page:
        history = gr.State([])
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                conversation = _part("conversation", phrases)
                box, send = _composer(phrases)
                suggestions = _suggestions(phrases, examples)
            _part("source", phrases)
        respond = responder(ask)
        _connect(respond, [box.submit, send.click], [box, history], [box, conversation, history])
        for button in suggestions:
            _connect(respond, [button.click], [button, history], [box, conversation, history])
    page.queue(api_open=False, max_size=100, default_concurrency_limit=2)
    return page


def mount(app: FastAPI, page: gr.Blocks) -> None:
    """Serve the page at the root of ``app``, behind the guard; other routes of ``app`` must be there already."""
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
    unguarded = app.router.routes.pop()
    assert isinstance(unguarded, Mount)  # noqa: S101 (what Gradio added last)
    app.router.routes.append(GuardedMount(unguarded.app))


def responder(ask: Ask) -> Respond:
    """What a question does: the box is emptied, the answer drawn, the question remembered for the next one."""
    turns = itertools.count(1)

    def respond(question: str, history: list[str]) -> tuple[str, Json, list[str]]:
        question = question.strip()
        view = _view(ask, question, history)
        # As one ASCII string: Gradio would translate some strings of a dictionary, and reject a lone surrogate.
        drawn: Json = {"turn": next(turns), "view": json.dumps(view)}
        return "", drawn, [*history, question][-MOST_HISTORY:]

    return respond


def _view(ask: Ask, question: str, history: Sequence[str]) -> Json:
    if not question:
        return {}
    if len(question) > LONGEST_QUESTION:
        return {"question": question[:LONGEST_QUESTION], "problem": "ask.too_long", "limit": LONGEST_QUESTION}
    try:
        return answer_view(ask(question, history=history))
    except Exception:
        log.exception("a question could not be answered")
        return {"question": question, "problem": "failed.answer"}


def _part(name: str, phrases: Phrases) -> gr.HTML:
    return gr.HTML(
        value={"turn": 0, "view": "{}"},
        elem_id=name,
        html_template="",
        js_on_load=START.format(part=name),
        apply_default_css=False,
        phrases=phrases,
    )


def _composer(phrases: Phrases) -> tuple[gr.Textbox, gr.Button]:
    with gr.Row(elem_id="composer"):
        box = gr.Textbox(
            label=phrases["ask.label"],
            placeholder=phrases["ask.placeholder"],
            max_length=LONGEST_QUESTION,
            lines=1,
            max_lines=4,
            autofocus=True,
            container=False,
            scale=1,
            elem_id="question",
        )
        send = gr.Button(phrases["ask.send"], variant="primary", scale=0, min_width=88, elem_id="send")
    return box, send


def _suggestions(phrases: Phrases, examples: Sequence[str]) -> list[gr.Button]:
    with gr.Column(elem_id="examples", visible=bool(examples)):
        gr.HTML(escape(phrases["page.examples"]))
        return [gr.Button(question, elem_classes="example") for question in examples]


def _connect(
    respond: Respond,
    triggers: Sequence[Callable[..., object]],
    inputs: Sequence[gr.components.Component],
    outputs: Sequence[gr.components.Component],
) -> None:
    asked = gr.on(
        list(triggers),
        respond,
        inputs=list(inputs),
        outputs=list(outputs),
        js=ASKED.format(event="asked", end="return sent;"),
        show_progress="hidden",
        api_visibility="private",
    )
    asked.failure(None, js=ASKED.format(event="failed", end=""), api_visibility="private")
