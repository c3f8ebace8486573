"""The sentence splitters that were considered, against labels made by reading: ``python -m eval.bench.sentences``."""

import gzip
import importlib
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from index.articles import Span, sha256_of
from index.sentences import Engine, segment, sentences

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
LABELS = ROOT / "tests" / "index" / "labels" / "sentences.jsonl"
NEWS = "data/dev/news-dev/articles.jsonl.gz"

Splitter = Callable[[str, int, int], Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of an article whose sentences were marked by hand."""

    text: str
    start: int
    end: int
    gold: tuple[Span, ...]
    whole: bool

    @property
    def inner(self) -> set[int]:
        """Where a sentence ends and another follows; the stretch's own end is given away."""
        return {span.end for span in self.gold[:-1]}


@dataclass(frozen=True, slots=True)
class Marks:
    """How well a splitter did on some stretches."""

    precision: float
    recall: float
    f1: float
    spans: float


def labelled(half: int | None = None) -> list[Stretch]:
    """The labelled stretches; half 0 is what the rules were written on, half 1 what they are judged on."""
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    return [_stretch(row) for number, row in enumerate(rows) if half is None or number % 2 == half]


def _stretch(row: dict[str, Any]) -> Stretch:
    """Look the text up again and make sure that it is the one that was labelled."""
    text = _articles(row["source"])[row["id"]]
    if sha256_of(text) != row["sha256"]:
        message = f"{row['source']} {row['id']} is no longer the text that was labelled"
        raise ValueError(message)
    gold = tuple(Span(start, end) for start, end in row["sentences"])
    return Stretch(text, row["start"], row["end"], gold, row["id"] is None)


@cache
def _articles(source: str) -> dict[str | None, str]:
    path = SHARED / source
    if path.suffix == ".txt":
        return {None: path.read_bytes().decode("utf-8")}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return {row["id"]: row["text"] for row in map(json.loads, lines)}


def marks(split: Splitter, stretches: Iterable[Stretch]) -> Marks:
    """Boundaries found inside the stretches, and sentences whose two ends are both right."""
    hits = found = wanted = exact = proposed = gold = 0
    for stretch in stretches:
        spans = [Span(*span) for span in split(stretch.text, stretch.start, stretch.end)]
        ends = {span.end for span in spans[:-1]}
        hits, found, wanted = hits + len(ends & stretch.inner), found + len(ends), wanted + len(stretch.inner)
        exact += len(set(spans) & set(stretch.gold))
        proposed, gold = proposed + len(spans), gold + len(stretch.gold)
    precision, recall = hits / max(found, 1), hits / max(wanted, 1)
    return Marks(precision, recall, 2 * hits / (found + wanted), 2 * exact / (proposed + gold))


def alone(engine: Engine, text: str, start: int, end: int) -> list[Span]:
    """The library on the stretch as it is, without our rules about lines and breaks."""
    spans = []
    for first, last in engine(text[start:end]):
        piece = text[start + first : start + last]
        if piece.strip():
            left = start + first + len(piece) - len(piece.lstrip())
            spans.append(Span(left, left + len(piece.strip())))
    return spans


def aligned(pieces: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    """Where the pieces lie, read off in order; what no longer matches the text is left as one sentence."""
    at = 0
    for piece in filter(None, map(str.strip, pieces)):
        at += len(text[at:]) - len(text[at:].lstrip())
        if not text.startswith(piece, at):
            break
        yield at, at + len(piece)
        at += len(piece)
    if text[at:].strip():
        yield at, len(text)


def _sentencex() -> Engine:
    module: Any = importlib.import_module("sentencex")
    return lambda text: [(b["start_index"], b["end_index"]) for b in module.get_sentence_boundaries("en", text)]


def _pysbd() -> Engine:
    segmenter: Any = importlib.import_module("pysbd").Segmenter(language="en", clean=False)
    return lambda text: aligned(segmenter.segment(text), text)


def _syntok() -> Engine:
    module: Any = importlib.import_module("syntok.segmenter")
    return lambda text: [
        (tokens[0].offset, tokens[-1].offset + len(tokens[-1].value))
        for paragraph in module.analyze(text)
        for tokens in paragraph
    ]


def _blingfire() -> Engine:
    module: Any = importlib.import_module("blingfire")
    return lambda text: module.text_to_sentences_and_offsets(text)[1]


def _nupunkt() -> Engine:
    module: Any = importlib.import_module("nupunkt")
    return lambda text: module.load("default").iter_spans(text)


CANDIDATES: dict[str, Callable[[], Engine]] = {
    "nupunkt": _nupunkt,
    "sentencex": _sentencex,
    "pysbd": _pysbd,
    "syntok": _syntok,
    "blingfire": _blingfire,
}


def speed(split: Splitter, articles: int = 150) -> tuple[float, float]:
    """Millions of characters a second over news, and milliseconds for a thousand sentences."""
    texts = list(_articles(NEWS).values())[:articles]
    split(texts[0], 0, len(texts[0]))
    begun = time.perf_counter()
    count = sum(len(split(text, 0, len(text))) for text in texts)
    taken = time.perf_counter() - begun
    return sum(map(len, texts)) / 1e6 / taken, taken * 1e6 / count


def passage_speed(articles: int = 150) -> float:
    """Milliseconds for ``sentences`` of a passage of 1,000 characters, as at a question."""
    texts = [text for text in list(_articles(NEWS).values())[:articles] if len(text) > 3000]
    begun = time.perf_counter()
    for text in texts:
        sentences(text, 1000, 2000)
    return (time.perf_counter() - begun) * 1e3 / len(texts)


def row(name: str, split: Splitter) -> str:
    """One line of the table."""
    cells = []
    for half in (0, 1):
        for whole in (True, False):
            found = marks(split, [stretch for stretch in labelled(half) if stretch.whole == whole])
            cells.append(f"{found.precision:.3f}/{found.recall:.3f}/{found.f1:.3f} {found.spans:.3f}")
    characters, milliseconds = speed(split)
    return f"| {name} | {' | '.join(cells)} | {characters:.2f} | {milliseconds:.0f} |"


def table() -> Iterator[str]:
    """The table, a line at a time."""
    columns = "five articles, rules | others, rules | five articles, judged | others, judged"
    yield "precision/recall/F1 of boundaries, then F1 of exact spans"
    yield f"| splitter | {columns} | MB/s | ms per 1,000 |"
    yield "|---|---|---|---|---|---|---|"
    for name, make in CANDIDATES.items():
        try:
            engine = make()
        except ModuleNotFoundError:
            yield f"| {name} | not installed: pip install {name} |"
            continue
        yield row(f"{name} {_version(name)} alone", partial(alone, engine))
        yield row(f"{name} with our rules", partial(segment, engine))
    yield row("index.sentences", sentences)
    yield f"index.sentences on a passage of 1,000 characters: {passage_speed():.2f} ms"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"


if __name__ == "__main__":
    for line in table():
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
