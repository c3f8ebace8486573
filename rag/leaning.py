"""Which sentences cannot be understood without the one before them.

The rules are in rag/phrases, a file a language; here is only how they are tried. Which quotation a sentence is part of,
and whether it says who speaks, is told by the marks and needs no language.
"""

import re

from index.articles import Article, Span
from index.speech.quotations import ends_unopened, quotations
from rag.phrases import Phrases, phrases

_BREAK = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BULLET = re.compile(r"(?:[-*+•·–—◦▪>]+\s+|#{1,6}\s+|\d{1,3}[.)]\s+)+")
_OPENING = "“„«\"‘'([*_… "
_STRAIGHT = str.maketrans("’‘", "''")
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]*_]*$")
_SAYS_AFTER = re.compile(r"\s*[,–—-]?\s*[a-z]")


def leans(article: Article, kept: Span, sentence: Span, language: str = "en") -> str | None:
    """Why ``sentence`` leans on the one before it in ``kept``: the name of a rule; None if it stands by itself."""
    text = article.text
    if is_heading(text[sentence.start : sentence.end]):
        return None
    paragraph = _paragraph(text, kept, sentence)
    if _continues(text, kept, paragraph, sentence):
        return "quotation"
    table = phrases(language)
    return _beginning(text[sentence.start : sentence.end], table) or _speaker(text, paragraph, sentence, table)


def is_heading(text: str) -> bool:
    """Whether a sentence is none: a line without a stop, on which nothing can lean."""
    return len(text) < 120 and not _ENDS.search(text)


def _paragraph(text: str, kept: Span, sentence: Span) -> Span:
    """The line that holds the sentence's beginning, to the end of the sentence or the line, whichever is later."""
    begin = max((found.end() for found in _BREAK.finditer(text, kept.start, sentence.start)), default=kept.start)
    after = _BREAK.search(text, sentence.end, kept.end)
    return Span(begin, after.start() if after else kept.end)


def _continues(text: str, kept: Span, paragraph: Span, sentence: Span) -> bool:
    """Whether the sentence is part of a quotation that began before it."""
    if quotations(text, paragraph.start, sentence.start)[1] or ends_unopened(text, *sentence):
        return True
    if sentence.start != paragraph.start or text[sentence.start] not in _OPENING:
        return False
    before = text[kept.start : paragraph.start].rstrip()
    line = max((found.end() for found in _BREAK.finditer(before)), default=0)
    return quotations(before, line, len(before))[1]


def _beginning(text: str, table: Phrases) -> str | None:
    """The first rule of the table that matches how ``text`` begins."""
    bullet = _BULLET.match(text)
    head = text[bullet.end() if bullet else 0 :].lstrip(_OPENING)[:400].translate(_STRAIGHT)
    skipped = table.skipped.match(head)
    for begun in dict.fromkeys((head, head[skipped.end() :] if skipped else head)):
        lowered = begun[:1].lower() + begun[1:]
        if table.stands.match(lowered):
            return None
        if found := next((name for name, pattern in table.leans.items() if pattern.match(lowered)), None):
            return found
    return None


def _speaker(text: str, paragraph: Span, sentence: Span, table: Phrases) -> str | None:
    """Whether the sentence is speech, and who speaks is a pronoun or not told."""
    spans, still_open = quotations(text, *sentence)
    if not spans or text[sentence.start : spans[0].start].strip(_OPENING + "-•"):
        return "speaker" if table.last.search(text[sentence.start : sentence.end]) else None
    after = text[spans[0].end : sentence.end].lstrip(" ,–—-").translate(_STRAIGHT)
    if table.speaker.match(after):
        return "speaker"
    if any(letter.isalpha() for letter in after):
        return None
    return None if still_open and _told_later(text, paragraph, sentence) else "speech"


def _told_later(text: str, paragraph: Span, sentence: Span) -> bool:
    """Whether the quotation that the sentence opens is closed in its paragraph, and who speaks follows there."""
    spans, still_open = quotations(text, sentence.start, paragraph.end)
    return not (still_open and len(spans) == 1) and bool(_SAYS_AFTER.match(text, spans[0].end))
