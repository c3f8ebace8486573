"""Quotation marks: what of a text lies between them, and whether one is still open."""

import re

from index.articles import Span

# A mark, or an apostrophe that might be one.
_MARK = re.compile(r"[“”„«»\"‘’']")
_PAIRS = {"“": "”", "„": "“", "«": "»", '"': '"', "‘": "’", "'": "'"}
_SINGLE = "‘’'"
_BEFORE = '([–—-“"‘'
_LONGEST = 3000  # characters to look ahead for a closing mark
# "the boys' bikes": after it a word goes on, and the quotation closes only later.
_POSSESSIVE = re.compile(r"(?<=s)[’'](?= [^\W_])")
_CLOSE = {mark: re.compile(rf"(?<=[^\s(\[{mark}]){mark}(?![^\W_])") for mark in "’'"}
_OPEN = {"’": re.compile("‘"), "'": re.compile(r"(?<!\S)'(?=[^\W_])")}
_ELISION = re.compile(r"'(?:n|em|til|cause|tis|twas|bout|round|neath|er|im|ere|\d0s)\b", re.IGNORECASE)


def quotations(text: str, start: int, end: int) -> tuple[list[Span], bool]:
    """The outermost quotations in ``text[start:end]``, marks included, and whether the last is open at the end."""
    found: list[Span] = []
    opened: list[tuple[str, int]] = []
    for match in _MARK.finditer(text, start, end):
        at, mark = match.start(), match[0]
        depths = (depth for depth, (opening, _) in enumerate(opened) if _closes(text, at, mark, opening, end))
        closed = next(depths, None)
        if closed is None and opened and _closes_another(text, at, mark, opened[-1][0]):
            closed = len(opened) - 1
        if closed is not None:  # and with it whatever was forgotten inside
            begun = opened[closed][1]
            del opened[closed:]
            found += [] if opened else [Span(begun, at + 1)]
        elif _opens(text, at, mark, start, end) and (not opened or opened[-1][0] != mark):
            opened.append((mark, at))
    return ([*found, Span(opened[0][1], end)], True) if opened else (found, False)


def ends_unopened(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` closes a quotation that it does not open; single marks prove nothing."""
    opening = text.find("“", start, end)
    closing = text.find("”", start, end)
    return closing >= 0 and (opening < 0 or closing < opening)


def _opens(text: str, at: int, mark: str, start: int, end: int) -> bool:
    if mark not in _PAIRS:
        return False
    if mark in "“„«":
        return True
    before = text[at - 1] if at > start else " "
    after = text[at + 1 : at + 2]
    if mark == "'":
        return (before.isspace() or before in _BEFORE) and (after.isupper() or _quotes_words(text, at, end))
    return bool(after.strip()) and (before.isspace() or before in _BEFORE)


def _quotes_words(text: str, at: int, end: int) -> bool:
    """Whether the straight single mark at ``at`` is closed soon, and is not there for letters that are left out."""
    if not text[at + 1 : at + 2].isalnum() or _ELISION.match(text, at):
        return False
    return _CLOSE["'"].search(text, at + 2, min(end, at + _LONGEST)) is not None


def _closes(text: str, at: int, mark: str, opening: str, end: int) -> bool:
    if mark != _PAIRS[opening]:
        return False
    after = text[at + 1 : at + 2]
    if mark not in _SINGLE:
        return True
    return not after.isalnum() and not (_POSSESSIVE.match(text, at) and _closed_later(text, at + 1, mark, end))


def _closes_another(text: str, at: int, mark: str, opening: str) -> bool:
    """Whether a writer who opened with one kind of double marks closed with the other: '“So it is," she said'."""
    if mark == "’" and opening in ('"', "“"):  # two of them: "’’"
        return text[at - 1] == "’" and not text[at - 2].isspace() and not text[at + 1 : at + 2].isalnum()
    if (mark, opening) == ("“", "“") and not text[at + 1 : at + 2].isspace():
        return False
    if (mark, opening) not in (('"', "“"), ("”", '"'), ("“", "“")):
        return False
    return not text[at - 1].isspace() and not text[at - 1].isdigit() and not text[at + 1 : at + 2].isalnum()


def _closed_later(text: str, at: int, mark: str, end: int) -> bool:
    """Whether a mark that closes comes before one that opens."""
    end = min(end, at + _LONGEST)
    closing, opening = _CLOSE[mark].search(text, at, end), _OPEN[mark].search(text, at, end)
    return closing is not None and (opening is None or closing.start() < opening.start())
