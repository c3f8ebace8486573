"""Questions with what is known about their answers, read from the records of a file."""

import datetime
import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from index.errors import QuotedeskError

Record = Mapping[str, object]

#: The tag of an unanswerable question that is nearly answered: right topic, wrong year, place or platform.
NEAR_MISS = "near-miss"
#: Both the field and the tag of a question that nobody has looked at yet.
DRAFT = "draft"

LISTS = ("articles", "quotes", "answers", "speakers", "tags", "history")
TRUTHS = ("answerable", "draft")
FIELDS = ("id", "question", "answerable", *LISTS, "question_date", "draft")
#: What other programs, reading sets and the export of feedback write beside them; read past.
PASSED_OVER = ("passages", "answer_starts", "tier", "is_paraphrase", "comment", "generation", "note")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and its gold; ``place`` is its file and line, for messages.

    ``articles`` are the ids that answer, ``quotes`` stretches of them that do, ``answers`` short strings
    that do, ``speakers`` the names of those whose words they are, ``history`` the questions asked before it, oldest
    first, ``date`` the day it was asked. A ``draft`` was proposed and not yet looked at.
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
    speakers: tuple[str, ...] = ()
    draft: bool = False
    place: str = field(default="", compare=False, repr=False)


class Problem(NamedTuple):
    """What is wrong with a question, where, and the remedy."""

    place: str
    problem: str
    fix: str

    @property
    def error(self) -> QuotedeskError:
        """The problem as what a command prints."""
        return QuotedeskError(f"{self.place}: {self.problem}", fix=self.fix)


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a file, in its order; raises the first problem, and leaves aside fields it does not know."""
    from eval.question_files import records_of

    questions: list[Question] = []
    for found in questions_of(records_of(path)):
        if isinstance(found, Problem):
            raise found.error
        questions.append(found)
    if not questions:
        raise QuotedeskError(f"{path} holds no questions", fix='write one a line: {"id": "q1", "question": "…", …}')
    return tuple(questions)


def questions_of(records: Iterable[tuple[str, Record] | Problem]) -> Iterator[Question | Problem]:
    """Every question, and every problem; a question with a problem is left out."""
    taken: dict[str, str] = {}
    for record in records:
        if isinstance(record, Problem):
            yield record
            continue
        place, fields = record
        question, problems = parse(fields, place)
        if question.id in taken:
            message = f"the id {question.id!r} is taken, by {taken[question.id]}"
            problems = (*problems, Problem(question.place, message, "give every question an id of its own"))
        yield from problems
        if not problems:
            taken[question.id] = question.place
            yield question


def unknown_fields(record: Record, place: str) -> Iterator[Problem]:
    """A problem for each field that nothing reads, with the field that may have been meant."""
    for name in record:
        if name not in FIELDS and name not in PASSED_OVER:
            meant = difflib.get_close_matches(name, FIELDS, n=1)
            fix = f'did you mean "{meant[0]}"?' if meant else f"the fields are {', '.join(FIELDS)}"
            yield Problem(place, f"the field {_shown(name)} is not known", fix)


def parse(record: Record, place: str) -> tuple[Question, tuple[Problem, ...]]:
    """The question of a record and all that is wrong with it; what is wrong is empty in the question."""
    problems: list[Problem] = []
    answerable, draft = (_truth(record, name, place, problems) for name in TRUTHS)
    identity = _string(record.get("id"), "id", place, problems)
    text = _string(record.get("question"), "question", place, problems)
    articles, quotes, answers, speakers, tags, history = (_strings(record, name, place, problems) for name in LISTS)
    question = Question(
        identity, text, answerable is not False, articles, quotes, answers, tags, history,
        _date(record, place, problems), speakers, bool(draft) or DRAFT in tags, place,
    )  # fmt: skip
    if not problems:
        problems.extend(_inconsistent(question))
    return question, tuple(problems)


def _inconsistent(question: Question) -> Iterator[Problem]:
    """An answerable question needs gold; an unanswerable one may name an article, but nothing that answers."""
    if question.answerable and not (question.articles or question.quotes or question.answers):
        yield Problem(
            question.place,
            f"{question.id!r} is answerable, but nothing says what answers it",
            'give "articles", "quotes" or "answers", or "answerable": false',
        )
    if not question.answerable and (question.quotes or question.answers or question.speakers):
        held = ('"quotes" or "answers"', '"speakers"')[not (question.quotes or question.answers)]
        yield Problem(
            question.place,
            f"{question.id!r} is unanswerable, but has {held}",
            'remove them, or make it "answerable": true',
        )


def _truth(record: Record, name: str, place: str, problems: list[Problem]) -> bool | None:
    value = record.get(name)
    if name in record and not isinstance(value, bool):
        problems.append(Problem(place, f'"{name}" is {_shown(value)}', "make it true or false"))
    return value if isinstance(value, bool) else None


def _strings(record: Record, name: str, place: str, problems: list[Problem]) -> tuple[str, ...]:
    values = record.get(name, [])
    if not isinstance(values, list):
        problems.append(Problem(place, f'"{name}" is {_shown(values)}', 'make it a list of strings: ["…"]'))
        return ()
    return tuple(_string(value, name, place, problems) for value in values)


def _date(record: Record, place: str, problems: list[Problem]) -> datetime.date | None:
    """The day in "question_date", from which "last year" is counted."""
    value = record.get("question_date")
    if value is None:
        return None
    written = _string(value, "question_date", place, [])
    try:
        return datetime.date.fromisoformat(written[:10])
    except ValueError:
        fix = "write the day as 2024-11-01, or leave it out"
        problems.append(Problem(place, f'"question_date" is {_shown(value)}', fix))
        return None


def _string(value: object, name: str, place: str, problems: list[Problem]) -> str:
    if value is None:
        problems.append(Problem(place, f'"{name}" is missing', f'add "{name}": "…"'))
    elif not isinstance(value, str) or not value.strip():
        problems.append(Problem(place, f'"{name}" holds {_shown(value)}', "make it a string that is not blank"))
    elif any("\ud800" <= character <= "\udfff" for character in value):
        problems.append(Problem(place, f'"{name}" holds half a character, {_shown(value)}', "write it anew"))
    else:
        return value
    return ""


def _shown(value: object) -> str:
    shown = json.dumps(value, default=str)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"
