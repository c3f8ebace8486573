"""How much of a web page's article is kept, and how little else: ``python -m eval.bench.pages [--half first|last]``.

Rules are written on the first half of the pages and judged on the last, of which nothing is read but the figure.
Measured as the article-extraction-benchmark measures (github.com/scrapinghub/article-extraction-benchmark,
``evaluate.py``): multisets of shingles of four words, each page counting the same.
"""

import argparse
import gzip
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from index.articles import gaps
from index.formats.html import main_text
from index.furniture import furniture

PAGES = Path(__file__).parents[2].parent / "shared" / "data" / "dev" / "pages" / "pages.jsonl.gz"
HALF = 45
SHINGLE = 4  # words
WORD = re.compile(r"\w+")
# fmt: off
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr",
})
# fmt: on
UNSEEN = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe", "object"})


class SavedPage(NamedTuple):
    """A page as saved, and the text of its article as somebody marked it."""

    id: str
    html: str
    body: str


class Match(NamedTuple):
    """Shares of the shingles of either text: in both, in the kept text only, in the article only."""

    both: float
    extra: float
    lost: float


class Marks(NamedTuple):
    """Means over pages, and the F1 of the two means."""

    precision: float
    recall: float
    f1: float


def saved_pages(half: str | None = None) -> list[SavedPage]:
    """The pages, in the order of the file."""
    with gzip.open(PAGES, "rt", encoding="utf-8") as lines:
        pages = [SavedPage(row["id"], row["html"], row["body"]) for row in map(json.loads, lines)]
    return {None: pages, "first": pages[:HALF], "last": pages[HALF:]}[half]


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """How often each run of four words stands in ``text``; a shorter text is one run."""
    words = WORD.findall(text)
    runs = (tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)))
    return Counter(run for run in runs if run)


def match(article: str, kept: str) -> Match:
    """How ``kept`` lies to the text of the article."""
    gold, found = shingles(article), shingles(kept)
    both, extra, lost = (gold & found).total(), (found - gold).total(), (gold - found).total()
    total = both + extra + lost or 1
    return Match(both / total, extra / total, lost / total)


def marks(matches: Sequence[Match]) -> Marks:
    """Precision over the pages of which something is kept, recall over those that have an article."""
    precision = statistics.mean(m.both / (m.both + m.extra) for m in matches if m.both + m.extra)
    recall = statistics.mean(m.both / (m.both + m.lost) for m in matches if m.both + m.lost)
    return Marks(precision, recall, 2 * precision * recall / (precision + recall))


def kept(text: str) -> str:
    """What our rules leave of ``text``."""
    return "\n".join(text[a:b] for a, b in gaps(furniture(text), len(text)))


def from_html(page: SavedPage) -> str:
    """The article as our reader of web pages and our rules find it."""
    return kept(main_text(page.html)[0] or "")


def from_text(page: SavedPage) -> str:
    """The article as our rules find it in the page's whole visible text."""
    return kept(visible_text(page.html))


def visible_text(html: str) -> str:
    """The text of a page as a plain browser writes it: a line a block, the white space of the source collapsed."""
    from lxml import html as parser  # type: ignore[import-untyped]

    root = parser.fromstring(html.encode("utf-8"), parser=parser.HTMLParser(encoding="utf-8"))
    lines = (" ".join(line.split()) for line in "".join(pieces(root)).split("\n"))
    return "\n".join(filter(None, lines))


def pieces(element: Any) -> Iterator[str]:  # noqa: ANN401 (lxml ships no types)
    """The text of ``element`` in order, with a line feed at each edge of a block."""
    if not isinstance(element.tag, str) or element.tag in UNSEEN:
        return
    edge = "" if element.tag in INLINE else "\n"
    yield edge
    yield " ".join((element.text or "").split("\n"))
    for child in element:
        yield from pieces(child)
        yield " ".join((child.tail or "").split("\n"))
    yield edge


WAYS: dict[str, Callable[[SavedPage], str]] = {"HTML": from_html, "plain text": from_text}


def line(name: str, way: Callable[[SavedPage], str], pages: Sequence[SavedPage]) -> str:
    """One line of the table."""
    begun = time.process_time()
    found = marks([match(page.body, way(page)) for page in pages])
    seconds = time.process_time() - begun
    return f"{name:12} {found.precision:9.4f} {found.recall:9.4f} {found.f1:9.4f} {seconds / len(pages) * 1e3:9.1f}"


def main() -> None:
    """Print a line for each way in which a page is read."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.pages", description=__doc__)
    parser.add_argument("--half", choices=("first", "last"), help="only these; rules may look at the first")
    pages = saved_pages(parser.parse_args().half)
    print(f"{len(pages):4} pages   precision    recall        F1   ms/page")
    for name, way in WAYS.items():
        print(line(name, way, pages))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
