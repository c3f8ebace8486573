"""Questions with what is known about their answers, read from JSON Lines."""

import datetime
import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import QuotedeskError

#: The tag of an unanswerable question that is nearly answered: right topic, wrong year, place or platform.
NEAR_MISS = "near-miss"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and its gold; ``place`` is its file and line, for messages.

    ``articles`` are the ids that answer, ``quotes`` stretches of them that do, ``answers`` short strings
    that do, ``history`` the questions asked before it, oldest first, ``date`` the day it was asked.
    """

    id: str
    text: str
    answerable: bool = True
    articles: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    date: datetime.date | None = None
    place: str = field(default="", compare=False, repr=False)


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a ``.jsonl`` or ``.jsonl.gz`` file, in its order; fields it does not know are left aside."""
    questions: dict[str, Question] = {}
    for place, line in _lines(path):
        question = _question(_record(line, place), place)
        if question.id in questions:
            raise QuotedeskError(
                f"{place}: the id {question.id!r} is taken, by {questions[question.id].place}",
                fix="give every question an id of its own",
            )
        questions[question.id] = question
    if not questions:
        raise QuotedeskError(f"{path} holds no questions", fix='write one a line: {"id": "q1", "question": "…", …}')
    return tuple(questions.values())


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """The lines that are not blank, each with its place."""
    opened = gzip.open if path.suffix.lower() == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield f"{path}:{number}", line
    except UnicodeDecodeError as error:
        raise QuotedeskError(f"{path} is not UTF-8 ({error.reason})", fix="save it as UTF-8") from error
    except (OSError, EOFError, zlib.error) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise QuotedeskError(f"cannot read {path}: {problem}", fix="give a .jsonl or .jsonl.gz file") from error


def _record(line: str, place: str) -> Mapping[str, object]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise QuotedeskError(f"{place}: not JSON ({error})", fix="write one JSON object a line") from error
    if not isinstance(record, dict):
        raise QuotedeskError(f"{place}: {_shown(record)} is not an object", fix="write one JSON object a line")
    return record


def _question(record: Mapping[str, object], place: str) -> Question:
    answerable = record.get("answerable", True)
    if not isinstance(answerable, bool):
        raise QuotedeskError(f'{place}: "answerable" is {_shown(answerable)}', fix="make it true or false")
    question = Question(
        id=_string(record.get("id"), "id", place),
        text=_string(record.get("question"), "question", place),
        answerable=answerable,
        articles=_strings(record, "articles", place),
        quotes=_strings(record, "quotes", place),
        answers=_strings(record, "answers", place),
        tags=_strings(record, "tags", place),
        history=_strings(record, "history", place),
        date=_date(record, place),
        place=place,
    )
    _check_consistent(question)
    return question


def _check_consistent(question: Question) -> None:
    """An answerable question needs gold; an unanswerable one may name an article, but nothing that answers."""
    if question.answerable and not (question.articles or question.quotes or question.answers):
        raise QuotedeskError(
            f"{question.place}: {question.id!r} is answerable, but nothing says what answers it",
            fix='give "articles", "quotes" or "answers", or "answerable": false',
        )
    if not question.answerable and (question.quotes or question.answers):
        raise QuotedeskError(
            f'{question.place}: {question.id!r} is unanswerable, but has "quotes" or "answers"',
            fix='remove them, or make it "answerable": true',
        )


def _strings(record: Mapping[str, object], name: str, place: str) -> tuple[str, ...]:
    values = record.get(name, [])
    if not isinstance(values, list):
        raise QuotedeskError(f'{place}: "{name}" is {_shown(values)}', fix='make it a list of strings: ["…"]')
    return tuple(_string(value, name, place) for value in values)


def _date(record: Mapping[str, object], place: str) -> datetime.date | None:
    """The day in "question_date", from which "last year" is counted."""
    value = record.get("question_date")
    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(_string(value, "question_date", place)[:10])
    except ValueError as error:
        raise QuotedeskError(
            f'{place}: "question_date" is {_shown(value)}', fix="write the day as 2024-11-01, or leave it out"
        ) from error


def _string(value: object, name: str, place: str) -> str:
    if value is None:
        raise QuotedeskError(f'{place}: "{name}" is missing', fix=f'add "{name}": "…"')
    if not isinstance(value, str) or not value.strip():
        raise QuotedeskError(f'{place}: "{name}" holds {_shown(value)}', fix="make it a string that is not blank")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise QuotedeskError(f'{place}: "{name}" holds half a character, {_shown(value)}', fix="write it anew")
    return value


def _shown(value: object) -> str:
    shown = json.dumps(value)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"
