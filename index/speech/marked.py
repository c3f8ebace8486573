"""Which verb of saying governs marked words, and which marked words are no speech."""

import re
from collections.abc import Sequence
from typing import TypeAlias

from index.articles import Span
from index.phrases.speech import CAPITAL, QUOTE, Speech
from index.speech.attributions import Attribution
from index.speech.context import Speaker
from index.speech.cues import ACCORDING
from index.speech.people import plain

FRAGMENT = 4  # fewer words than these are speech only beside a verb of saying
TERM = 20  # characters of a term or nickname
AFTERWARDS = 40  # characters between the verb of saying that ends a sentence and the full stop
CLOSE = 12  # words between a verb of saying and a single marked word
CLOSE_MARKS = 25  # characters between two quotations of one list

Saying: TypeAlias = tuple[Attribution, Speaker | None]

DIRECT = re.compile(r"[:,]?\s+(?:that\s+)?")  # between a verb of saying and what it governs beyond doubt

NAMED = re.compile(rf"(?<!\w)[{CAPITAL}][\w-]+(?= $)")
_LIST = re.compile(rf"{QUOTE},? (?:and|or) (?:\w+ )?$")  # between the quotations of one list
_OBJECT = re.compile(r"\s+(?:[\w’'-]+\s+){1,4}")  # "called (them) “…”": few words and no stop
_CLOSING = "”’“\"'»"
_BREAK = re.compile(r"[–—;]")


def speaker_of(
    text: str, masked: str, mark: Span, words: int, said: Sequence[Saying], table: Speech
) -> tuple[bool, Speaker | None]:
    """Whether a verb of saying governs ``mark``, a quotation of so many ``words``, and who says it."""
    if any(one.start < mark.start < one.end for one, _ in said):
        return False, None
    earlier = [(one, who) for one, who in said if one.end <= mark.start and governs(masked, one, mark, table)]
    later = [(one, who) for one, who in said if one.start >= mark.end and one.follows]
    beside = bool(later) and adjoins(text, masked, mark, later[0][0])
    later = later if beside else [(one, who) for one, who in later if not leads_on(masked, one)]
    if words < FRAGMENT and not beside:
        close = bool(earlier) and near(masked, earlier[-1][0], mark, words)
        if not close and not (later and not earlier and ends(masked, mark.end, later[-1][0])):
            return False, None
    if earlier and governs_at_once(masked, earlier[-1][0], mark):
        return True, earlier[-1][1]
    if beside:
        before = [who for one, who in earlier[-1:] if reaches_past(masked, one, mark, table)]
        if before and later[0][0].verb == ACCORDING:  # "she called it “…,” according to the Bay Courier"
            return True, before[0]
        outer = [who for one, who in later[1:] if later[0][0].verb == ACCORDING and one.verb != ACCORDING]
        return True, one_of([later[0][1], *before, *outer])
    if earlier and earlier[-1][0].verb in table.marked and _OBJECT.fullmatch(masked, earlier[-1][0].end, mark.start):
        return True, earlier[-1][1]
    governing = [who for _, who in [*earlier[-1:], *later]]
    return bool(governing), one_of(governing)


def governs_at_once(masked: str, one: Attribution, mark: Span) -> bool:
    """Whether nothing stands between a verb of saying and ``mark``: "she said: “…”"."""
    return DIRECT.fullmatch(masked, one.end, mark.start) is not None


def one_of(speakers: Sequence[Speaker | None]) -> Speaker | None:
    """The first of ``speakers``, if all are the same."""
    first = speakers[0] if speakers else None
    return first if first and all(other and other.key == first.key for other in speakers) else None


def governs(masked: str, one: Attribution, mark: Span, table: Speech) -> bool:
    """Whether the verb of ``one``, before ``mark``, is still about it: "described as" is about what comes next only."""
    between = masked[one.end : mark.start]
    if one.verb not in table.marked or QUOTE not in between:
        return True
    return len(between) - between.rindex(QUOTE) < CLOSE_MARKS


