"""What has been read of a text when a speaker is to be told: its names, and who spoke in which sentence."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.articles import Span
from index.phrases.speech import Speech
from index.speech.people import Names, plain


class Speaker(NamedTuple):
    """Somebody or something that speaks: the words that name it best, and what tells it from others."""

    span: Span
    key: tuple[str, ...]
    gender: str  # m, f, o for a thing, d for a document, p for several; nothing where unknown


class Turn(NamedTuple):
    """A sentence as those after it see it: who speaks in it, where that is known."""

    start: int
    end: int
    speakers: tuple[Speaker | None, ...]
    only_marks: bool
    at: int = 0  # where its first speaker stands


class Context(NamedTuple):
    """What has been read when a reference is to be resolved."""

    masked: str
    names: Names
    turns: list[Turn]
    heard: set[tuple[str, ...]]  # the keys of those who spoke
    table: Speech


def back(turns: Sequence[Turn], far: int) -> Iterator[Turn]:
    """The sentences before, the nearest first, without those that are only marked words."""
    spoken = [turn for turn in reversed(turns[-4 * far :]) if not turn.only_marks]
    yield from spoken[:far]


def spoken_before(context: Context, far: int) -> list[Speaker]:
    """Those who spoke in so many sentences before, the last first."""
    return [one for turn in back(context.turns, far) for one in reversed(turn.speakers) if one]


def body(speaker: Speaker) -> bool:
    """Whether ``speaker`` may be an organisation: nobody known by two names."""
    return len(speaker.key) == 1 and speaker.gender in ("", "o")


def company(speaker: Speaker, table: Speech) -> bool:
    """Whether ``speaker`` may be an organisation that has a name of its own, unlike "the government"."""
    return body(speaker) and speaker.key[0] not in table.institutions


def words_in(start: int, end: int, context: Context) -> list[str]:
    """The words of a stretch, as the tables have them."""
    return [plain(word[0]) for word in context.table.word.finditer(context.masked, start, end)]
