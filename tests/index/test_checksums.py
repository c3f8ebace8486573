import hashlib

import pytest

from index.checksums import file_sha256


def test_it_is_the_hash_of_the_bytes_as_they_are(tmp_path):
    content = b"\xef\xbb\xbfThe ferry\r\nis late.\x00" * 9000
    (tmp_path / "file").write_bytes(content)
    assert file_sha256(tmp_path / "file") == hashlib.sha256(content).hexdigest()


def test_a_missing_file_has_none(tmp_path):
    with pytest.raises(FileNotFoundError):
        file_sha256(tmp_path / "file")
