"""Files that are there whole or not at all."""

import gzip
from pathlib import Path

from index.errors import QuotedeskError


def write_whole(path: Path, content: bytes) -> None:
    """Write beside, then rename; a name that ends in ``.gz`` is compressed, without a date in it."""
    draft = path.with_name(f"{path.name}.draft")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(gzip.compress(content, mtime=0) if path.suffix.lower() == ".gz" else content)
        draft.replace(path)
    except OSError as error:
        raise QuotedeskError(f"cannot write {path}: {error.strerror}", fix="give another folder") from error


def remove(path: Path) -> None:
    """Take away what an earlier run left there, if it did."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise QuotedeskError(f"cannot remove {path}: {error.strerror}", fix="give another folder") from error
