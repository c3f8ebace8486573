"""Where sentences begin and end.

nupunkt decides within a paragraph. What it cannot know is decided here: which lines of a page belong together, which
abbreviations news uses, and a few breaks that it makes or misses for reasons that hold in any text.
"""

import copy
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from statistics import median_low

import nupunkt

from index.articles import Span

Engine = Callable[[str], Iterable[tuple[int, int]]]
"""Proposes the sentences of one paragraph on one line, in order, each counted from its first character."""

# Not "no": the word ends too many sentences. "No." before a figure is in _goes_on.
_ABBREVIATIONS = """
mr mrs ms mx dr prof rev fr st ste sr jr gen lt col maj capt cmdr sgt cpl pvt adm sen sens rep reps gov govs pres
hon supt det insp messrs jan feb mar apr jun jul aug sept oct nov dec mon tue tues wed thu thurs fri vs v etc al cf
ca approx incl est fig figs vol vols ed eds pp p ch sec art ft lb lbs oz inc ltd co corp bros dept assn univ ave
blvd rd mt ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla
ore pa penn tenn tex va vt wash wis wyo
"""
# Words that are capitalised only because a sentence begins with them.
_OPENERS = """
a about according after all also although among an and another as at because before both but by despite during each
even every few for from he her here his how however i if in it its many meanwhile most my no not now on once one
only or other our over several she since so some still such that the their then there these they this those though
to two under until we what when where which while who why with yet you your
"""

ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())
OPENERS = frozenset(_OPENERS.split())

_BREAKS = r"\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_LINE = re.compile(rf"\S[^{_BREAKS}]*")
_LINE_END = re.compile(rf"[{_BREAKS}]")
# A line that stops in mid-sentence, the next going on in lower case: someone wrapped it.
_WRAPPED = re.compile(rf"^[^{_BREAKS}]{{40,100}}(?<![.!?:;…\s])(?=\r?\n[ \t]*[a-z])", re.MULTILINE)
_TOO_LONG = re.compile(rf"^[^{_BREAKS}]{{101}}", re.MULTILINE)
_BEGINS_ANEW = re.compile(r"(?:[-*+•·–—◦▪]|\d{1,3}[.)]|#{1,6})\s|[>|]|```|~~~|[-=*_]{3,}\s*$")
_STANDS_ALONE = re.compile(r"#{1,6}\s|\||```|~~~|[-=*_]{3,}\s*$")
_UNBREAKABLE = re.compile(r"\[[^\]]*\]\S*|\S+")

_TAG = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|<[a-zA-Z/!][^<>]*>")
_STOP = re.compile(r"[.!?…]")
# Punctuation that closes or carries on, a dash, or a lower-case word (but not "iPhone").
_CONTINUATION = re.compile(r"[,;:)\]}”’»%]|[–—-]+\s|[a-z](?![a-z]*[A-Z])")
_MARKER = re.compile(r"[*_]+(?=\s)")
_INITIALS = re.compile(r"(?:\b[A-Za-z]\.(?: ?[A-Za-z]\.)+|\b[A-Z]\.)$")
_NUMBER_SIGN = re.compile(r"\bNos?\.$")
_FIRST_WORD = re.compile(r"[^\w]{0,4}([A-Z][\w'’]{0,30})")
# "in July.Next": the space that a page lost.
_RUN_ON = re.compile(r"(?<=[a-z]{2})[.!?](?:[”’\"](?=[A-Z])|[”’]?(?=“?[A-Z]))(?=“?[A-Z][a-z']{0,20}[ ,])")


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of ``text[start:end]``, trimmed, in order; no character but white space lies outside them."""
    return segment(_nupunkt, text, start, len(text) if end is None else end)


def segment(engine: Engine, text: str, start: int, end: int) -> list[Span]:
    """As ``sentences``, by another engine than the one that was chosen: eval/bench/sentences.py compares them."""
    return [span for block in blocks(text, start, end) for span in _split(engine, text, block)]


def blocks(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretches that no sentence leaves: a line each, or the lines of one wrapped paragraph."""
    lines = [Span(*match.span()) for match in _LINE.finditer(text, start, end)]
    if not lines:
        return
    begin = lines[0].start
    for line, following in pairwise(lines):
        if not _wraps(text, line, following):
            yield Span(begin, line.end)
            begin = following.start
    yield Span(begin, lines[-1].end)


def _wraps(text: str, line: Span, following: Span) -> bool:
    """Whether a line was broken off only because the next word did not fit."""
    gap = text[line.end : following.start].strip(" \t")
    column = _column(text) if gap in {"\n", "\r\n", "\r"} else 0
    if not column:
        return False
    if _BEGINS_ANEW.match(text, following.start) or _STANDS_ALONE.match(text, line.start):
        return False
    margin = max(text.rfind("\n", 0, line.start), text.rfind("\r", 0, line.start)) + 1
    word = _UNBREAKABLE.match(text, following.start)
    return word is not None and line.end - margin + len(word[0]) >= column


@lru_cache(maxsize=16)
def _column(text: str) -> int:
    """The column at which the whole text is wrapped; 0 if each of its lines is a paragraph."""
    wrapped = [len(line) for line in _WRAPPED.findall(text)]
    return median_low(wrapped) if wrapped and len(wrapped) > len(_TOO_LONG.findall(text)) else 0


def _split(engine: Engine, text: str, block: Span) -> Iterator[Span]:
    """The sentences of one block."""
    prose = _prose(text[block.start : block.end])
    begin = 0
    for cut in _cuts(engine, prose):
        sentence = prose[begin:cut]
        body = sentence.strip()
        if body:
            first = block.start + begin + len(sentence) - len(sentence.lstrip())
            yield Span(first, first + len(body))
        begin = cut


def _prose(block: str) -> str:
    """The block as the engine should see it, every character in its place: on one line, no full stop in a tag."""
    line = _LINE_END.sub(" ", block)
    return _TAG.sub(lambda tag: _STOP.sub("_", tag[0]), line) if "<" in line or "{" in line else line


def _cuts(engine: Engine, prose: str) -> Iterator[int]:
    """Where to cut, in order; the last is the end."""
    ends = {end for _, end in engine(prose)} | {match.end() for match in _RUN_ON.finditer(prose)}
    for end in sorted(ends):
        marker = _MARKER.match(prose, end)
        cut = marker.end() if marker else end
        if not _goes_on(prose, cut):
            yield cut
    yield len(prose)


def _goes_on(prose: str, cut: int) -> bool:
    """Whether the sentence plainly continues beyond a proposed end."""
    before = prose[max(0, cut - 40) : cut].rstrip()
    while cut < len(prose) and prose[cut].isspace():
        cut += 1
    if _CONTINUATION.match(prose, cut):
        return True
    if _NUMBER_SIGN.search(before):
        return prose[cut : cut + 1].isdigit()
    if not _INITIALS.search(before):
        return False
    word = _FIRST_WORD.match(prose, cut)
    return word is None or word[1].lower() not in OPENERS


def _nupunkt(prose: str) -> Iterator[tuple[int, int]]:
    return _trimmed_model().iter_spans(prose)


@cache
def _trimmed_model() -> nupunkt.PunktSentenceTokenizer:
    """The engine without the thousands of words that it takes for abbreviations ("cancer", "Chase")."""
    engine = copy.deepcopy(nupunkt.load("default"))
    for word in engine.abbreviations - ABBREVIATIONS:
        if len(word) > 1 and "." not in word:
            engine.remove_abbreviation(word)
    engine.add_abbreviations(sorted(ABBREVIATIONS))
    return engine
