"""Headline, byline, publisher and date of an article: as the file declares them, else as its text shows them.

Nothing is inferred. What comes from the text is a slice of it; a date without its day or year is unknown.
"""

import datetime
import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from index.articles import Article, Dropped, gaps, sha256_of
from index.formats.documents import Document
from index.furniture import furniture
from index.lines import SENTENCE_END
from index.phrases import Phrases, phrases
from index.words import content_words, words_of

EARLIEST = datetime.date(1900, 1, 1)
IN_NAMES = re.compile(r"(?<![A-Za-z0-9])((?:19|20)\d\d)([-_./]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?![A-Za-z0-9])")
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?![\d-])")
SLASHED = re.compile(r"(\d{4})/(\d\d?)/(\d\d?)")
HEADING = re.compile(r"#{1,2}[ \t]+(\S.*?)[ \t]*#*$")
MENU = re.compile(r"\s{2}|[|»›·•→©]|^\[")
FIRST_SENTENCE = re.compile(r".{30,250}?[^\s.][a-z)\d][.!?][\"'”’)]*(?=\s+[\"'“‘(]?[A-Z])")
LONGEST = 250


def article_of(document: Document, id: str, name: str) -> Article:  # noqa: A002 (the field's name)
    """The article ``document`` holds; its file's ``name`` may tell the date and, if nothing else does, is the title."""
    text = document.text
    dropped = furniture(text)
    return Article(
        id=id,
        title=document.title or headline(text, dropped) or name,
        text=text,
        sha256=sha256_of(text),
        url=document.url,
        byline=document.byline or byline(text, dropped),
        publisher=document.publisher,
        published=published(document, name, dropped),
        dropped=dropped,
    )


def headline(text: str, dropped: Sequence[Dropped]) -> str | None:
    """The line at the top that says what the article is about, else its first sentence: never a part of either.

    Above a headline there may stand the name of the paper, its sections and a slogan. They have little to do with
    the article; the headline has its words.
    """
    kept = gaps(dropped, len(text))
    lines = [line.strip() for start, end in kept for line in text[start:end].splitlines()[:40]]
    lines = [line for line in lines if line][:24]
    if heading := next(filter(None, map(HEADING.match, lines[:6])), None):
        return heading[1]
    if not lines:
        return None
    above = [line for line in _before_second_sentence(lines) if line.count(" ") >= 2 and not MENU.search(line)]
    if not above:
        return _whole(lines[0])
    body = Counter(word.lower() for word in words_of(text))
    shared = [_told_again(line, body) for line in above]
    return _whole(next(line for line, count in zip(above, shared, strict=True) if count >= 0.7 * max(shared)))


def _before_second_sentence(lines: Sequence[str]) -> Iterator[str]:
    """The lines at the top that do not end as a sentence does: a first one may be a notice, a second is the article."""
    sentences = 0
    for line in lines:
        sentences += bool(SENTENCE_END.search(line)) and not line.endswith("?")
        if sentences > 1 or (sentences and line is lines[0]):
            return
        if not SENTENCE_END.search(line) or line.endswith("?"):
            yield line


def _told_again(line: str, body: Counter[str]) -> int:
    """How many content words of ``line`` stand elsewhere in the text too."""
    return sum(body[word] > 1 for word in content_words(line))


def _whole(line: str) -> str | None:
    """The line if it is no longer than a headline may be, else its first sentence."""
    if len(line) <= LONGEST:
        return line
    sentence = FIRST_SENTENCE.match(line)
    return sentence[0] if sentence else None


def byline(text: str, dropped: Sequence[Dropped]) -> str | None:
    """The writers, as the byline names them, without their roles."""
    for stretch in dropped:
        if stretch.reason == "byline":
            line = text[stretch.start : stretch.end].strip().splitlines()[0].strip()
            found = phrases().byline.match(line)
            return found["names"].rstrip(" ,") if found else line
    return None


def published(document: Document, name: str, dropped: Sequence[Dropped]) -> datetime.date | None:
    """The day of publication: declared, in the file's name, in the web address, or in a date line."""
    text = document.text
    if document.date:
        found = phrases().date.search(document.date)
        if found and (day := day_of(found[0])):
            return day
    for place in (name, document.url or ""):
        for year, _, month, day in IN_NAMES.findall(place):
            if known := on(int(year), int(month), int(day)):
                return known
    lines = [text[d.start : d.end] for d in dropped if d.reason in {"date line", "byline"}]
    return next((day for line in lines for day in days(line, phrases())), None)


def days(line: str, table: Phrases) -> Iterator[datetime.date]:
    """The dates of ``line`` but for those of an update."""
    at = 0
    for found in table.date.finditer(line):
        if not table.updated.search(line, at, found.start()) and (day := day_of(found[0])):
            yield day
        at = found.end()


@functools.lru_cache(maxsize=4096)
def day_of(written: str) -> datetime.date | None:
    """The day that ``written`` names in full; day before month where it could be either, as the British write."""
    if numbers := ISO.match(written) or SLASHED.fullmatch(written):
        return on(*map(int, numbers.groups()))
    import dateparser  # type: ignore[import-untyped]

    settings = {"DATE_ORDER": "DMY", "STRICT_PARSING": True, "PREFER_LOCALE_DATE_ORDER": False}
    moment = dateparser.parse(written, languages=["en"], settings=settings)
    return on(moment.year, moment.month, moment.day) if moment else None


def on(year: int, month: int, day: int) -> datetime.date | None:
    """That day, if there is one, neither before newspapers' living memory nor after tomorrow."""
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return None
    return date if EARLIEST <= date <= datetime.date.today() + datetime.timedelta(days=1) else None
