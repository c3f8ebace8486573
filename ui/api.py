"""The HTTP API, as the contract writes it."""

import json
from typing import Protocol

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import JSONResponse

from index.articles import Article
from ui.desk import Desk
from ui.feedback import FeedbackFile
from ui.requests import asker
from ui.schemas import (
    AnswerBody,
    ArticleBody,
    AskRequest,
    FeedbackRequest,
    Thanks,
    problems,
)


class FindArticle(Protocol):
    """Finds an article."""

    def __call__(self, article_id: str, groups: frozenset[str]) -> Article | None:
        """The article of that id; None where there is none, or none that somebody in ``groups`` may see."""


class ExactJSON(JSONResponse):
    r"""JSON in ASCII: a text that is not valid UTF-8 travels unchanged too, as ``\ud800``."""

    def render(self, content: object) -> bytes:
        """The body."""
        return json.dumps(content, separators=(",", ":")).encode("ascii")


def api(desk: Desk, article: FindArticle, feedback: FeedbackFile | None) -> APIRouter:
    """The routes under ``/api``."""
    routes = APIRouter(prefix="/api", default_response_class=ExactJSON)
    _add_ask(routes, desk)
    _add_article(routes, article)
    _add_feedback(routes, desk, feedback)
    return routes


def _add_ask(routes: APIRouter, desk: Desk) -> None:
    @routes.post(
        "/ask",
        summary="Ask the collection",
        responses={200: {"model": AnswerBody}, **problems(400, 401, 413, 422, 429, 500, 503)},
    )
    async def _ask(asked: AskRequest, request: Request) -> ExactJSON:
        """Quotes, best first, or an abstention and its reason."""
        reply = await desk.reply(
            asked.question,
            filters=asked.filters,
            max_quotes=asked.max_quotes,
            history=asked.history,
            asker=asker(request.scope),
        )
        return ExactJSON({"answer_id": reply.id, **reply.answer.as_json()})


def _add_article(routes: APIRouter, article: FindArticle) -> None:
    @routes.get(
        "/articles/{article_id:path}",
        summary="Read an article",
        responses={200: {"model": ArticleBody}, **problems(400, 401, 404, 422, 500, 503)},
    )
    def _article(article_id: str, request: Request) -> ExactJSON:
        """An article's particulars and its text, unchanged; what is ``dropped`` is never quoted."""
        found = article(article_id, asker(request.scope).groups)
        if found is None:
            raise HTTPException(404, f"There is no article {article_id}.")
        # The names of other people's groups are the operator's.
        return ExactJSON({name: said for name, said in found.as_json().items() if name != "groups"})


def _add_feedback(routes: APIRouter, desk: Desk, feedback: FeedbackFile | None) -> None:
    @routes.post(
        "/feedback",
        summary="Judge an answer",
        responses={200: {"model": Thanks}, **problems(400, 401, 404, 413, 422, 429, 500, 503)},
    )
    def _feedback(said: FeedbackRequest, request: Request) -> ExactJSON:
        """Keep a verdict on a recent answer; the last one on it counts."""
        if feedback is None:
            raise HTTPException(503, "Feedback is not kept here; the service's keeper can give it a --state folder.")
        given = desk.recent.find(said.answer_id, asker(request.scope).name)
        if given is None:
            raise HTTPException(404, f"There is no recent answer {said.answer_id}.")
        feedback.save(given, said.verdict, said.comment or None)
        desk.metrics.judged(said.verdict)
        return ExactJSON({"answer_id": given.id, "verdict": said.verdict})
