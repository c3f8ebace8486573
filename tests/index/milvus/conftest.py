import itertools
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from index.collection import Collection
from index.milvus.collection import MilvusCollection
from index.milvus.engine import Engine
from index.milvus.publishing import publish_to
from tests.index.milvus.engines import HOME, RealEngine, SimulatedAddress

NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def real_engine(tmp_path_factory):
    with started_engine(tmp_path_factory.mktemp("milvus")) as engine:
        yield engine


@contextmanager
def started_engine(folder):
    """A real engine with its data in ``folder``; the test is skipped, in one line, where none is installed."""
    if not (HOME / "server").is_dir():
        pytest.skip(f"no Milvus in {HOME}: make test-milvus installs it")
    engine = RealEngine(folder)
    engine.start()
    yield engine
    engine.stop()


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


def fresh(milvus):
    """The address of a collection that is not there yet."""
    return milvus.address(f"test_{next(NUMBERS)}")


def writer(address):
    return Engine(address, patience=60, timeout=30, consistency="Strong")
