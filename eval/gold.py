"""What counts as right: a stretch of an article, held against the gold of a question.

A stretch is right when it comes from a gold article (the article it stands in, or one that says the same
according to ``also_in``; any article where the question names none) and one of these holds:

- it shares at least one character that is not white space with an occurrence of a gold quote;
- it holds a gold answer, whole: without regard to case, any white space for white space, and not as part of
  a longer word or number ("7,062" is not in "17,062", nor "17" in "17.5");
- the question has neither gold quotes nor gold answers.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from eval.questions import Problem, Question
from index.articles import Article, Passage, Span


def is_right(question: Question, passage: Passage, also_in: Collection[str] = ()) -> bool:
    """Whether ``passage`` answers; no stretch is right for an unanswerable question."""
    if not question.answerable or not from_gold_article(question, passage, also_in):
        return False
    if not (question.quotes or question.answers):
        return True
    return any(_touches(passage, gold) for gold in question.quotes) or any(
        holds_answer(passage.text, gold) for gold in question.answers
    )


def holds_answer(text: str, gold: str) -> bool:
    """Whether ``text`` holds a gold answer as words of its own."""
    return _pattern(gold).search(text) is not None


def occurrences(text: str, gold: str) -> Iterator[Span]:
    """Every place where ``text`` has ``gold`` verbatim, overlapping ones too."""
    start = text.find(gold)
    while start >= 0:
        yield Span(start, start + len(gold))
        start = text.find(gold, start + 1)


class Stretch(NamedTuple):
    """``[start, end)`` of the article with this id."""

    article_id: str
    start: int
    end: int


def gold_stretches(question: Question, article_of: Callable[[str], Article | None]) -> tuple[Stretch, ...]:
    """Where the gold quotes stand in the gold articles, to mark them; empty where the question has none."""
    articles = [article for name in dict.fromkeys(question.articles) if (article := article_of(name))]
    found = (
        Stretch(article.id, *span)
        for article in articles
        for gold in question.quotes
        for span in occurrences(article.text, gold)
    )
    return tuple(sorted(set(found)))


def check_gold(questions: Sequence[Question], article_of: Callable[[str], Article | None]) -> None:
    """Raise the first of ``gold_problems``, with how many there are."""
    problems = list(gold_problems(questions, article_of))
    if problems:
        first = problems[0]
        more = f" (and {len(problems) - 1} more like it)" if problems[1:] else ""
        raise first._replace(problem=first.problem + more).error


def gold_problems(questions: Sequence[Question], article_of: Callable[[str], Article | None]) -> Iterator[Problem]:
    """Every gold article that the index lacks, and every gold quote or speaker that no gold article holds.

    What a question that names no article has for gold cannot be checked.
    """
    texts: dict[str, str | None] = {}
    for question in questions:
        for article_id in question.articles:
            if article_id not in texts:
                article = article_of(article_id)
                texts[article_id] = article.text if article else None
        yield from _rot(question, [texts[article_id] for article_id in question.articles])


def _rot(question: Question, texts: Sequence[str | None]) -> Iterator[Problem]:
    """What is wrong with the gold of one question, each with its remedy."""
    for article_id, text in zip(question.articles, texts, strict=True):
        if text is None:
            yield Problem(question.place, f"the index holds no article {article_id!r}", "index it, or correct the id")
    if None in texts or not texts:
        return
    for kind, golds in (("quote", question.quotes), ("speaker", question.speakers)):
        for gold in golds:
            if not any(gold in text for text in texts if text):
                yield Problem(
                    question.place,
                    f"no article of {question.id!r} holds the gold {kind} {_shortened(gold)!r}",
                    f"copy it anew from: quotedesk show {question.articles[0]}",
                )


def _shortened(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def from_gold_article(question: Question, passage: Passage, also_in: Collection[str]) -> bool:
    """Whether it stands in a gold article, or in one that says the same; any article will do where none is named."""
    return not question.articles or not {passage.article.id, *also_in}.isdisjoint(question.articles)


def _touches(passage: Passage, gold: str) -> bool:
    """Whether the passage and an occurrence of ``gold`` share a character that is not white space."""
    text = passage.article.text
    return any(
        text[max(span.start, passage.start) : min(span.end, passage.end)].strip() for span in occurrences(text, gold)
    )


@lru_cache(maxsize=4096)
def _pattern(gold: str) -> re.Pattern[str]:
    """A border is asked for only where the gold has a letter or digit: "$5" is in "US$5", "Use" in "1.Use"."""
    words = gold.split()
    first, last = words[0][0], words[-1][-1]
    before = (r"(?<!\w)" if _is_wordlike(first) else "") + (r"(?<!\d[.,])" if first.isdecimal() else "")
    after = (r"(?!\w)" if _is_wordlike(last) else "") + (r"(?![.,]\d)" if last.isdecimal() else "")
    return re.compile(before + r"\s+".join(re.escape(word) for word in words) + after, re.IGNORECASE)


def _is_wordlike(character: str) -> bool:
    return character.isalnum() or character == "_"
