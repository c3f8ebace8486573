"""The id of a request: in its response, in problems, and on every line that the log has about it."""

import re
import uuid
from contextvars import ContextVar

HEADER = "X-Request-ID"
#: The id of the request that is being answered; empty outside of one.
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,64}")


def request_id(given: str | None) -> str:
    """The id that the sender gave, where it is well-formed; else a new one."""
    return given if given and _WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
