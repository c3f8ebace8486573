"""Which questions of a set a run asks."""

from pathlib import Path

from eval.about import Asked, sha256_of_file
from eval.questions import Question, read_questions
from index.errors import QuotedeskError


def asked_of(path: Path, limit: int | None, *, with_drafts: bool) -> tuple[tuple[Question, ...], Asked]:
    """The questions to ask, and where they come from."""
    every = read_questions(path)
    settled = tuple(question for question in every if with_drafts or not question.draft)
    if not settled:
        fix = f"accept some with: quotedesk questions accept {path} ID..., or give --with-drafts"
        raise QuotedeskError(f"{path} has only drafts", fix=fix)
    asked = settled[:limit]
    return asked, Asked(path.name, sha256_of_file(path), len(asked), len(every) - len(settled))
