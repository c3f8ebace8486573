"""The files to index, and what they are known by."""

import gzip
import zlib
from collections.abc import Iterable
from pathlib import Path

from index.checksums import file_sha256
from index.errors import QuotedeskError
from index.formats import suffix_of
from index.formats.groups import FILE, state_for

#: Raise it when the formats, furniture, particulars or sentences make something else of the same file:
#: indexing then takes every file anew.
RULES = 2


def find_files(paths: Iterable[Path]) -> tuple[list[Path], int]:
    """The files to read, each once, in order of name; and how many of the folders' files are of no format."""
    files: dict[Path, None] = {}
    ignored = 0
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.is_file() and not _hidden(file, path))
            known = [file for file in inside if suffix_of(file)]
            ignored += sum(not suffix_of(file) and not file.name.endswith(FILE) for file in inside)
            files.update(dict.fromkeys(file.resolve() for file in known))
        elif path.exists():
            files[path.resolve()] = None
        else:
            raise QuotedeskError(f"{path} does not exist", fix="give files or folders that hold articles")
    return list(files), ignored


def state_of(file: Path) -> str:
    """Rules, bytes, and who may see it; empty for a file that cannot be read, which ``read`` will say."""
    try:
        return f"{RULES}:{file_sha256(file)}:{state_for(file)}"
    except OSError:
        return ""


def articles_in(file: Path) -> int:
    """How many articles a file will give, for the progress bar."""
    suffix = suffix_of(file)
    try:
        if suffix == ".jsonl":
            with file.open("rb") as lines:
                return sum(1 for _ in lines)
        if suffix == ".jsonl.gz":
            with gzip.open(file) as lines:
                return sum(1 for _ in lines)
    except (OSError, EOFError, zlib.error):
        return 1
    return 1


def _hidden(file: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(root).parts)
