import pytest

from tests.index.milvus.engines import started_engine


@pytest.fixture(scope="session")
def real_engine(tmp_path_factory):
    with started_engine(tmp_path_factory.mktemp("milvus")) as engine:
        yield engine
