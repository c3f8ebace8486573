"""The HTTP API, as the contract writes it."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from starlette.responses import JSONResponse

from index.articles import Article
from index.catalog import Filters
from rag.answers import Answer

LONGEST_QUESTION = 2000
MOST_HISTORY = 20

QuestionText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUESTION)]
FindArticle = Callable[[str], Article | None]


class Ask(Protocol):
    """Answers a question; ``history`` are the earlier questions, oldest first."""

    def __call__(
        self, question: str, *, filters: Filters = ..., max_quotes: int | None = None, history: Sequence[str] = ()
    ) -> Answer:
        """The answer, which may be an abstention."""


class AskRequest(BaseModel):
    """A question to the collection."""

    model_config = ConfigDict(extra="forbid")

    question: QuestionText
    source: str | None = Field(None, max_length=200, description="Only articles of this publisher.")
    after: date | None = Field(None, description="Only articles published on this day or later.")
    before: date | None = Field(None, description="Only articles published on this day or earlier.")
    max_quotes: int | None = Field(None, ge=1, le=20)
    history: list[QuestionText] = Field([], max_length=MOST_HISTORY, description="Earlier questions, oldest first.")

    @model_validator(mode="after")
    def _period_has_days(self) -> "AskRequest":
        if self.after and self.before and self.after > self.before:
            message = "after must not be later than before"
            raise ValueError(message)
        return self

    @property
    def filters(self) -> Filters:
        """Which articles may answer."""
        return Filters(self.source, self.after, self.before)


class Problem(BaseModel):
    """An error, after RFC 9457."""

    type: str
    title: str
    status: int
    detail: str


class ExactJSON(JSONResponse):
    r"""JSON in ASCII: a text that is not valid UTF-8 travels unchanged too, as ``\ud800``."""

    def render(self, content: object) -> bytes:
        """The body."""
        return json.dumps(content, separators=(",", ":")).encode("ascii")


def api(ask: Ask, article: FindArticle) -> APIRouter:
    """The routes under ``/api``."""
    routes = APIRouter(prefix="/api", default_response_class=ExactJSON)

    @routes.post("/ask", summary="Ask the collection", responses=_problems(400, 413, 422, 503))
    def _ask(request: AskRequest) -> ExactJSON:
        """Quotes, best first, or an abstention and its reason."""
        answer = ask(request.question, filters=request.filters, max_quotes=request.max_quotes, history=request.history)
        return ExactJSON(answer.as_json())

    @routes.get("/articles/{article_id:path}", summary="Read an article", responses=_problems(404, 503))
    def _article(article_id: str) -> ExactJSON:
        """An article's particulars and its text, unchanged; what is ``dropped`` is never quoted."""
        found = article(article_id)
        if found is None:
            raise HTTPException(404, f"There is no article {article_id}.")
        return ExactJSON(found.as_json())

    return routes


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    content = {"application/problem+json": {"schema": Problem.model_json_schema()}}
    return {status: {"description": "A problem", "content": content} for status in statuses}
