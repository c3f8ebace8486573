"""What an adapter is told and what it says: a file of articles, and JSON Lines of questions in, of replies out.

An adapter runs in its system's own environment, so that nothing but the standard library is imported here.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TextIO

#: How many quotes a system may give, where it asks: as many as Quotedesk shows at most.
MOST = 3


@dataclass(frozen=True, slots=True)
class Text:
    """An article for a system that cannot read Quotedesk's index, with where its paragraphs and sentences lie."""

    id: str
    title: str
    text: str = field(repr=False)
    paragraphs: Sequence[tuple[int, int]] = field(default=(), repr=False)
    sentences: Sequence[tuple[int, int]] = field(default=(), repr=False)

    def units(self, kind: str) -> list[str]:
        """Its ``paragraphs`` or its ``sentences``, each as it stands."""
        spans = {"paragraphs": self.paragraphs, "sentences": self.sentences}[kind]
        return [self.text[start:end] for start, end in spans]


class Asked(NamedTuple):
    """A question as a system hears it, without its gold; ``history`` are the earlier ones, oldest first."""

    id: str
    question: str
    history: Sequence[str] = ()


class Quoted(NamedTuple):
    """What a system quotes, word for word as it gave it; of the scores of one system the higher is the better."""

    article: str
    text: str
    score: float


class Reply(NamedTuple):
    """The quotes for a question, best first and none for a refusal; or the error.

    ``ms`` is what passed on the clock, ``cpu_ms`` what the process itself computed: that holds on a busy machine too.
    """

    id: str
    quotes: tuple[Quoted, ...]
    ms: float
    cpu_ms: float
    error: str | None = None


Ask = Callable[[Asked], Sequence[Quoted]]


def arguments() -> argparse.ArgumentParser:
    """The command line that all adapters share."""
    parser = argparse.ArgumentParser(description="Answers JSON Lines of questions on stdin.")
    parser.add_argument("articles", type=Path, metavar="ARTICLES.jsonl")
    parser.add_argument("--unit", choices=("paragraphs", "sentences"), default="sentences")
    return parser


def own_stdout() -> TextIO:
    """Stdout for replies alone: whatever the system itself prints goes to stderr from here on."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return replies


def serve(ask: Ask, questions: Iterable[str] = sys.stdin, *, out: TextIO) -> None:
    """Answer every line; the first is asked once more beforehand, so that no reply waits for what is loaded late."""
    for at, line in enumerate(questions):
        asked = Asked(**json.loads(line))
        if at == 0:
            reply_to(asked, ask)
        write_replies(out, [reply_to(asked, ask)])
    out.flush()


def reply_to(asked: Asked, ask: Ask) -> Reply:
    """What the system says; an exception is a reply too."""
    began, computed = time.perf_counter(), time.process_time()
    try:
        quotes, error = tuple(ask(asked)), None
    except Exception as problem:
        quotes, error = (), f"{type(problem).__name__}: {problem}"
    ms, cpu_ms = 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - computed)
    return Reply(asked.id, quotes, ms, cpu_ms, error)


def write_replies(out: TextIO, replies: Iterable[Reply]) -> None:
    """A line a reply."""
    out.writelines(json.dumps(reply._asdict()) + "\n" for reply in replies)


def read_texts(path: Path) -> list[Text]:
    """The articles that ``write_texts`` wrote."""
    with path.open(encoding="utf-8") as file:
        return [Text(**json.loads(line)) for line in file]


def write_texts(path: Path, texts: Iterable[Text]) -> None:
    """A line an article."""
    lines = (json.dumps({name: getattr(text, name) for name in Text.__slots__}) for text in texts)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def read_reply(line: str) -> Reply:
    """A line that ``serve`` wrote; raises ``ValueError``, ``KeyError`` or ``TypeError`` for any other."""
    record = json.loads(line)
    quotes = tuple(Quoted(str(article), str(text), float(score)) for article, text, score in record["quotes"])
    return Reply(str(record["id"]), quotes, float(record["ms"]), float(record["cpu_ms"]), record["error"])
