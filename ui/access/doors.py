"""Being let in by a token that a program sends, or by the session of a browser."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from ui.access.sessions import Sessions
from ui.access.tokens import Tokens
from ui.access.users import User


@dataclass(frozen=True, slots=True)
class BearerToken:
    """Knows who sends ``Authorization: Bearer TOKEN`` (RFC 6750), once."""

    tokens: Tokens

    def user(self, asking: HTTPConnection) -> User | None:
        """The holder of the token."""
        token_id = self.tokens.identify(shown_token(asking) or "")
        return self.tokens.holder(token_id) if token_id else None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Knows browsers that signed in at the login page."""

    sessions: Sessions

    def user(self, asking: HTTPConnection) -> User | None:
        """Whoever signed in."""
        return self.sessions.user(asking)


def shown_token(asking: HTTPConnection) -> str | None:
    """The bearer token of a request; None if there is none, or there are several."""
    values = asking.headers.getlist("authorization")
    scheme, _, token = values[0].partition(" ") if len(values) == 1 else ("", "", "")
    return token.strip() if scheme.lower() == "bearer" else None
