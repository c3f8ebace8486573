"""A small collection, and assistants over it that are real, only simple."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pytest

from eval.questions import Question
from index.articles import Article, Hit, Passage, sha256_of
from rag.answers import Answer, Provenance, Quote

TEXTS = {
    "offences": "Grooming is rising. Police recorded 7,062 offences in 2023-24, said Ann Lee. It was 6,350 before.",
    "earlier": "Police recorded 6,350 offences\r\nin 2022-23. “It hurts 👧 children,” said Bo Ek.",
    "tool": "Report Remove takes images down. Children under 18 use it without giving a name.",
}


def make_article(article_id: str, text: str) -> Article:
    return Article(article_id, article_id.title(), text, sha256_of(text))


ARTICLES = {article_id: make_article(article_id, text) for article_id, text in TEXTS.items()}

QUESTIONS = (
    Question("q1", "How many in 2023-24?", articles=("offences",), quotes=("recorded 7,062",), tags=("figure",)),
    Question("q2", "How many in 2022-23?", articles=("offences", "earlier"), answers=("6,350",), tags=("figure",)),
    Question("q3", "What takes images down?", articles=("tool",), history=("What is grooming?",)),
    Question("q4", "How many on TikTok?", answerable=False, tags=("figure", "near-miss")),
    Question("q5", "Who won the cup?", answerable=False),
)


def stretch(article: Article, words: str) -> Passage:
    start = article.text.index(words)
    return article.passage(start, start + len(words))


@dataclass(frozen=True)
class Desk:
    """Answers with what ``quotes_of`` and ``hits_of`` give for a question; abstains where they give nothing."""

    quotes_of: Callable[[str], Sequence[Quote]]
    hits_of: Callable[[str], Sequence[Passage]]
    confidence_of: Callable[[str], float]
    stored: Mapping[str, Article] = field(default_factory=lambda: ARTICLES)
    groups: frozenset[str] | None = None

    def ask(self, question: str, *, history: Sequence[str] = (), today: date | None = None) -> Answer:
        quotes = tuple(self.quotes_of(question))
        return Answer(
            question,
            quotes,
            self.confidence_of(question),
            tuple(Hit(passage, -float(rank)) for rank, passage in enumerate(self.hits_of(question))),
            Provenance(1, "none", "none"),
            reason=None if quotes else "not_answered",
            timings_ms={"retrieve": 1.0, "read": 2.0, "total": 3.0},
        )

    def article(self, article_id: str) -> Article | None:
        return self.stored.get(article_id)


def gold_passages(question: Question) -> list[Passage]:
    """Every gold article from its gold on, in whole; nothing for an unanswerable question."""
    return [ARTICLES[name].passage(0, len(ARTICLES[name].text)) for name in question.articles if question.answerable]


@pytest.fixture(scope="session")
def questions():
    return QUESTIONS


@pytest.fixture(scope="session")
def articles():
    return ARTICLES


@pytest.fixture(scope="session")
def oracle():
    """Knows the gold."""
    known = {question.text: gold_passages(question) for question in QUESTIONS}
    return Desk(
        lambda text: [Quote(passage, 1.0) for passage in known[text]],
        lambda text: known[text],
        lambda text: float(bool(known[text])),
    )


@pytest.fixture(scope="session")
def silent():
    """Finds nothing and says nothing."""
    return Desk(lambda text: [], lambda text: [], lambda text: 0.0)


@pytest.fixture(scope="session")
def gossip():
    """Finds and quotes the same sentence whatever is asked."""
    passage = stretch(ARTICLES["tool"], "Report Remove takes images down.")
    return Desk(lambda text: [Quote(passage, 0.5)], lambda text: [passage], lambda text: 0.5)


@pytest.fixture(scope="session")
def shifted():
    """Quotes from a copy of each article that lost its first character, so its offsets are off by one."""
    copies = {name: make_article(name, article.text[1:]) for name, article in ARTICLES.items()}

    def passages(text: str) -> list[Passage]:
        article = copies["tool"]
        return [article.passage(0, 20)]

    return Desk(lambda text: [Quote(found, 1.0) for found in passages(text)], passages, lambda text: 0.5)


@pytest.fixture(scope="session")
def desk():
    """Builds an assistant."""
    return Desk


@pytest.fixture(scope="session")
def quoting():
    """The stretch of an article that reads so."""
    return lambda name, words: stretch(ARTICLES[name], words)
