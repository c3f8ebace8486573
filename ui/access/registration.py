"""How this service is known at an OpenID provider."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from index.errors import QuotedeskError
from ui.access.loopback import is_loopback

WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Registration:
    """How this service is known at the provider, and where both are.

    The redirect URI to register is ``public_url`` and ``/login/callback``. ``sub`` is the only claim that OpenID
    Connect promises to be one person's for ever; a name claim that reads better must be as unique at your provider.
    """

    discovery: str
    client_id: str
    client_secret: str = field(repr=False)
    public_url: str
    scope: str = "openid profile email"
    name_claim: str = "sub"
    groups_claim: str = "groups"

    def __post_init__(self) -> None:
        if not (self.client_id and self.client_secret):
            raise QuotedeskError(
                "--auth oidc needs the client's id and secret",
                fix="set QUOTEDESK_OIDC_CLIENT_ID and QUOTEDESK_OIDC_CLIENT_SECRET to what the provider gave you",
            )
        if not (is_private(self.discovery) and self.discovery.endswith(WELL_KNOWN)):
            raise QuotedeskError(
                f"--oidc-discovery {self.discovery!r} is no discovery document over HTTPS",
                fix=f"give the provider's address that ends in {WELL_KNOWN}",
            )
        if not is_private(self.public_url):
            raise QuotedeskError(
                f"--public-url {self.public_url!r} is no address over HTTPS",
                fix="give the address that browsers know this service by, such as https://quotes.example",
            )

    @property
    def redirect_uri(self) -> str:
        """Where the provider sends browsers back to."""
        return self.public_url.rstrip("/") + "/login/callback"


def is_private(url: str) -> bool:
    """Whether nobody between here and there can read along: HTTPS, or this machine itself."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))
