"""The file that a backup is: a gzipped tar of a manifest with the SHA-256 of each part, and the parts."""

import gzip
import hashlib
import json
import os
import re
import shutil
import tarfile
import zlib
from io import BufferedIOBase, BufferedReader, BytesIO
from pathlib import Path

from index.catalog import FILE
from index.checksums import file_sha256
from index.errors import QuotedeskError
from index.generations import FOLDER

MANIFEST = "manifest.json"
FORMAT = 1
#: Light: text packs to a third as it is, and half-precision vectors hardly at all.
_LEVEL = 2
_PART = re.compile(rf"{re.escape(FILE)}|{FOLDER}/[\w-][\w.-]*")


def pack(draft: Path, copy: Path, name: str, generation: BufferedReader | None) -> None:
    """Write the catalog ``copy``, and a generation by its name if there is one, to ``draft``."""
    with tarfile.open(draft, "w:gz", compresslevel=_LEVEL) as archive, copy.open("rb") as catalog:
        parts: dict[str, BufferedReader] = {FILE: catalog} | ({name: generation} if generation else {})
        files = {part: {"sha256": _digest(content), "bytes": _length(content)} for part, content in parts.items()}
        manifest = json.dumps({"quotedesk": FORMAT, "files": files}).encode()
        for part, content in {MANIFEST: BytesIO(manifest), **parts}.items():
            member = tarfile.TarInfo(part)
            member.size = _length(content)
            archive.addfile(member, content)


def unpack(file: Path, draft: Path) -> None:
    """The parts that the manifest lists, each checked; an error where anything is missing or different."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            members = iter(archive)
            wanted = _listed(archive, next(members))
            for member in members:
                part = wanted.pop(member.name)  # a part that is not listed is a KeyError
                _extract(archive, member, draft / member.name, part)
            if wanted:
                raise ValueError(f"{', '.join(wanted)} is missing")
    except FileNotFoundError as error:
        raise QuotedeskError(f"{file} does not exist", fix="give a file that quotedesk backup made") from error
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error, ValueError, KeyError, StopIteration) as error:
        raise QuotedeskError(
            f"{file} is damaged, or is no backup of an index ({error or type(error).__name__})",
            fix="restore another backup, or index the articles again",
        ) from error
    except IsADirectoryError as error:
        raise QuotedeskError(f"{file} is a folder", fix="give a file that quotedesk backup made") from error


def _listed(archive: tarfile.TarFile, member: tarfile.TarInfo) -> dict[str, str]:
    """The SHA-256 of each part, by its name."""
    content = archive.extractfile(member)
    manifest = json.load(content) if content and member.name == MANIFEST else None
    if not isinstance(manifest, dict) or "quotedesk" not in manifest:
        raise ValueError("it has no manifest")
    if manifest["quotedesk"] != FORMAT:
        raise ValueError(f"it has format {manifest['quotedesk']}, this program reads format {FORMAT}")
    wanted = {part: str(said["sha256"]) for part, said in manifest["files"].items()}
    if FILE not in wanted or not all(map(_PART.fullmatch, wanted)):
        raise ValueError("its manifest lists what no index has")
    return wanted


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path, sha256: str) -> None:
    content = archive.extractfile(member) if member.isfile() else None
    if content is None:
        raise ValueError(f"{member.name} is no file")
    target.parent.mkdir(exist_ok=True)
    with target.open("xb") as out:
        shutil.copyfileobj(content, out, 1 << 20)
        out.flush()
        os.fsync(out.fileno())
    if file_sha256(target) != sha256:
        raise ValueError(f"{member.name} does not have its SHA-256")


def _digest(content: BufferedReader) -> str:
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256").hexdigest()
    content.seek(0)
    return digest


def _length(content: BufferedIOBase) -> int:
    at = content.tell()
    length = content.seek(0, os.SEEK_END)
    content.seek(at)
    return length
