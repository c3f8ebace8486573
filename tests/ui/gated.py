"""A service behind the gate that does nothing but tell who was let in."""

from fastapi import FastAPI, Request
from starlette.testclient import TestClient

from ui.access.gate import guarded
from ui.access.users import user_of

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def behind_gate(access, state):
    """Tells who was let in, at any path."""
    app = whoami()
    app.user_middleware.extend(guarded(access, state))
    return app


def whoami():
    app = FastAPI(openapi_url=None)

    @app.api_route("/{path:path}", methods=["GET", "POST"])
    def tell(request: Request):
        user = user_of(request.scope)
        return {"name": user.name, "groups": sorted(user.groups)} if user else None

    return app


def visitor(app, **how):
    return TestClient(app, base_url="http://localhost", follow_redirects=False, raise_server_exceptions=False, **how)
