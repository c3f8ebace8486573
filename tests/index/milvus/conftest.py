from types import SimpleNamespace

import pytest

from index.collection import Collection
from index.milvus.collection import MilvusCollection
from index.milvus.publishing import publish_to
from tests.index.milvus.engines import SimulatedAddress, fresh, writer


@pytest.fixture(scope="session")
def simulator(tmp_path_factory):
    pytest.importorskip("milvus_lite", reason="milvus-lite is not installed")
    file = tmp_path_factory.mktemp("simulator") / "milvus.db"
    return SimpleNamespace(address=lambda name: SimulatedAddress("simulator", 1, name, file=str(file)))


@pytest.fixture(scope="session", params=["simulator", pytest.param("real_engine", marks=pytest.mark.milvus)])
def milvus(request):
    """Gives addresses in Milvus: in the real engine, and in the simulator."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def published(milvus):
    """Publishes an index, and opens what was published; it sees all that was written."""

    def publish(folder, address=None):
        address = address or fresh(milvus)
        sent = publish_to(folder, writer(address))
        collection = MilvusCollection.open(address, consistency="Strong")
        return SimpleNamespace(address=address, collection=collection, sent=sent, local=Collection.open(folder))

    return publish
