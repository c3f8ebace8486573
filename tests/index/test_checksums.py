import hashlib

import pytest

from index.checksums import file_sha256, folder_sha256


def test_it_is_the_hash_of_the_bytes_as_they_are(tmp_path):
    content = b"\xef\xbb\xbfThe ferry\r\nis late.\x00" * 9000
    (tmp_path / "file").write_bytes(content)
    assert file_sha256(tmp_path / "file") == hashlib.sha256(content).hexdigest()


def test_a_missing_file_has_none(tmp_path):
    with pytest.raises(FileNotFoundError):
        file_sha256(tmp_path / "file")


@pytest.mark.parametrize("change", ["renamed", "cut", "lost", "more"])
def test_a_folder_has_another_one_after_any_change(tmp_path, change):
    for name in ("ferry", "harbour"):
        (tmp_path / name).write_text("is late")
    before = folder_sha256(tmp_path)
    assert before == folder_sha256(tmp_path)
    if change == "renamed":
        (tmp_path / "ferry").rename(tmp_path / "train")
    elif change == "lost":
        (tmp_path / "ferry").unlink()
    else:
        (tmp_path / ("ferry" if change == "cut" else "train")).write_text("is")
    assert folder_sha256(tmp_path) != before
