"""Whom the quotations of labelled articles are given to: ``python -m eval.bench.speakers [--show]``.

The labels, made by reading, are ids and offsets. ``news-judged-4`` to ``-10`` are quotations of ten words or more from
other articles drawn by chance; each set was labelled without the rules in sight, and the rules were run on it before
anybody looked at what they made of it (the figures of those first runs are in docs/asking.md). The rules were mended on
what the sets up to ``-9`` showed, so that these have been seen by now. A label has one name of the speaker; where the
rules gave another, a reader judged whether that is the same one ("Castor" for "Jane Castor", "DOJ"), and such names are
kept with the label: they are counted by themselves, for less of a name is less than what a quote should carry.
"""

import argparse
import gzip
import json
import time
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from index.articles import Span, gaps
from index.formats import Document, read
from index.furniture import furniture
from index.speech import Quotation, quotations_of, speaker_at

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
LABELS = ROOT / "tests" / "index" / "speakers"
LARGEST = 10**8
LONG = 10  # words of a quotation that says something by itself
JUDGED = ("news-judged", *(f"news-judged-{number}" for number in range(2, 11)))
SETS = ("articles", "samples", "news-rules", *JUDGED)


class Label(NamedTuple):
    """A quotation ``[start, end)`` of an article, and the name of its speaker; None where the article names nobody."""

    article: str
    start: int
    end: int
    speaker: Span | None
    same: tuple[Span, ...] = ()  # other names of the speaker


class Tally(NamedTuple):
    """How many quotations were given to the right speaker, by the label's name or another, to a wrong one, to none."""

    right: int
    otherwise: int
    wrong: int
    unnamed: int


def labels(name: str) -> list[Label]:
    """The labels of one set."""
    rows = map(json.loads, (LABELS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
    return [
        Label(
            row["article"],
            row["start"],
            row["end"],
            Span(*row["speaker"]) if row["speaker"] else None,
            tuple(Span(*span) for span in row.get("same", ())),
        )
        for row in rows
    ]


@cache
def texts(name: str) -> Mapping[str, str]:
    """The texts of a set's articles; a file that holds several has the id of each after "#"."""
    if name == "articles":
        return {path.stem: path.read_bytes().decode("utf-8") for path in (SHARED / "articles").glob("*.txt")}
    if name == "samples":
        return dict(samples())
    with gzip.open(SHARED / "data/dev/news-dev/articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        return {row["id"]: row["text"] for row in map(json.loads, lines)}


def samples() -> Iterator[tuple[str, str]]:
    """The text of every sample, as its format gives it."""
    for path in sorted((ROOT / "samples" / "articles").iterdir()):
        for one in read(path, max_bytes=LARGEST):
            if isinstance(one, Document):
                yield f"{path.name}#{one.id}" if one.id else path.name, one.text


@cache
def found_in(name: str, article: str) -> tuple[Quotation, ...]:
    """What ``index.speech`` finds in an article."""
    text = texts(name)[article]
    return quotations_of(text, tuple(gaps(furniture(text), len(text))))


def verdict(text: str, label: Label, quotations: tuple[Quotation, ...]) -> str:
    """One of the fields of ``Tally``; a label without a speaker is right when none is given."""
    said = speaker_at(quotations, label.start, label.end)
    if said.speaker is None:
        return "unnamed" if label.speaker else "right"
    if label.speaker and names(text, said.speaker, label.speaker):
        return "right"
    return "otherwise" if text[slice(*said.speaker)] in {text[slice(*span)] for span in label.same} else "wrong"


def names(text: str, found: Span, gold: Span) -> bool:
    """Whether ``found`` names whom ``gold`` names: all its words, or its last word where the two overlap."""
    name, words = text[slice(*gold)], text[slice(*found)]
    overlaps = found.start < gold.end and gold.start < found.end
    return name.casefold() in words.casefold() or (overlaps and name.split()[-1] in words)


def tally(name: str, *, spoken: bool | None = None, words: int = 0) -> Tally:
    """The verdicts on a set; on labels with a speaker only, or without, where ``spoken`` says so, of so many words."""
    chosen = [label for label in labels(name) if spoken is None or (label.speaker is not None) == spoken]
    chosen = [one for one in chosen if len(texts(name)[one.article][one.start : one.end].split()) >= words]
    verdicts = [verdict(texts(name)[one.article], one, found_in(name, one.article)) for one in chosen]
    return Tally(*map(verdicts.count, Tally._fields))


def line(name: str, found: Tally) -> str:
    """One row of the table."""
    count = max(sum(found), 1)
    cells = "  ".join(f"{one:4d} {one / count:6.1%}" for one in found)
    return f"{name:24} {sum(found):4d}  {cells}"


def mistakes(name: str) -> Iterator[str]:
    """Every label that is not right, to be read."""
    for label in labels(name):
        text = texts(name)[label.article]
        kind = verdict(text, label, found_in(name, label.article))
        if kind == "right":
            continue
        given = speaker_at(found_in(name, label.article), label.start, label.end).speaker
        who = [text[slice(*span)] if span else None for span in (label.speaker, given)]
        words = text[label.start : label.end][:70]
        yield f"{kind} {label.article} {label.start}: {words!r} is {who[0]!r}, not {who[1]!r}"


def speed(least: int = 4000, most: int = 6000) -> float:
    """Milliseconds for 5,000 characters of news."""
    chosen = [text for text in texts("news-rules").values() if least < len(text) < most][:200]
    kept = [tuple(gaps(furniture(text), len(text))) for text in chosen]
    begun = time.process_time()
    for text, stretches in zip(chosen, kept, strict=True):
        quotations_of(text, stretches)
    return (time.process_time() - begun) * 1e3 / sum(map(len, chosen)) * 5000


def main() -> None:
    """Print the table, and with ``--show`` what was not right."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.speakers", description=__doc__.splitlines()[0])
    parser.add_argument("--show", action="store_true", help="every quotation that was not right")
    parser.add_argument("sets", nargs="*", default=SETS)
    arguments = parser.parse_args()
    print(f"{'':24} {'all':>4}  {'right':>11}  {'otherwise':>11}  {'wrong':>11}  {'not named':>11}")
    for name in arguments.sets:
        print(line(name, tally(name)))
        print(line("  a speaker is named", tally(name, spoken=True)))
        print(line(f"  of {LONG} words or more", tally(name, spoken=True, words=LONG)))
        print(line("  nobody is named", tally(name, spoken=False)))
        if arguments.show:
            print(*mistakes(name), sep="\n")
    print(f"{speed():.2f} ms for 5,000 characters of news")


if __name__ == "__main__":
    main()
