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

from eval.questions import Question
from index.articles import Article, Passage, Span
from index.errors import QuotedeskError


def is_right(question: Question, passage: Passage, also_in: Collection[str] = ()) -> bool:
    """Whether ``passage`` answers; no stretch is right for an unanswerable question."""
    if not question.answerable or not _from_gold_article(question, passage, also_in):
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


def check_gold(questions: Sequence[Question], article_of: Callable[[str], Article | None]) -> None:
    """Raise, naming file and line, if the index lacks a gold article or no gold article holds a gold quote.

    The gold quotes of a question that names no article cannot be checked.
    """
    texts: dict[str, str | None] = {}
    problems: list[tuple[str, str]] = []
    for question in questions:
        for article_id in question.articles:
            if article_id not in texts:
                article = article_of(article_id)
                texts[article_id] = article.text if article else None
        problems.extend(_rot(question, [texts[article_id] for article_id in question.articles]))
    if problems:
        problem, fix = problems[0]
        more = f" (and {len(problems) - 1} more like it)" if problems[1:] else ""
        raise QuotedeskError(problem + more, fix=fix)


def _rot(question: Question, texts: Sequence[str | None]) -> Iterator[tuple[str, str]]:
    """What is wrong with the gold of one question, each with its remedy."""
    for article_id, text in zip(question.articles, texts, strict=True):
        if text is None:
            yield (
                f"{question.place}: the index holds no article {article_id!r}",
                "index it, or correct the id",
            )
    if None in texts or not texts:
        return
    for gold in question.quotes:
        if not any(gold in text for text in texts if text):
            yield (
                f"{question.place}: no article of {question.id!r} holds the gold quote {_shortened(gold)!r}",
                f"copy it anew from: quotedesk show {question.articles[0]}",
            )


def _shortened(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def _from_gold_article(question: Question, passage: Passage, also_in: Collection[str]) -> bool:
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
