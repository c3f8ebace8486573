import pytest
from fastapi.testclient import TestClient

from tests.ui import small_collection


@pytest.fixture(scope="module")
def client():
    app = small_collection.service(examples=small_collection.EXAMPLES)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client
