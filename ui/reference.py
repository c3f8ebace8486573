"""The API's reference as a page: Swagger UI, from files of this machine."""

from importlib import resources
from pathlib import Path

from fastapi import APIRouter, HTTPException
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.responses import FileResponse, HTMLResponse

FILES = frozenset({"swagger-ui-bundle.js", "swagger-ui.css"})


def reference(title: str) -> APIRouter:
    """``/api/docs`` and the two files that it loads; every address in it is relative, so a prefix does no harm."""
    routes = APIRouter(prefix="/api", include_in_schema=False)

    @routes.get("/docs")
    def _docs() -> HTMLResponse:
        return get_swagger_ui_html(
            title=title,
            openapi_url="../openapi.json",
            swagger_js_url="docs/swagger-ui-bundle.js",
            swagger_css_url="docs/swagger-ui.css",
            swagger_favicon_url="../favicon.ico",
            # It would send the document to a validator elsewhere; the policy of this site forbids that too.
            swagger_ui_parameters={"validatorUrl": None},
        )

    @routes.get("/docs/{name}")
    def _file(name: str) -> FileResponse:
        if name not in FILES:
            raise HTTPException(404, "There is no such file.")
        return FileResponse(_static() / name)

    return routes


def _static() -> Path:
    """The folder of Swagger UI's files; the package is installed as files, never as an archive."""
    return Path(str(resources.files("fastapi_offline"))) / "static"
