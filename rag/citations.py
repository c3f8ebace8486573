"""Citations: the articles an answer quotes, numbered, each with a link that opens at the quote."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote as percent_encode

from index.articles import Article, Passage

#: A text fragment is given in full up to this length, and as its first and last words beyond it.
LONGEST_FRAGMENT = 200
END_WORDS = 6


@dataclass(frozen=True, slots=True)
class Citation:
    """One quoted article; ``passages`` are its quoted stretches, in the order of the answer."""

    number: int
    article: Article
    passages: tuple[Passage, ...]

    @property
    def link(self) -> str | None:
        """The article's address, opening at its first quote; None where the article has no URL."""
        return link_to(self.passages[0])

    def as_json(self) -> dict[str, object]:
        """The citation as the contract writes it."""
        article = self.article
        return {
            "number": self.number,
            "article_id": article.id,
            "title": article.title,
            "byline": article.byline,
            "published": article.published.isoformat() if article.published else None,
            "updated": article.updated.isoformat() if article.updated else None,
            "publisher": article.publisher,
            "url": article.url,
            "link": self.link,
        }


def cite(passages: Iterable[Passage]) -> tuple[Citation, ...]:
    """One citation for each article quoted, numbered from 1 in order of first quotation."""
    quoted: dict[str, list[Passage]] = {}
    for passage in passages:
        quoted.setdefault(passage.article.id, []).append(passage)
    return tuple(
        Citation(number, stretches[0].article, tuple(stretches))
        for number, stretches in enumerate(quoted.values(), start=1)
    )


def link_to(passage: Passage) -> str | None:
    """The address of the passage's article, opening at the passage; None where the article has no URL."""
    url = passage.article.url
    if not url:
        return None
    fragment = text_fragment(passage)
    return url + (fragment.removeprefix("#") if "#" in url else fragment)


def text_fragment(passage: Passage) -> str:
    """``#:~:text=…`` for a passage, after https://wicg.github.io/scroll-to-text-fragment/.

    A passage over several lines, or a long one, is given by its first and last words: a browser finds
    a fragment within blocks of text, not across them.
    """
    words = passage.text.split()
    if len(passage.text) <= LONGEST_FRAGMENT and "\n" not in passage.text.strip():
        parts = [" ".join(words)]
    else:
        parts = [" ".join(words[:END_WORDS]), " ".join(words[-END_WORDS:])]
    # "-" marks a prefix or suffix in the syntax, so it is escaped too; quote() leaves it as it is.
    return "#:~:text=" + ",".join(percent_encode(part, safe="", errors="replace").replace("-", "%2D") for part in parts)
