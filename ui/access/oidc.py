"""Signing in at an OpenID provider: authorization code flow with PKCE, state and nonce, by Authlib."""

import logging
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import StarletteIntegration, StarletteOAuth2App
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import Response

from ui.access.registration import WELL_KNOWN, Registration, is_private
from ui.access.users import SignInFailed, User

log = logging.getLogger(__name__)

#: A provider may offer "none", and HMACs by the client's secret: neither is a signature of the provider.
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
#: What is used of a discovery document.
METADATA = (
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
    "end_session_endpoint",
    "jwks_uri",
    "id_token_signing_alg_values_supported",
    "_loaded_at",  # by Authlib, when
)

Claims = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class OpenIdProvider:
    """The organisation's provider of identities; asks it over HTTPS, when somebody signs in."""

    registration: Registration
    client: StarletteOAuth2App

    @classmethod
    def registered(cls, registration: Registration) -> "OpenIdProvider":
        """Nothing is asked of the provider yet: it may come up later than this service."""
        client = StarletteOAuth2App(
            StarletteIntegration("quotedesk"),
            name="quotedesk",
            client_id=registration.client_id,
            client_secret=registration.client_secret,
            server_metadata_url=registration.discovery,
            client_kwargs={
                "scope": registration.scope,
                "code_challenge_method": "S256",
                "timeout": 10,
                "leeway": 0,  # else an access token that is good for a minute counts as expired
                "verify": ssl.create_default_context(),  # the machine's authorities, an organisation's own included
            },
            user_agent="quotedesk",
        )
        return cls(registration, client)

    async def leave(self, request: Request, wanted: str) -> Response:
        """A redirect to the provider; the session remembers state, nonce, verifier and where to go on to."""
        with explained():
            await self._metadata()
            request.session.clear()
            request.session["wanted"] = wanted[:1000]
            response: Response = await self.client.authorize_redirect(request, self.registration.redirect_uri)
            return response

    async def arrive(self, request: Request) -> tuple[User, str]:
        """Who came back, and what they had wanted to see."""
        wanted = str(request.session.get("wanted", ""))
        with explained():
            metadata = await self._metadata()
            checks = {
                "iss": {"essential": True, "value": metadata["issuer"]},
                "aud": {"essential": True, "value": self.registration.client_id},
            }
            token = await self.client.authorize_access_token(request, claims_options=checks, leeway=60)
            request.session.clear()
            user = self._user(await self._claims(token, metadata))
        return user, wanted

    async def sign_out_link(self) -> str | None:
        """Where to end the provider's own session too, if it says where."""
        try:
            with explained():
                address = (await self._metadata()).get("end_session_endpoint")
        except SignInFailed:
            return None
        if not isinstance(address, str) or not is_private(address):
            return None
        back = {"client_id": self.registration.client_id, "post_logout_redirect_uri": self.registration.public_url}
        return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(back)}"

    async def _metadata(self) -> dict[str, object]:
        """The discovery document, once it is believable; unsigned ID tokens are never taken."""
        told = await self.client.load_server_metadata()
        # Authlib makes clients with all of the document as arguments, so a provider could switch off TLS, for one.
        metadata: dict[str, object] = {name: told[name] for name in METADATA if name in told}
        self.client.server_metadata = metadata
        if f"{str(metadata['issuer']).rstrip('/')}{WELL_KNOWN}" != self.registration.discovery:
            raise ValueError(f"the issuer is {metadata['issuer']!r}, which is not where the discovery document is")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not is_private(str(metadata[name])):
                raise ValueError(f"the {name} is not reached over HTTPS")
        offered = metadata.get("id_token_signing_alg_values_supported", ["RS256"])
        usable = [name for name in SIGNATURES if isinstance(offered, list) and name in offered]
        if not usable:
            raise ValueError("no signature of ID tokens that the provider offers is known here")
        metadata["id_token_signing_alg_values_supported"] = usable
        return metadata

    async def _claims(self, token: Mapping[str, object], metadata: Claims) -> Claims:
        """Those of the ID token, which Authlib has verified, and of the userinfo endpoint where groups are missing."""
        claims = token.get("userinfo")
        if not isinstance(claims, Mapping):
            raise ValueError("the provider sent no ID token")
        wanted = {self.registration.name_claim, self.registration.groups_claim}
        if wanted <= claims.keys() or "userinfo_endpoint" not in metadata:
            return claims
        more = await self.client.userinfo(token=token)
        if more.get("sub") != claims["sub"]:
            raise ValueError("the userinfo is of someone else")
        return {**more, **claims}

    def _user(self, claims: Claims) -> User:
        name, groups = claims.get(self.registration.name_claim), claims.get(self.registration.groups_claim, [])
        if not isinstance(name, str) or not name.strip() or not name.isprintable():
            raise ValueError(f"the provider sent no {self.registration.name_claim}")
        if self.registration.name_claim == "email" and claims.get("email_verified") is False:
            raise ValueError("the email address is not verified")
        listed = groups if isinstance(groups, list) else [groups]
        return User(name, frozenset(group for group in listed if isinstance(group, str)))


@contextmanager
def explained() -> Iterator[None]:
    """Say in the log why signing in fails; whoever tried is told only that it did."""
    try:
        yield
    except (AuthlibBaseError, JoseError, httpx2.HTTPError, ValueError, KeyError, RuntimeError) as error:
        log.warning("signing in failed: %s: %r", type(error).__name__, str(error))  # %r: the words may be an attacker's
        raise SignInFailed from error