def near(masked: str, one: Attribution, mark: Span, words: int) -> bool:
    """Whether the verb of ``one`` governs so short a quotation; for a single word it must stand close."""
    if _BREAK.search(masked, one.end, mark.start):
        return False
    beside = _LIST.search(masked, one.end, mark.start) is not None
    return words > 1 or beside or masked.count(" ", one.end, mark.start) <= CLOSE


def reaches_past(masked: str, one: Attribution, mark: Span, table: Speech) -> bool:
    """As ``reaches``; not over ", which", nor from a verb whose words stand before it or whose object a comma ends."""
    between = masked[one.end : mark.start]
    if ", which " in between or (one.verb in table.marked and "," in between):
        return False
    return reaches(between) and not (one.follows and _BREAK.search(between))


def reaches(between: str) -> bool:
    """Whether a verb of saying before these words may still govern what is marked after them."""
    return QUOTE not in between or not any(stop in between for stop in ",;:.–—")


def ends(masked: str, at: int, last: Attribution) -> bool:
    """Whether ``last`` ends the sentence, and no dash parts it from what is marked before ``at``."""
    rest = masked[last.end : last.end + AFTERWARDS]
    inverted = last.who.start > last.start and last.verb != ACCORDING
    short = inverted or "." in rest or "\n" in rest or len(rest) < AFTERWARDS
    return short and not _BREAK.search(masked, at, last.start)


def adjoins(text: str, masked: str, mark: Span, following: Attribution) -> bool:
    """Whether ``following`` goes with the quotation before it: "…," she said, or "…", said she."""
    between = masked[mark.end : following.start].strip()
    if between.strip(",–—-"):
        return False
    inside = text[mark.start : mark.end].rstrip(_CLOSING)[-1:] in (",", "?", "!", "…", "–", "—")
    if following.verb == "–" or following.who.start > following.start:
        return True
    return inside or (between.startswith(",") and not leads_on(masked, following))


def leads_on(masked: str, one: Attribution) -> bool:
    """Whether what is said comes after: "she said that", "she said:"."""
    return masked[one.end : one.end + 6].lstrip().startswith((":", "that "))


def is_name(masked: str, start: int, mark: Span, table: Speech) -> bool:
    """Whether ``mark``, in the sentence from ``start``, is what something is called: 'a film called “…”'."""
    if mark.end - mark.start < TERM and explained(masked, mark, table):
        return True
    begin = max(start, mark.start - 30)
    before = [plain(word[0]) for word in table.word.finditer(masked, begin, mark.start)]
    if before[-2:-1] == ["to"]:  # "to show “…”"
        return False
    return bool(before) and not masked[begin : mark.start].rstrip().endswith((":", ",")) and before[-1] in table.named


def explained(masked: str, mark: Span, table: Speech) -> bool:
    """Whether ``mark`` is a term told in other words, '“gig”, or boat', or is in a name: 'Al “Bo” Poole'."""
    if masked.startswith(", or ", mark.end):
        return masked.find(QUOTE, mark.end, mark.end + 30) < 0
    first = NAMED.search(masked, max(0, mark.start - 20), mark.start)
    return (
        first is not None and plain(first[0]) not in table.not_names and masked[mark.end + 1 : mark.end + 2].isupper()
    )


def runs_in(masked: str, mark: Span) -> bool:
    """Whether ``mark`` follows a word, as what is part of a sentence does, and not a stop of any kind."""
    before = masked[max(0, mark.start - 8) : mark.start].rstrip()[-1:]
    return before.isalnum() or before == QUOTE


def is_title(words: Sequence[str]) -> bool:
    """Whether ``words`` are all capitalised but for small ones, as in the title of a book."""
    long = [word for word in words if len(word) > 3]
    return len(words) > 1 and all(word[0].isupper() or word[0].isdigit() for word in long)
