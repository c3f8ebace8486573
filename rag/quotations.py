"""Quotation marks: what of a text lies between them, and whether one is still open."""

import re

from index.articles import Span

# A mark, or an apostrophe that might be one.
_MARK = re.compile(r"[“”„«»\"‘’']")
_PAIRS = {"“": "”", "„": "“", "«": "»", '"': '"', "‘": "’", "'": "'"}
_SINGLE = "‘’'"
_BEFORE = '([–—-“"‘'


def quotations(text: str, start: int, end: int) -> tuple[list[Span], bool]:
    """The outermost quotations in ``text[start:end]``, marks included, and whether the last is open at the end."""
    found: list[Span] = []
    opened: list[tuple[str, int]] = []
    for match in _MARK.finditer(text, start, end):
        at, mark = match.start(), match[0]
        closed = next((depth for depth, (opening, _) in enumerate(opened) if _closes(text, at, mark, opening)), None)
        if closed is not None:  # and with it whatever was forgotten inside
            begun = opened[closed][1]
            del opened[closed:]
            found += [] if opened else [Span(begun, at + 1)]
        elif _opens(text, at, mark, start) and (not opened or opened[-1][0] != mark):
            opened.append((mark, at))
    return ([*found, Span(opened[0][1], end)], True) if opened else (found, False)


def ends_unopened(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` closes a quotation that it does not open; single marks prove nothing."""
    opening = text.find("“", start, end)
    closing = text.find("”", start, end)
    return closing >= 0 and (opening < 0 or closing < opening)


def _opens(text: str, at: int, mark: str, start: int) -> bool:
    if mark not in _PAIRS:
        return False
    if mark in "“„«":
        return True
    before = text[at - 1] if at > start else " "
    after = text[at + 1 : at + 2]
    if mark == "'":
        return before.isspace() and after.isupper()
    return bool(after.strip()) and (before.isspace() or before in _BEFORE)


def _closes(text: str, at: int, mark: str, opening: str) -> bool:
    if mark != _PAIRS[opening]:
        return False
    after = text[at + 1 : at + 2]
    return mark not in _SINGLE or not after.isalnum()
