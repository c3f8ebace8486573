"""Questions proposed from a collection, for a person to accept, to correct or to throw away."""

import hashlib
import heapq
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from eval.near_misses import mentioned, near_misses
from eval.questions import NEAR_MISS, Record
from eval.templates import TIMELESS, Proposal, proposals
from index.articles import Article, Span

#: Of so many articles for each question wanted, drawn by the seed, the templates are tried.
ARTICLES_PER_QUESTION = 2
#: At most this share are near-misses.
NEAR_MISSES = 1 / 3
PER_ARTICLE = 4
#: A question that more stretches than this answer is none that a person would ask.
VAGUE = 2


def drafted(articles: Callable[[], Iterable[Article]], *, number: int, seed: int) -> list[Record]:
    """At most ``number`` questions, the same ones for the same seed and collection; ``articles`` is gone over twice."""
    rng = random.Random(seed)  # noqa: S311 - a sample, not a secret
    drawn = heapq.nsmallest(number * ARTICLES_PER_QUESTION, articles(), key=lambda article: _lot(article.id, seed))
    asked = _merged(_mixed([_some_of(article, rng) for article in drawn]))
    known = mentioned(articles())
    misses = list(_missing(asked, known_near=lambda question: near_misses(question, known, rng)))
    least = min(len(misses), int(number * NEAR_MISSES))
    kept = asked[: number - least]
    return kept + misses[: number - len(kept)]


def _lot(article_id: str, seed: int) -> bytes:
    """A number as good as drawn, which does not depend on the other articles."""
    return hashlib.blake2b(f"{seed}:{article_id}".encode(), digest_size=8).digest()


def _some_of(article: Article, rng: random.Random) -> list[list[Proposal]]:
    """Some questions, each with all the stretches that answer it: one that is left out would count as wrong."""
    alike: dict[str, list[Proposal]] = defaultdict(list)
    for proposal in proposals(article):
        alike[proposal.question].append(proposal)
    found = list(alike.values())
    rng.shuffle(found)
    return found[:PER_ARTICLE]


def _mixed(by_article: Sequence[Sequence[list[Proposal]]]) -> list[Proposal]:
    """Kind by kind in turn, so that a few questions are not all of one kind."""
    kinds: dict[str, list[list[Proposal]]] = defaultdict(list)
    for turn in range(PER_ARTICLE):
        for found in by_article:
            for same in found[turn : turn + 1]:
                kinds[same[0].kind].append(same)
    mixed: list[Proposal] = []
    for turn in range(max(map(len, kinds.values()), default=0)):
        for _, found in sorted(kinds.items()):
            mixed += [one for same in found[turn : turn + 1] for one in same]
    return mixed


def _merged(found: Iterable[Proposal]) -> list[Record]:
    """One record a question: each article that gives the same one answers it.

    More than a few stretches make it too vague, and two figures that differ make it none.
    """
    alike: dict[str, list[Proposal]] = defaultdict(list)
    for proposal in found:
        alike[proposal.question].append(proposal)
    return [
        _record(question, same)
        for question, same in alike.items()
        if len(same) <= VAGUE and len(_figures_of(same)) < 2 and not _leaves_open_when(question, alike)
    ]


def _leaves_open_when(question: str, questions: Iterable[str]) -> bool:
    """Whether it asks without a period for what another question asks for with one."""
    counted = question.removesuffix(TIMELESS)
    return counted != question and any(other.startswith(f"{counted} were there ") for other in questions)


def _figures_of(same: Iterable[Proposal]) -> set[str]:
    return {one.article.text[one.answer.start : one.answer.end] for one in same if one.answer}


def _record(question: str, same: Sequence[Proposal]) -> Record:
    def slices(part: Callable[[Proposal], Span | None]) -> list[str]:
        spans = ((one.article.text, part(one)) for one in same)
        return list(dict.fromkeys(text[span.start : span.end] for text, span in spans if span))

    return {
        "id": _id(question),
        "question": question,
        "answerable": True,
        "articles": list(dict.fromkeys(one.article.id for one in same)),
        "quotes": slices(lambda one: one.quote),
        "answers": slices(lambda one: one.answer),
        "speakers": slices(lambda one: one.speaker),
        "tags": [same[0].kind],
        "draft": True,
    }


def _missing(asked: Sequence[Record], known_near: Callable[[str], Iterator[str]]) -> Iterator[Record]:
    """A near-miss of each question that has one; it names no article, since none answers it."""
    seen = {str(record["question"]) for record in asked}
    for record in asked:
        for question in known_near(str(record["question"])):
            if question not in seen:
                seen.add(question)
                yield {
                    "id": _id(question),
                    "question": question,
                    "answerable": False,
                    "tags": [NEAR_MISS],
                    "note": f"made from {record['id']}: {record['question']}",
                    "draft": True,
                }
                break


def _id(question: str) -> str:
    """Of the words, so that drafting again gives a question the same id."""
    return f"draft-{hashlib.blake2b(question.encode(), digest_size=4).hexdigest()}"
