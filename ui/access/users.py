"""Who is asking."""

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection


@dataclass(frozen=True, slots=True)
class User:
    """Someone who was let in, by the name that their token, proxy or provider gives them."""

    name: str
    groups: frozenset[str] = frozenset()


class SignInFailed(Exception):
    """A provider did not say, or not believably, who this is; the log has the reason."""


class Door(Protocol):
    """One way of being let in."""

    def user(self, asking: "HTTPConnection") -> User | None:
        """Who is asking, if this door knows them."""


def user_of(scope: MutableMapping[str, object]) -> User | None:
    """The user of an ASGI scope; None where nobody was asked who they are (``--auth none``, health checks)."""
    state = scope.get("state")
    user = state.get("user") if isinstance(state, MutableMapping) else None
    return user if isinstance(user, User) else None
