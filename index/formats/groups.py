"""Who may see an article, as its file says, a file beside it, or its folder; the most specific statement holds.

What cannot be understood is an error that takes the article out, never the absence of a statement: else a slip of the
pen would show everyone what was meant for a few.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from index.formats.documents import Document, Rejected
from index.formats.sources import Unreadable
from index.groups import RULE, is_group

#: The name of a folder's statement, and what the name of a file's own ends with.
FILE = ".groups"
MOST_BYTES = 100_000

_KEY = re.compile(r"""^[ \t{,]*["']?groups["']?[ \t]*[:=]""", re.IGNORECASE | re.MULTILINE)
_OPENED = re.compile(r"\s*(?:-{3,}|\+{3,}|;{3,}|\{)")
#: Characters within which front matter begins and ends, in any file that has some.
_HEAD = 20_000

Groups = tuple[str, ...]


class BadGroups(Unreadable):
    """Groups that cannot be understood; ``entry`` is the record they were given for, empty in a file of one."""

    def __init__(self, problem: str, *, fix: str, entry: str = "") -> None:
        super().__init__(problem, fix=fix)
        self.entry = entry


def groups_in(said: object, entry: str = "") -> Groups:
    """The groups of a list, or of a string with commas, sorted; there is at least one."""
    names = [name.strip() for name in said.split(",")] if isinstance(said, str) else said
    if not isinstance(names, list | tuple) or not names:
        raise BadGroups('"groups" names nobody', fix="name a group, or leave it out for everyone", entry=entry)
    for name in names:
        if not is_group(name):
            shown = repr(name)[:120]
            raise BadGroups(f'"groups" has {shown}, which is no name of a group', fix=RULE, entry=entry)
    return tuple(sorted(set(names)))


def names_groups(head: str) -> bool:
    """Whether ``head``, front matter that cannot be read or does not end, seems to say who may see the article."""
    return bool(_OPENED.match(head.removeprefix("\ufeff")) and _KEY.search(head[:_HEAD]))


def stated_for(file: Path) -> Groups | None:
    """What is said beside ``file`` or for the nearest folder around it; None where nothing is, and all may see it.

    Raises ``BadGroups``. Only the place of the file counts, not the path on which it was found.
    """
    beside = file.with_name(file.name + FILE)
    for statement in (beside, *(folder / FILE for folder in file.parents)):
        if os.path.lexists(statement):
            return _read(statement)
    return None


def state_for(file: Path) -> str:
    """``stated_for`` as a short text, to tell whether it is still the same."""
    try:
        groups = stated_for(file)
    except BadGroups as error:
        return f"! {error}"
    return "*" if groups is None else ",".join(groups)


def with_groups(found: Iterable[Document | Rejected], file: Path) -> Iterator[Document | Rejected]:
    """Each document with the groups that hold for it; rejected where these cannot be understood.

    What cannot be read again in a place that is not everyone's is withdrawn: it may have been indexed as everyone's.
    """
    try:
        around, problem = stated_for(file), ""
    except BadGroups as error:
        around, problem = None, str(error)
    for one in found:
        if isinstance(one, Rejected):
            yield one if one.entry is not None or not (around or problem) else replace(one, withdraws=True)
        elif one.groups is None and problem:
            yield Rejected(str(file), problem, entry=one.id or "", withdraws=True)
        else:
            yield one if one.groups is not None else replace(one, groups=around)


def _read(statement: Path) -> Groups:
    """A group a line; what follows a # is a comment."""
    fix = "write a group on each line, or delete the file"
    try:
        with statement.open("rb") as file:
            text = file.read(MOST_BYTES + 1).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadGroups(f"who may see it cannot be read from {statement}", fix=fix) from error
    names = [line.partition("#")[0].strip() for line in text.splitlines()]
    try:
        return groups_in([name for name in names if name] if len(text) <= MOST_BYTES else [])
    except BadGroups as error:
        raise BadGroups(f"{statement}: {error.problem}", fix=error.fix) from error
