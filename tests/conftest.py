"""What several folders' tests share: real articles where they are, and small indexes built once."""

from pathlib import Path

import pytest
from hypothesis import settings

from index.indexer import index_paths

# Machines are shared: how long an example takes says nothing about what is tested.
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SAMPLES = ROOT / "samples"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real articles and data sets, which is not part of the project."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared: the tests on real articles are left out")
    return SHARED


@pytest.fixture(scope="session")
def real_index(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five real articles, indexed with the real embedder."""
    folder = tmp_path_factory.mktemp("real") / "index"
    index_paths([shared / "articles"], folder)
    return folder


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample collection, indexed with the real embedder."""
    folder = tmp_path_factory.mktemp("samples") / "index"
    index_paths([SAMPLES / "articles"], folder)
    return folder
