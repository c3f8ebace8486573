"""Who is let in without being asked: whoever sits at this machine."""

import ipaddress

from index.errors import QuotedeskError


def require_loopback(host: str) -> None:
    """Refuse an address that other machines can reach, since nobody is asked who they are."""
    if not is_loopback(host):
        raise QuotedeskError(
            f"--host {host} would let other machines in, and there is no access control",
            fix="say who may ask with --auth token, --auth proxy or --auth oidc, or serve on 127.0.0.1",
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``; a name other than localhost is not trusted to be."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
