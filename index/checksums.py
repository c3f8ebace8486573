"""Checksums, by which a damaged or changed file is told."""

import hashlib
from pathlib import Path


def file_sha256(file: Path) -> str:
    """The SHA-256 of the file's bytes, in hexadecimal; an OSError where it cannot be read."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def folder_sha256(folder: Path) -> str:
    """The SHA-256 of the names and the bytes of a folder's files; an OSError where one cannot be read."""
    files = sorted(folder.iterdir())
    return hashlib.sha256("".join(f"{file_sha256(file)} {file.name}\n" for file in files).encode()).hexdigest()
