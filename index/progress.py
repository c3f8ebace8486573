"""The one progress bar of the commands that take long."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


@dataclass(frozen=True, slots=True)
class Bar:
    """What is done so far, in whichever way the work counts it."""

    progress: "Progress"
    task: "TaskID"

    def advance(self) -> None:
        """One more is done."""
        self.progress.advance(self.task)

    def show(self, done: int, total: int) -> None:
        """So many of so many are done."""
        self.progress.update(self.task, completed=done, total=total)


@contextmanager
def progress_bar(label: str, total: int | None = None) -> Iterator[Bar]:
    """A bar on standard error while it is a terminal, else nothing; gone when the work is done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        yield Bar(progress, progress.add_task(label, total=total))
