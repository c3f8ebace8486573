"""Questions proposed from a collection, for a person to accept, to correct or to throw away."""

import hashlib
import heapq
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from eval.near_misses import mentioned, near_misses
from eval.questions import NEAR_MISS, Record
from eval.templates import Proposal, proposals
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


def _some_of(article: Article, rng: random.Random) -> list[Proposal]:
    found = list(proposals(article))
    rng.shuffle(found)
    return found[:PER_ARTICLE]


def _mixed(by_article: Sequence[Sequence[Proposal]]) -> list[Proposal]:
    """Kind by kind in turn, so that a few questions are not all of one kind."""
    kinds: dict[str, list[Proposal]] = defaultdict(list)
    for turn in range(PER_ARTICLE):
        for found in by_article:
            for proposal in found[turn : turn + 1]:
                kinds[proposal.kind].append(proposal)
    mixed = []
    for turn in range(max(map(len, kinds.values()), default=0)):
        mixed += [found[turn] for _, found in sorted(kinds.items()) if turn < len(found)]
    return mixed


def _merged(found: Iterable[Proposal]) -> list[Record]:
    """One record a question: each article that gives the same one answers it, and more than a few make it too vague."""
    alike: dict[str, list[Proposal]] = defaultdict(list)
    for proposal in found:
        alike[proposal.question].append(proposal)
    return [_record(question, same) for question, same in alike.items() if len(same) <= VAGUE]


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
