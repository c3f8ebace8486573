"""A proxy that signs people in and says in headers whom it let through."""

import hmac
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection

from index.errors import QuotedeskError
from ui.access.users import User

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
SHORTEST_SECRET = 16
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class TrustedProxy:
    """Believes the headers of a request that comes from one of ``networks`` and shows the secret.

    The address is that of the connection itself: a server that believes X-Forwarded-For must not be in between.
    """

    secret: str = field(repr=False)
    networks: Sequence[Network]
    user_header: str = "X-Forwarded-User"
    groups_header: str = "X-Forwarded-Groups"
    secret_header: str = "X-Quotedesk-Proxy-Secret"  # noqa: S105 - the name of a header

    def __post_init__(self) -> None:
        if len(self.secret) < SHORTEST_SECRET:
            raise QuotedeskError(
                f"--auth proxy needs a secret of {SHORTEST_SECRET} characters or more, which the proxy sends too",
                fix="make one with: openssl rand -hex 32, and set QUOTEDESK_PROXY_SECRET to it",
            )
        if not self.networks:
            raise QuotedeskError(
                "--auth proxy needs the address of the proxy", fix="give it with --proxy-from, such as 10.0.0.5/32"
            )

    def user(self, asking: HTTPConnection) -> User | None:
        """Whom the proxy names; nobody where a header is missing, empty or there twice."""
        name = _one(asking.headers, self.user_header)
        if not (self._comes_from_proxy(asking) and name and len(name) <= LONGEST_NAME and name.isprintable()):
            return None
        if not asking.headers.getlist(self.groups_header):
            return User(name)
        groups = _one(asking.headers, self.groups_header)
        return User(name, frozenset(filter(None, map(str.strip, groups.split(","))))) if groups is not None else None

    def _comes_from_proxy(self, asking: HTTPConnection) -> bool:
        shown = _one(asking.headers, self.secret_header)
        known = hmac.compare_digest((shown or "").encode(), self.secret.encode())
        return known and asking.client is not None and self._is_near(asking.client.host)

    def _is_near(self, host: str) -> bool:
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return False
        # A socket that listens on :: names IPv4 callers ::ffff:10.0.0.5.
        mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
        return any((mapped or address) in network for network in self.networks)


def network(text: str) -> Network:
    """An address or a range of addresses (CIDR), such as ``10.0.0.5`` or ``fd00::/8``."""
    try:
        return ipaddress.ip_network(text)
    except ValueError as error:
        raise QuotedeskError(f"--proxy-from {text}: {error}", fix="give it like 10.0.0.5/32 or fd00::/8") from error


def _one(headers: Headers, name: str) -> str | None:
    """The header's text, as UTF-8 where it is; None unless it is there exactly once."""
    values = headers.getlist(name)
    if len(values) != 1:
        return None
    try:
        return values[0].encode("latin-1").decode("utf-8").strip()
    except UnicodeDecodeError:
        return values[0].strip()
