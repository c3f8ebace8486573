"""An OpenID provider on a port of this machine: the code flow with PKCE, as the standard has it, or broken on purpose.

``lies`` are claims that its ID tokens get instead of the true ones (None leaves one out); ``signs_with`` says how.
"""

import base64
import contextlib
import hashlib
import hmac
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

import uvicorn
from joserfc import jwk, jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

CLIENT = ("desk", "a-secret-of-the-client")
STRANGERS_KEY = jwk.RSAKey.generate_key(2048, {"kid": "one"})


@dataclass
class Provider:
    address: str = ""
    claims: dict = field(default_factory=lambda: {"sub": "u-17", "groups": ["press"]})
    lies: dict = field(default_factory=dict)
    userinfo: dict = field(default_factory=dict)
    metadata: dict = field(default_factory=dict)
    signs_with: str = "RS256"
    key: jwk.RSAKey = field(default_factory=lambda: jwk.RSAKey.generate_key(2048, {"kid": "one"}))
    codes: dict = field(default_factory=dict)
    tokens: set = field(default_factory=set)
    asked: list = field(default_factory=list)

    def honest(self):
        self.__init__(self.address, key=self.key)

    def app(self):
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.discovery),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/userinfo", self.who),
                Route("/jwks", self.jwks),
            ]
        )

    async def discovery(self, _):
        endpoints = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        endpoints |= {"userinfo_endpoint": "userinfo", "end_session_endpoint": "leave"}
        document = {name: f"{self.address}/{path}" for name, path in endpoints.items()}
        document |= {"issuer": self.address, "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"]}
        document |= {"response_types_supported": ["code"], "subject_types_supported": ["public"]}
        return JSONResponse(document | self.metadata)

    async def authorize(self, request: Request):
        """Knows everybody who comes, and sends them back at once."""
        asked = dict(request.query_params)
        self.asked.append(asked)
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT[0]
        assert "openid" in asked["scope"].split()
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        back = {"code": code, "state": asked["state"]}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}", 302)

    async def token(self, request: Request):
        basic = base64.b64encode(":".join(CLIENT).encode()).decode()
        if request.headers.get("authorization") != f"Basic {basic}":
            return JSONResponse({"error": "invalid_client"}, 401)
        form = dict(await request.form())
        asked = self.codes.pop(form["code"], None)  # a code serves once
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        proven = asked is not None and challenge.rstrip(b"=").decode() == asked["code_challenge"]
        if not proven or form["redirect_uri"] != asked["redirect_uri"] or form["grant_type"] != "authorization_code":
            return JSONResponse({"error": "invalid_grant"}, 400)
        access = secrets.token_urlsafe()
        self.tokens.add(access)
        sent = {"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": self.id_token(asked)}
        return JSONResponse({name: value for name, value in sent.items() if value})

    def id_token(self, asked):
        now = int(time.time())
        true = {"iss": self.address, "aud": CLIENT[0], "iat": now, "exp": now + 60, "nonce": asked["nonce"]}
        claims = {name: value for name, value in (true | self.claims | self.lies).items() if value is not None}
        if self.signs_with == "nothing":
            return None
        if self.signs_with in {"none", "HS256"}:
            # With the public key as a shared secret: the classic confusion of algorithms.
            secret = self.key.as_pem(private=False) if self.signs_with == "HS256" else b""
            return by_hand({"alg": self.signs_with, "kid": "one"}, claims, secret)
        key = STRANGERS_KEY if self.signs_with == "another key" else self.key
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)

    async def who(self, request: Request):
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return JSONResponse({"error": "invalid_token"}, 401)
        return JSONResponse({"sub": self.claims["sub"]} | self.userinfo)

    async def jwks(self, _):
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})


def by_hand(header, claims, secret):
    """A JWT that no library would make."""
    signed = ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (header, claims)
    )
    signature = hmac.digest(secret, signed.encode(), "sha256") if secret else b""
    return f"{signed}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


@contextlib.contextmanager
def served(app, **how):
    """The address of an app, served by uvicorn in a thread."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off", **how))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
