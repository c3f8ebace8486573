"""Who may ask, as the keeper of the service decides it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.errors import QuotedeskError
from ui.access.loopback import require_loopback
from ui.access.proxy import TrustedProxy, network
from ui.access.registration import Registration, is_private

#: The names that --auth takes.
WAYS = ("none", "token", "proxy", "oidc")
PROXY_SECRET = "QUOTEDESK_PROXY_SECRET"  # noqa: S105 - the name of a variable
CLIENT_ID = "QUOTEDESK_OIDC_CLIENT_ID"
CLIENT_SECRET = "QUOTEDESK_OIDC_CLIENT_SECRET"  # noqa: S105 - as above


@dataclass(frozen=True, slots=True)
class Access:
    """Each way of being let in that is open; with none, nobody is asked who they are.

    ``session_seconds`` is how long a browser stays signed in, ``public_url`` the address that it knows us by.
    """

    by_token: bool = False
    proxy: TrustedProxy | None = None
    registration: Registration | None = None
    metrics_open: bool = False
    public_url: str = ""
    session_seconds: int = 8 * 3600

    def __post_init__(self) -> None:
        if self.public_url and not is_private(self.public_url):
            raise QuotedeskError(
                f"--public-url {self.public_url!r} is no address over HTTPS",
                fix="give the address that browsers know this service by, such as https://quotes.example",
            )

    @property
    def asks(self) -> bool:
        """Whether anybody has to say who they are."""
        return self.by_token or self.proxy is not None or self.registration is not None

    def require_fit(self, host: str) -> None:
        """Refuse to listen where strangers can reach a service that asks nobody."""
        if not self.asks:
            require_loopback(host)


NOBODY_IS_ASKED = Access()


@dataclass(frozen=True, slots=True)
class AccessOptions:
    """The options of a command, as they were given; their defaults are the command's."""

    auth: Sequence[str]
    metrics_open: bool
    public_url: str
    session_hours: float
    proxy_from: Sequence[str]
    proxy_header: str
    proxy_groups_header: str
    proxy_secret_header: str
    oidc_discovery: str
    oidc_scope: str
    oidc_name_claim: str
    oidc_groups_claim: str

    def access(self, environment: Mapping[str, str]) -> Access:
        """What they mean; secrets are only ever in the environment, since others can read a command line."""
        ways = set(self.auth) or {"none"}
        if "none" in ways and len(ways) > 1:
            raise QuotedeskError("--auth none and another --auth contradict each other", fix="leave one out")
        return Access(
            by_token="token" in ways,
            proxy=self._proxy(environment) if "proxy" in ways else None,
            registration=self._registration(environment) if "oidc" in ways else None,
            metrics_open=self.metrics_open,
            public_url=self.public_url,
            session_seconds=int(self.session_hours * 3600),
        )

    def _proxy(self, environment: Mapping[str, str]) -> TrustedProxy:
        return TrustedProxy(
            environment.get(PROXY_SECRET, ""),
            [network(text) for text in self.proxy_from],
            self.proxy_header,
            self.proxy_groups_header,
            self.proxy_secret_header,
        )

    def _registration(self, environment: Mapping[str, str]) -> Registration:
        return Registration(
            self.oidc_discovery,
            environment.get(CLIENT_ID, ""),
            environment.get(CLIENT_SECRET, ""),
            self.public_url,
            self.oidc_scope,
            self.oidc_name_claim,
            self.oidc_groups_claim,
        )
