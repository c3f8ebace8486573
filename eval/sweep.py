"""A grid of settings: each point is a run in a folder of its own, so that a sweep can be taken up again."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from eval.about import Asked
from eval.questions import Question
from eval.runs import Run, load_run
from index.errors import QuotedeskError

if TYPE_CHECKING:
    from rag.assistant import Assistant

Value = int | float | str
#: What an assistant has that can be set without another index: where it is, and what it takes.
RETRIEVER: Mapping[str, tuple[str, type[Value]]] = {
    "hits": ("k", int),
    "per-article": ("per_article", int),
    "depth": ("depth", int),
    "dense-share": ("dense_share", float),
}
ASSISTANT: Mapping[str, tuple[str, type[Value]]] = {
    "threshold": ("floor", float),
    "also": ("also", float),
    "quotes": ("most", int),
}
READING: Mapping[str, tuple[str, type[Value]]] = {"passages": ("passages", int)}
READER = "reader"
SETTINGS = (*READING, *RETRIEVER, *ASSISTANT, READER)


@dataclass(frozen=True, slots=True)
class Point:
    """One assistant to be measured: an index, and the settings that differ from what is served.

    ``groups`` are those that it is asked for, the same in a whole sweep; None is the operator.
    """

    index: Path
    settings: tuple[tuple[str, Value], ...]
    groups: frozenset[str] | None = None

    @property
    def name(self) -> str:
        """As people write it."""
        return ", ".join([str(self.index), *(f"{name}={value}" for name, value in self.settings)])


@dataclass(frozen=True, slots=True)
class Task:
    """A point and the questions to put to it; ``folder`` is where its run goes."""

    point: Point
    questions: tuple[Question, ...]
    said: Asked
    folder: Path


def setting(written: str) -> tuple[str, tuple[Value, ...]]:
    """``passages=6,8`` as its name and its values; a ``ValueError`` says what is wrong with it."""
    name, equals, values = written.partition("=")
    if name not in SETTINGS:
        message = f"{name!r} is no setting; these are: {', '.join(SETTINGS)}"
        raise ValueError(message)
    _, kind = {**READING, **RETRIEVER, **ASSISTANT}.get(name, (READER, str))
    found = tuple(dict.fromkeys(_value(value.strip(), kind, name) for value in values.split(",") if value.strip()))
    if not (equals and found):
        message = f"{name} has no values; write {name}=1,2"
        raise ValueError(message)
    return name, found


def grid(
    indexes: Sequence[Path], settings: Mapping[str, Sequence[Value]], groups: frozenset[str] | None = None
) -> tuple[Point, ...]:
    """Every combination, in the order given, each asked for ``groups``."""
    return tuple(
        Point(index, tuple(zip(settings, values, strict=True)), groups)
        for index in indexes
        for values in product(*settings.values())
    )


def folder_of(point: Point, said: Asked, index_state: str) -> str:
    """A name that another point, other questions, other groups or another state of the index would not have."""
    groups = None if point.groups is None else sorted(point.groups)
    made_of = [str(point.index.resolve()), index_state, point.settings, groups, said.sha256, said.asked]
    digest = hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:10]
    readable = "".join(one if one.isalnum() or one in "=.-_," else "-" for one in point.name.replace(", ", ","))
    return f"{readable[:80]}-{digest}"


def finished(folder: Path) -> Run | None:
    """The run that is there as a whole; None if there is none, or if it was broken off."""
    with suppress(QuotedeskError):
        return load_run(folder)
    return None


def run_all(tasks: Sequence[Task], jobs: int, done: Callable[[], object]) -> Iterator[tuple[Point, Run]]:
    """Those of which a run is there are not run again; the others in ``jobs`` processes."""
    open_tasks = []
    for task in tasks:
        if run := finished(task.folder):
            done()
            yield task.point, run
        else:
            open_tasks.append(task)
    with ProcessPoolExecutor(min(jobs, len(open_tasks)) or 1, mp_context=get_context("spawn")) as processes:
        running = {processes.submit(measure, task): task for task in open_tasks}
        try:
            for future in as_completed(running):
                future.result()
                done()
                yield running[future].point, load_run(running[future].folder)
        except BaseException:
            processes.shutdown(wait=False, cancel_futures=True)  # what is finished stays, the rest can be taken up
            raise


def measure(task: Task) -> None:
    """Ask all questions of one assistant, in this process, and write the run."""
    from time import perf_counter

    from eval.about import about, settings_of
    from eval.gold import check_gold
    from eval.run import evaluate
    from eval.runs import write_run
    from eval.stages import watched

    assistant = assistant_at(task.point)
    check_gold(task.questions, assistant.article)
    began = perf_counter()
    asked, aside = watched(assistant, behind_refusals=False)
    evaluation = evaluate(task.questions, asked, aside=aside)
    settings = settings_of((assistant, assistant.retriever, assistant.reader)) | {"index": str(task.point.index)}
    write_run(task.folder, Run(about(task.said, evaluation, settings, perf_counter() - began), evaluation))


def assistant_at(point: Point) -> "Assistant":
    """The one that is served, but for the point's settings."""
    settings = dict(point.settings)
    opened = _opened(point.index, str(settings.get(READER, "trained")))
    of_reader, of_retriever, of_assistant = (
        {field: settings[name] for name, (field, _) in known.items() if name in settings}
        for known in (READING, RETRIEVER, ASSISTANT)
    )
    if not of_reader.keys() <= {field.name for field in fields(opened.reader)}:  # type: ignore[arg-type]
        raise QuotedeskError(f"the reader {opened.reader.name} reads all hits", fix="try hits instead of passages")
    reader = replace(opened.reader, **of_reader)  # type: ignore[type-var]  # each is a dataclass
    retriever = replace(opened.retriever, **of_retriever)  # type: ignore[arg-type]  # their types are those of setting()
    return replace(opened, reader=reader, retriever=retriever, groups=point.groups, **of_assistant)  # type: ignore[arg-type]


@lru_cache(maxsize=1)
def _opened(index: Path, reader: str) -> "Assistant":
    """Loading the models takes seconds; a process mostly goes on with the same."""
    from rag.opening import open_assistant

    return open_assistant(index, reader=reader)


def _value(written: str, kind: type[Value], name: str) -> Value:
    try:
        value = kind(written)
    except ValueError as error:
        message = f"{name}={written} is no {'whole number' if kind is int else 'number'}"
        raise ValueError(message) from error
    if not isinstance(value, str) and not (value >= 1 if kind is int else 0 <= value <= 1):
        message = f"{name}={written} must be {'1 or more' if kind is int else 'from 0 to 1'}"
        raise ValueError(message)
    return value
