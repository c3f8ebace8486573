"""Requests made up from the OpenAPI document: none is answered as the document does not say."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from tests.ui import small_collection
from ui.site import Site

pytestmark = pytest.mark.slow
ROUTES = [
    ("post", "/api/ask"),
    ("post", "/api/feedback"),
    ("get", "/api/articles/{article_id}"),
    ("get", "/healthz"),
    ("get", "/readyz"),
    ("get", "/metrics"),
]


@pytest.fixture(scope="module")
def document():
    app = small_collection.service(site=Site(allowed_hosts=("testserver",)))
    return schemathesis.openapi.from_asgi("/openapi.json", app)


def test_every_route_is_tried(document):
    assert {(each.ok().method, each.ok().path) for each in document.get_all_operations()} == set(ROUTES)


def period_has_days(case):
    """Whether ``after`` is not later than ``before``: refused with 422, which JSON Schema has no words for."""
    after, before = (case.body.get(name) if isinstance(case.body, dict) else None for name in ("after", "before"))
    return not (isinstance(after, str) and isinstance(before, str) and after > before)


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_the_api_keeps_to_its_document(document, method, path):
    """Both with requests that the document allows and with those that it does not."""
    route = document[path][method]
    cases = st.one_of(*(route.as_strategy(generation_mode=mode) for mode in GenerationMode)).filter(period_has_days)

    @given(cases)
    @settings(max_examples=100, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def keeps_to_it(case):
        case.call_and_validate()

    keeps_to_it()
