"""Files of every format as documents: one file a format, one line in ``FORMATS``."""

import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from index.formats.documents import Document, Rejected
from index.formats.docx import read_docx
from index.formats.groups import BadGroups, with_groups
from index.formats.html import read_html
from index.formats.jsonl import read_jsonl, read_jsonl_gz
from index.formats.markdown import read_markdown
from index.formats.pdf import read_pdf
from index.formats.sources import Source, Unreadable
from index.formats.text import read_text

__all__ = ["FORMATS", "Document", "Format", "Rejected", "read", "suffix_of"]

Format: TypeAlias = Callable[[Source], Iterator[Document | Rejected]]

FORMATS: dict[str, Format] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".jsonl": read_jsonl,
    ".jsonl.gz": read_jsonl_gz,
}


def suffix_of(path: Path) -> str | None:
    """The key of ``FORMATS`` that ``path`` ends with, in capitals or not; None where there is none."""
    name = path.name.lower()
    return next((suffix for suffix in FORMATS if name.endswith(suffix) and name != suffix), None)


def read(path: Path, *, max_bytes: int) -> Iterator[Document | Rejected]:
    """The articles of one file with who may see each, and a rejection for whatever of it cannot be one.

    Bad content never raises: a folder of ten thousand files is not lost to one of them.
    """
    yield from with_groups(_read(path, max_bytes), path)


def _read(path: Path, max_bytes: int) -> Iterator[Document | Rejected]:
    try:
        suffix = suffix_of(path)
        if suffix is None:
            raise Unreadable("is of no format that is read", fix=f"one of {', '.join(FORMATS)} is")
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unreadable("is not a file", fix="give a file, or the folder it is in")
        yield from FORMATS[suffix](Source(path, max_bytes))
    except BadGroups as error:
        yield Rejected(str(path), str(error), entry=error.entry, withdraws=True)
    except Unreadable as error:
        yield Rejected(str(path), str(error))
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        yield Rejected(str(path), f"cannot be opened ({reason}); check the path and its permissions")
    except ImportError:  # the installation is at fault, not the file
        raise
    except Exception as error:  # a parser's slip over hostile content, which must not stop the other files
        yield Rejected(str(path), f"cannot be read ({type(error).__name__}); export it again in another format")
