"""Publish and open the index of words: a cache beside the vectors, made from the catalog."""

import json
import os
import shutil
from itertools import chain, starmap
from pathlib import Path
from typing import NamedTuple

from index.catalog import Catalog
from index.checksums import folder_sha256
from index.full_text import FullText, Worded, write
from index.keywords import FTS5_UP_TO, Keywords

SETTING = "words"


class WordIndex(NamedTuple):
    """The index of words as the catalog names it: its folder, the newest passage in it, and how many there are."""

    folder: str
    sha256: str
    last: int
    passages: int


def word_index(catalog: Catalog) -> WordIndex | None:
    """The one that was published last; None where there are too few passages, or none was made yet."""
    named = catalog.setting(SETTING)
    return WordIndex(*json.loads(named)) if named else None


def write_words(catalog: Catalog, place: Path) -> WordIndex | None:
    """Index the words of all passages in a folder in ``place``; within the writer's lock.

    Where no passage has come or gone the one before stays. An OSError where the disk is full.
    """
    last, passages = catalog.newest_passage(), catalog.counts()["passages"]
    if passages <= FTS5_UP_TO:
        return None
    earlier = _to_be_kept(catalog, place)
    # Rows are never used twice: the newest and their number tell any two sets of them apart.
    if earlier and (earlier.last, earlier.passages) == (last, passages):
        return earlier
    draft = place / f".draft-{os.getpid()}.words"
    shutil.rmtree(draft, ignore_errors=True)  # of a process that was killed and had this one's number
    draft.mkdir()
    try:
        added = starmap(Worded, chain.from_iterable(catalog.worded(earlier.last if earlier else 0)))
        write(added, draft, place / earlier.folder if earlier else None)
        digest = folder_sha256(draft)
        name = f"{last}-{digest[:16]}.words"
        draft.rename(place / name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return WordIndex(name, digest, last, passages)


def _to_be_kept(catalog: Catalog, place: Path) -> WordIndex | None:
    """The index that was published last, if this tantivy can open it and all its passages are still there.

    Of passages that tantivy has deleted the words still count: scores would depend on what there once was.
    """
    named = word_index(catalog)
    if not named or not open_keywords(catalog, place) or catalog.passages_up_to(named.last) < named.passages:
        return None
    return named


def name_words(catalog: Catalog, made: WordIndex | None) -> None:
    """From now on this is the one to open; in the transaction that publishes the generation beside it."""
    if made:
        catalog.set(SETTING, json.dumps(made))
    else:
        catalog.unset(SETTING)


def open_keywords(catalog: Catalog, place: Path) -> Keywords | None:
    """What searches words by the index that was published last; None where it is FTS5 that does."""
    named = word_index(catalog)
    try:
        whole = named and folder_sha256(place / named.folder) == named.sha256
        return Keywords(catalog, FullText.open(place / named.folder), named.last) if named and whole else None
    except (OSError, ValueError):  # a writer has published others, and swept this one away
        return None


def words_damage(catalog: Catalog, place: Path) -> str | None:
    """What is wrong with the index, in half a sentence; None if nothing is. Without it words are found, but slowly."""
    named = word_index(catalog)
    if not named:
        return None
    folder = place / named.folder
    try:
        whole = folder_sha256(folder) == named.sha256
    except (FileNotFoundError, NotADirectoryError):
        return f"{folder} is missing"
    return None if whole else f"{folder} does not have the SHA-256 that it was published with"


def search_of(catalog: Catalog) -> str:
    """How words are searched, and why, in half a sentence."""
    if word_index(catalog):
        return f"tantivy: of more than {FTS5_UP_TO:,} passages it ranks only those that can be among the best"
    if catalog.counts()["passages"] <= FTS5_UP_TO:
        return f"SQLite FTS5: up to {FTS5_UP_TO:,} passages it ranks all that hold a word"
    return "SQLite FTS5: there is no index of words beside it until this one is next written to"
