"""SQuAD files, 1.1 and 2.0, as a question set.

Where an answer stands is told by its offset, so its sentence becomes the gold quote. A paragraph is judged by itself in
SQuAD; here the paragraphs of a title are one article, parted by blank lines, so that there is something to find.
"""

import itertools
import json
from pathlib import Path
from typing import TypedDict, cast

from eval.lines import ArticleLine, Imported, QuestionLine, bytes_of
from index.errors import QuotedeskError
from index.sentences import sentences

GAP = "\n\n"


class SquadAnswer(TypedDict):
    """A short answer and where it begins in the paragraph."""

    text: str
    answer_start: int


class SquadQuestion(TypedDict, total=False):
    """``is_impossible`` is of SQuAD 2.0."""

    id: str
    question: str
    answers: list[SquadAnswer]
    is_impossible: bool


class SquadParagraph(TypedDict):
    """A stretch of text and what is asked of it."""

    context: str
    qas: list[SquadQuestion]


class SquadTitle(TypedDict):
    """An article of Wikipedia."""

    title: str
    paragraphs: list[SquadParagraph]


def from_squad(path: Path) -> Imported:
    """SQuAD 1.1 or 2.0; a question without an answer is unanswerable, and names the title it was written for."""
    try:
        titles = cast("list[SquadTitle]", json.loads(bytes_of(path))["data"])
        read = [_squad_title(title, number) for number, title in enumerate(titles, start=1)]
    except (KeyError, TypeError, IndexError, ValueError) as error:
        problem = f"{path} is not a SQuAD file ({type(error).__name__}: {error})"
        raise QuotedeskError(problem, fix='it must have "data", "paragraphs" and "qas"') from error
    return [line for lines, _ in read for line in lines], [article for _, article in read]


def _squad_title(title: SquadTitle, number: int) -> tuple[list[QuestionLine], ArticleLine]:
    contexts = [paragraph["context"] for paragraph in title["paragraphs"]]
    lengths = [len(context) + len(GAP) for context in contexts]
    starts = itertools.accumulate(lengths, initial=0)
    article: ArticleLine = {
        "id": f"squad-{number}",
        "title": title["title"].replace("_", " "),
        "text": GAP.join(contexts),
    }
    lines = [
        _squad_question(question, article, start)
        for start, paragraph in zip(starts, title["paragraphs"], strict=False)
        for question in paragraph["qas"]
    ]
    return lines, article


def _squad_question(question: SquadQuestion, article: ArticleLine, start: int) -> QuestionLine:
    """``start`` is where the question's paragraph begins in the article."""
    answers = [] if question.get("is_impossible") else question["answers"]
    quotes = [_sentence(article["text"], start + one["answer_start"], one["text"]) for one in answers]
    return {
        "id": str(question["id"]),
        "question": question["question"].strip(),
        "answerable": bool(answers),
        "articles": [article["id"]],
        "quotes": list(dict.fromkeys(quotes)),
        "answers": list(dict.fromkeys(one["text"] for one in answers)),
        "tags": ["squad"],
    }


def _sentence(text: str, at: int, answer: str) -> str:
    """The sentence, or the sentences, that hold the answer; the answer alone where they do not."""
    if text[at : at + len(answer)] != answer:
        message = f"no {answer!r} at {at}"
        raise ValueError(message)
    first, last = text.rfind("\n", 0, at) + 1, text.find("\n", at + len(answer))
    held = [span for span in sentences(text, first, last if last >= 0 else len(text))
            if span.start < at + len(answer) and at < span.end]  # fmt: skip
    return text[held[0].start : held[-1].end] if held else answer
