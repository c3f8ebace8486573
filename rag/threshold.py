"""The threshold that an index remembers: what was promised of it, and for which reader."""

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

from index.store import ArticleStore
from index.writing import remember

KEY = "threshold"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Threshold:
    """The confidence below which to abstain, as ``quotedesk calibrate`` chose it.

    With the stated ``confidence`` at most ``risk`` of the answers it lets through are wrong; it was chosen on
    so many ``questions``, on the day ``made`` (ISO), and says nothing about another reader or embedder.
    """

    value: float
    risk: float
    confidence: float
    questions: int
    made: str
    reader: str
    embedder: str


def keep(folder: Path, threshold: Threshold) -> None:
    """Have the index in ``folder`` remember it, in place of any other; indexing more articles leaves it there."""
    remember(folder, KEY, json.dumps(asdict(threshold)))


def forget(folder: Path) -> None:
    """Back to the default; nothing happens if there was none."""
    remember(folder, KEY, None)


def calibrated_floor(collection: ArticleStore, reader: str) -> float | None:
    """The floor that the index remembers for this reader and its own embedder; None, with a warning, if for others."""
    stored = collection.setting(KEY)
    if stored is None:
        return None
    try:
        threshold = Threshold(**json.loads(stored))
    except (ValueError, TypeError):
        log.warning("the calibrated threshold in %s cannot be read; run quotedesk calibrate again", collection.folder)
        return None
    made_with, here = (threshold.reader, threshold.embedder), (reader, collection.embedder.name)
    if made_with == here:
        return threshold.value
    log.warning(
        "the threshold in %s was calibrated with %s, not %s: the default is used; run quotedesk calibrate again",
        collection.folder,
        " on ".join(made_with),
        " on ".join(here),
    )
    return None
