"""The question sets, and their articles for those who cannot read Quotedesk's index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.gold import check_gold
from eval.peers.protocol import Text, write_texts
from eval.questions import Question, read_questions
from index.articles import Article
from index.catalog import Catalog
from index.errors import QuotedeskError
from index.indexer import index_paths
from index.sentences import blocks, sentences

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a question set and its articles lie."""

    name: str
    title: str
    articles: Path
    questions: Path


SOURCES = (
    Source("samples", "The samples", ROOT / "samples/articles", ROOT / "samples/questions.jsonl"),
    Source(
        "five-articles",
        "Five articles from the web",
        ROOT.parent / "shared/articles",
        ROOT / "tests/questions/real-articles.jsonl",
    ),
)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A question set ready to ask: its index, the same articles as ``texts``, and the gold."""

    name: str
    title: str
    index: Path
    texts: Path
    questions: Sequence[Question]
    articles: Mapping[str, Article]


def prepared(source: Source, cache: Path) -> QuestionSet:
    """The set with its articles indexed, and written once more for the others, to the letter as they are stored."""
    index, texts = cache / f"{source.name}.index", cache / f"{source.name}.jsonl"
    report = index_paths([source.articles], index, prune=True)
    if report.rejected:
        first = report.rejected[0]
        raise QuotedeskError(f"{first.where}: {first.reason}", fix="all must be asked about the same articles")
    articles = {article.id: article for article in Catalog.open(index).articles()}
    write_texts(texts, map(text_of, articles.values()))
    questions = read_questions(source.questions)
    check_gold(questions, articles.get)
    return QuestionSet(source.name, source.title, index, texts, questions, articles)


def text_of(article: Article) -> Text:
    """The article with its paragraphs and sentences as Quotedesk cuts them: nobody is held back by a worse cut."""
    text = article.text
    return Text(article.id, article.title, text, tuple(blocks(text, 0, len(text))), tuple(sentences(text)))
