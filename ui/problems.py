"""Errors as ``application/problem+json`` (RFC 9457): what went wrong, and nothing about the inside."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import QuotedeskError
from ui.request_ids import REQUEST_ID
from ui.waiting import Busy

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


def add_problems(app: FastAPI) -> None:
    """Let ``app`` answer every error in this one form."""
    app.exception_handler(HTTPException)(http_problem)
    app.exception_handler(RequestValidationError)(invalid_request)
    app.exception_handler(QuotedeskError)(collection_problem)
    app.exception_handler(Busy)(busy_problem)


def problem(status: int, detail: str, *, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The response; its title is the status in words, ``request_id`` what the log calls the request."""
    said = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(
        {**said, "request_id": REQUEST_ID.get() or None},
        status_code=status,
        headers=headers,
        media_type=MEDIA_TYPE,
    )


async def http_problem(_: Request, error: HTTPException) -> JSONResponse:
    """What a route, or the lack of one, says: 404, 405, 413."""
    return problem(error.status_code, error.detail, headers=error.headers)


async def invalid_request(_: Request, error: RequestValidationError) -> JSONResponse:
    """400 for a body that is not JSON, 422 for JSON that does not say what it should; all faults at once."""
    faults = error.errors()
    malformed = any(fault["type"] in {"json_invalid", "model_attributes_type"} for fault in faults)
    return problem(400 if malformed else 422, "; ".join(f"{_place(fault['loc'])}: {fault['msg']}" for fault in faults))


async def collection_problem(_: Request, error: QuotedeskError) -> JSONResponse:
    """503: the collection needs its keeper, whom the log tells more than it tells whoever asked."""
    log.error("%s", error)
    return problem(503, "The collection cannot be quoted at the moment; its keeper finds the reason in the log.")


async def busy_problem(_: Request, error: Busy) -> JSONResponse:
    """503, and when to try again."""
    return problem(503, str(error), headers={"Retry-After": str(error.again_after)})


@dataclass(frozen=True, slots=True)
class LastResort:
    """ASGI middleware that answers 500 to what nobody foresaw; the log has the traceback, the answer has not."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; an error after the response began can only end the connection."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception:
            if begun or scope["type"] != "http":
                raise
            log.exception("%s %s failed", scope["method"], scope["path"])
            await problem(500, "Something went wrong here; the log says what.")(scope, receive, send)


@dataclass(frozen=True, slots=True)
class AsProblems:
    """ASGI middleware that puts another application's errors in this form, without what they say of its inside."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; an error's own body is left out."""
        replaced = False

        async def in_this_form(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and message["status"] >= HTTPStatus.BAD_REQUEST:
                replaced = True
                await problem(message["status"], HTTPStatus(message["status"]).phrase)(scope, receive, send)
            elif not replaced:
                await send(message)

        await self.app(scope, receive, in_this_form)


def _place(location: tuple[str | int, ...]) -> str:
    return ".".join(str(step) for step in location)
