"""Everything that is wrong with a question set, not only what is wrong first."""

from collections.abc import Callable, Iterator
from pathlib import Path

from eval.gold import gold_problems, holds_answer
from eval.question_files import records_of
from eval.questions import Problem, Question, questions_of, unknown_fields
from index.articles import Article

FindArticle = Callable[[str], Article | None]


def checked(path: Path, article_of: FindArticle | None = None) -> tuple[tuple[Question, ...], tuple[Problem, ...]]:
    """The questions that can be asked, and the problems in order of their lines; gold only with ``article_of``."""
    records = list(records_of(path))
    places = [record.place if isinstance(record, Problem) else record[0] for record in records]
    found = list(questions_of(records))
    questions = tuple(one for one in found if isinstance(one, Question))
    problems = [one for one in found if isinstance(one, Problem)]
    for record in records:
        if not isinstance(record, Problem):
            problems += unknown_fields(record[1], record[0])
    if article_of:
        problems += gold_problems(questions, article_of)
        problems += unheard_answers(questions, article_of)
    if not records:
        problems.append(Problem(str(path), "holds no questions", "write one a line"))
        places.append(str(path))
    return questions, tuple(sorted(problems, key=lambda problem: places.index(problem.place)))


def unheard_answers(questions: tuple[Question, ...], article_of: FindArticle) -> Iterator[Problem]:
    """Questions that have answers for their only evidence, none of which any of their articles holds."""
    for question in questions:
        articles = [article for name in question.articles if (article := article_of(name))]
        if not articles or question.quotes or not question.answers:
            continue
        if not any(holds_answer(article.text, gold) for article in articles for gold in question.answers):
            yield Problem(
                question.place,
                f"no article of {question.id!r} holds any of its answers, the first {question.answers[0]!r}",
                "write an answer as the article does, or give a quote",
            )
