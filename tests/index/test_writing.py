import pytest

from index.catalog import Catalog
from index.errors import IndexMismatch, IndexMissing
from index.writing import one_writer, remember


@pytest.fixture
def folder(tmp_path):
    Catalog.open_to_write(tmp_path / "index")
    return tmp_path / "index"


def test_a_setting_is_remembered_replaced_and_taken_out(folder):
    for value in ("one", "two", None, None):
        remember(folder, "key", value)
        assert Catalog.open(folder).setting("key") == value


def test_a_second_writer_is_turned_away_and_the_lock_is_free_afterwards(folder):
    with one_writer(folder), pytest.raises(IndexMismatch, match="another quotedesk index is writing"):
        remember(folder, "key", "value")
    remember(folder, "key", "value")
    assert Catalog.open(folder).setting("key") == "value"


def test_no_index_is_made(tmp_path):
    with pytest.raises(IndexMissing):
        remember(tmp_path / "none", "key", "value")
    assert not (tmp_path / "none").exists()
