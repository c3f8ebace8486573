"""Whether the service is up, and how it is doing."""

from collections.abc import Callable

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from ui.metrics import CONTENT_TYPE, Metrics
from ui.problems import problem
from ui.schemas import Status, problems


def health(ready: Callable[[], bool], metrics: Metrics) -> APIRouter:
    """``/healthz``, ``/readyz`` and ``/metrics``."""
    routes = APIRouter()

    @routes.get("/healthz", summary="The process is up", responses={200: {"model": Status}})
    async def _healthz() -> JSONResponse:
        return JSONResponse({"status": "up"})

    @routes.get("/readyz", summary="The index is loaded", responses={200: {"model": Status}, **problems(503)})
    def _readyz() -> JSONResponse:  # not async: it may ask Milvus
        return JSONResponse({"status": "ready"}) if ready() else problem(503, "The index is not loaded yet.")

    text = {"description": "In Prometheus's text format", "content": {"text/plain": {"schema": {"type": "string"}}}}

    @routes.get("/metrics", summary="Figures for Prometheus", response_class=Response, responses={200: text})
    def _metrics() -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    return routes
