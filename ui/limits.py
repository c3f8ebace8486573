"""How often one user, or one address, may ask."""

import math
import time
from dataclasses import dataclass

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from index.errors import QuotedeskError
from ui.problems import problem
from ui.requests import NOBODY, address, asker, path_of

#: What counts: a question to the API, one on the page, and feedback. Reading is not limited.
COUNTED = frozenset({"/api/ask", "/api/feedback", "/gradio_api/queue/join"})


class Rate:
    """So many requests in a moving window of time, for each who asks; kept in this process's memory."""

    def __init__(self, rate: str) -> None:
        self.rate = parsed(rate)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def wait(self, who: str) -> int:
        """0, and the request counts; or in how many seconds there is room for one more, and it does not count."""
        if self._limiter.hit(self.rate, who):
            return 0
        free_at = self._limiter.get_window_stats(self.rate, who).reset_time
        return max(1, math.ceil(free_at - time.time()))


def parsed(rate: str) -> RateLimitItem:
    """``60/minute`` and the like, after the notation of the library limits."""
    try:
        return parse(rate)
    except ValueError as error:
        raise QuotedeskError(f"--rate {rate!r} is not a rate", fix="write it like 60/minute, or off") from error


@dataclass(frozen=True, slots=True)
class RateLimit:
    """ASGI middleware that answers 429 to who asks too often; it stands behind access control, which finds the user."""

    app: ASGIApp
    rate: Rate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or say when there is room for it."""
        wait = self.rate.wait(_who(scope)) if _counts(scope) else 0
        if wait:
            detail = f"You have asked often in a short time; there is room for the next in {wait} s."
            await problem(429, detail, headers={"Retry-After": str(wait)})(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _counts(scope: Scope) -> bool:
    return scope["type"] == "http" and scope["method"] == "POST" and path_of(scope).rstrip("/") in COUNTED


def _who(scope: Scope) -> str:
    """The user; the address of who has no name. Neither can be mistaken for the other."""
    user = asker(scope)
    return f"address {address(scope)}" if user == NOBODY else f"user {user.name}"
