"""Feedback as a question set: what was right becomes gold, the rest drafts that a person has to judge."""

from collections.abc import Callable, Iterable
from typing import TypedDict

from index.articles import Article
from ui.feedback import Feedback
from ui.recent import Place

FindArticle = Callable[[str], Article | None]
#: The tag of a line that says nothing certain yet: a person completes it, and takes the tag away.
DRAFT = "draft"


class QuestionLine(TypedDict):
    """A line of a question set; ``comment`` and ``generation`` are for whoever judges a draft."""

    id: str
    question: str
    answerable: bool
    articles: list[str]
    quotes: list[str]
    tags: list[str]
    history: list[str]
    question_date: str
    comment: str | None
    generation: int


def question_line(feedback: Feedback, article: FindArticle) -> QuestionLine:
    """One line of a question set.

    An answer that was right gives gold quotes, cut from the articles anew, and an abstention that was right an
    unanswerable question. Where an article has changed since, or something was wrong or missing, the line is a draft,
    unanswerable only for form.
    """
    quotes = [text for place in feedback.quotes if (text := slice_of(place, article)) is not None]
    whole = len(quotes) == len(feedback.quotes)
    settled = feedback.verdict == "right" and whole
    tags = ["feedback", feedback.verdict, *([] if settled else [DRAFT]), *(["filtered"] if feedback.filtered else [])]
    return {
        "id": f"feedback-{feedback.answer_id}",
        "question": feedback.question,
        "answerable": settled and bool(quotes),
        "articles": list(dict.fromkeys(place.article_id for place in feedback.quotes)),
        "quotes": quotes if settled else [],
        "tags": [*tags, *([] if whole else ["changed"])],
        "history": list(feedback.history),
        "question_date": feedback.answered_at.date().isoformat(),
        "comment": feedback.comment,
        "generation": feedback.generation,
    }


def slice_of(place: Place, article: FindArticle) -> str | None:
    """The quoted words; None where the article is gone, has another text, or the slice is not valid in UTF-8."""
    found = article(place.article_id)
    if found is None or found.sha256 != place.sha256:
        return None
    text = found.text[place.start : place.end]
    return None if any("\ud800" <= character <= "\udfff" for character in text) else text


def question_set(feedback: Iterable[Feedback], article: FindArticle) -> list[QuestionLine]:
    """All lines, in the order of the feedback."""
    return [question_line(one, article) for one in feedback]
