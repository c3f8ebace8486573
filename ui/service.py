"""How questions are taken, and what is kept of them: the operator's choices."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import QuotedeskError

if TYPE_CHECKING:
    from index.store import Place


@dataclass(frozen=True, slots=True)
class Service:
    """What the operator decides; the defaults keep nothing and limit nobody.

    ``state`` is the folder for what the service itself writes; without one, feedback is refused. ``index`` is the
    folder of what is quoted, which the feedback remembers, so that its quotes can be cut from it later. ``rate`` is
    like ``60/minute``, for each user or address. ``workers`` questions are answered at once and ``waiting`` more may
    wait, each for ``timeout`` seconds at most, its answering included. ``audit`` is a file.
    """

    state: Path | None = None
    index: Path | None = None
    rate: str | None = None
    workers: int = 2
    waiting: int = 50
    timeout: float = 30.0
    audit: Path | None = None
    audit_hash: bool = False

    def __post_init__(self) -> None:
        if self.rate:  # so that a bad one is known before anything slow is loaded
            from ui.limits import parsed

            parsed(self.rate)


def state_beside(index: "Place") -> Path:
    """Where the state is kept unless said otherwise.

    Beside the index and not in it: an index may be read-only, and is replaced as a whole.
    """
    if not isinstance(index, Path):
        raise QuotedeskError("--store needs a --state", fix="name a folder for what the service itself keeps")
    whole = index.absolute()
    return whole.with_name(f"{whole.name}.state")
