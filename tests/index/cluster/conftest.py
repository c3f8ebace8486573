import pytest

from index.cluster.scheduler import cluster


@pytest.fixture(scope="package")
def three_workers():
    pytest.importorskip("distributed", reason="dask.distributed is not installed: pip install 'quotedesk[cluster]'")
    with cluster("local:3") as client:
        yield client
