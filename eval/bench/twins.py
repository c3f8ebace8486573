"""Near-duplicates made from real news, and the likest articles that are none: ``python -m eval.bench.twins``.

The articles are cut in two halves by their ids: what ``index.twins`` goes by was chosen on half 0, half 1 judges.
Real news holds real twins. Every pair of different articles that is called one story is looked up among the labels
made by reading; one that nobody has read counts as wrong, and its ids are printed.
"""

import argparse
import collections
import dataclasses
import datetime
import itertools
import json
import random
import time
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sklearn.feature_extraction.text import HashingVectorizer, TfidfVectorizer
from sklearn.neighbors import NearestNeighbors

from eval.bench.edits import EDITS, edited, headline
from index.articles import Article
from index.formats import read
from index.formats.documents import Document
from index.particulars import article_of
from index.sketches import bands, sketch
from index.twins import Alike, Kin, address, heading, kinship

ROOT = Path(__file__).parents[2]
NEWS = ROOT.parent / "shared" / "data" / "dev" / "news-dev" / "articles.jsonl.gz"
LABELS = ROOT / "tests" / "index" / "labels" / "twins.jsonl"
PAIRS = 2000
WORDS = 100  # that are an article
SETTINGS = (
    Alike(containment=0.5), Alike(containment=0.6), Alike(resemblance=0.0), Alike(resemblance=0.4),
    Alike(opening=0.0), Alike(opening=0.5), Alike(same_headline=1.1), Alike(later=0.6), Alike(later=1.1),
)  # fmt: skip

Pair = tuple[Article, Article]


class Made(NamedTuple):
    """A near-duplicate and what it was made from, by which edits."""

    original: Article
    copy: Article
    edits: tuple[str, ...]
    update: bool


@cache
def keys(article: Article) -> tuple[object, ...]:
    """What ``article`` is found by."""
    kept = (article.text[start:end] for start, end in article.kept)
    return (*bands(sketch(kept)), heading(article.title), address(article.url) or article.id)


def halves() -> tuple[list[Article], list[Article]]:
    """The news of at least ``WORDS`` words, each text once, in two halves by id."""
    found: tuple[list[Article], list[Article]] = ([], [])
    texts = set()
    for document in read(NEWS, max_bytes=10**9):
        if isinstance(document, Document) and document.id:
            article = article_of(document, document.id, NEWS.name)
            if article.text.count(" ") >= WORDS and article.sha256 not in texts:
                texts.add(article.sha256)
                found[zlib.crc32(article.id.encode()) % 2].append(article)
    return found


def made(articles: Sequence[Article], seed: int) -> Iterator[Made]:
    """Near-duplicates in other papers, and every fourth an update: the same page, hours later."""
    rng = random.Random(seed)  # noqa: S311 - a sample
    for number, original in enumerate(rng.sample(articles, PAIRS)):
        text, names = edited(rng, original.text)
        update = number % 4 == 0
        published = original.published or datetime.date(2023, 1, 1)
        document = Document(
            text=text,
            title=headline(rng, original.title),
            url=original.url if update else f"https://paper.example/{number}",
            publisher=original.publisher if update else "paper.example",
            date=(published + datetime.timedelta(rng.randint(0, 2))).isoformat(),
        )
        yield Made(original, article_of(document, f"made-{number}", ""), names, update)


def different(articles: Sequence[Article], seed: int) -> set[Pair]:
    """Pairs of different articles: the likest by words and by runs of words, a paper's series, a paper's week."""
    texts = [article.text for article in articles]
    runs = HashingVectorizer(ngram_range=(4, 4), binary=True, alternate_sign=False, n_features=2**20)
    topics = TfidfVectorizer(max_features=50_000, sublinear_tf=True)
    pairs = {*_nearest(articles, runs.fit_transform(texts), 2), *_nearest(articles, topics.fit_transform(texts), 2)}
    rng = random.Random(seed)  # noqa: S311 - a sample
    by_series, by_week = collections.defaultdict(list), collections.defaultdict(list)
    for article in articles:
        by_series[article.publisher, tuple(heading(article.title).split()[:3])].append(article)
        by_week[article.publisher, article.published and article.published.isocalendar()[:2]].append(article)
    for groups in (by_series, by_week):
        for group in groups.values():
            for _ in range(min(len(group) - 1, 8)):
                pairs.add(_pair(*rng.sample(group, 2)))
    return pairs


def _nearest(articles: Sequence[Article], rows: object, k: int) -> Iterator[Pair]:
    found = NearestNeighbors(n_neighbors=k + 1, metric="cosine").fit(rows).kneighbors(rows, return_distance=False)
    for at, others in enumerate(found):
        for other in others:
            if other != at:
                yield _pair(articles[at], articles[int(other)])


def labels() -> dict[frozenset[str], bool]:
    """Pairs of ids that somebody read, and whether they are one story."""
    rows = map(json.loads, LABELS.read_text(encoding="utf-8").splitlines())
    return {frozenset((row["one"], row["other"])): row["same"] for row in rows}


class Trial(NamedTuple):
    """One half's pairs; those that share a key are candidates, the others are lost or told apart already."""

    made: list[Made]
    apart: int
    candidates: list[Pair]  # of two different articles
    mistaken: list[tuple[Article, Made]]  # another article than the one that a near-duplicate was made from
    lookups: int


def trial(articles: Sequence[Article], half: int) -> Trial:
    """What the bands, headlines and addresses of one half bring together."""
    shelf: dict[object, list[Article]] = collections.defaultdict(list)
    for article in articles:
        for key in keys(article):
            shelf[key].append(article)
    known = labels()
    pairs = list(made(articles, half))
    natural = {_pair(one, other) for group in shelf.values() for one, other in itertools.combinations(group, 2)}
    apart = natural | different(articles, half)
    others = [
        (other, one)
        for one in pairs
        for other in {other.id: other for key in keys(one.copy) for other in shelf.get(key, ())}.values()
        if other.id != one.original.id and not known.get(_ids((other, one.original)))
    ]
    return Trial(pairs, len(apart), sorted(natural, key=lambda pair: (pair[0].id, pair[1].id)), others, len(articles))


def judge(found: Trial, alike: Alike) -> Iterator[str]:
    """What the decision makes of the candidates, a line at a time."""
    known = labels()
    kin = [_kin(one.original, one.copy, alike) for one in found.made]
    hits = sum(each is not None for each in kin)
    right = sum(
        each is not None and (each.kind == "update") == one.update for each, one in zip(kin, found.made, strict=True)
    )
    called = [pair for pair in found.candidates if kinship(*pair, alike)]
    real = [pair for pair in called if known.get(_ids(pair))]
    mistaken = sum(kinship(other, one.copy, alike) is not None for other, one in found.mistaken)
    wrong = len(called) - len(real) + mistaken
    yield f"  {len(found.made)} made: recall {hits / len(kin):.4f}; update or not right for {right / hits:.4f} of these"
    yield (
        f"  {found.apart - len(real)} different: {len(called) - len(real)} called one story,"
        f" and {mistaken} with a made one: precision {hits / (hits + wrong):.4f}; {len(real)} more are one story"
    )
    for name in EDITS:
        of = [each is None for each, one in zip(kin, found.made, strict=True) if name in one.edits]
        yield f"    missed after {name}: {sum(of)} of {len(of)}"
    for pair in called:
        if _ids(pair) not in known:
            yield f"    to be read: {pair[0].id} {pair[1].id}"


def _kin(one: Article, other: Article, alike: Alike) -> Kin | None:
    """Their kinship, if any key brings them together."""
    return kinship(one, other, alike) if not set(keys(one)).isdisjoint(keys(other)) else None


def _pair(one: Article, other: Article) -> Pair:
    return (one, other) if one.id < other.id else (other, one)


def _ids(pair: Pair) -> frozenset[str]:
    return frozenset(article.id for article in pair)


def speed(articles: Sequence[Article]) -> str:
    """Milliseconds of this processor to sketch an article of 5,000 characters, and to decide on one candidate."""
    long = [article for article in articles if len(article.text) > 5000][:200]
    cut = [dataclasses.replace(article, text=article.text[:5000], dropped=()) for article in long]
    began = time.process_time()
    for article in cut:
        keys.__wrapped__(article)
    sketched = time.process_time()
    for one, other in itertools.pairwise(cut):
        kinship(one, other)
    each = [1000 * taken / len(cut) for taken in (sketched - began, time.process_time() - sketched)]
    return f"sketch and bands {each[0]:.2f} ms, each candidate {each[1]:.2f} ms"


def main() -> None:
    """Print both halves, and on half 0 what other settings would do."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.twins", description=__doc__.splitlines()[0])
    parser.add_argument("--settings", action="store_true", help="other settings too, on half 0")
    arguments = parser.parse_args()
    both = halves()
    print(speed(both[0]))
    for half, articles in enumerate(both):
        found = trial(articles, half)
        print(f"half {half}: {len(articles)} articles, {len(found.candidates) / len(articles):.2f} candidates each")
        print("\n".join(judge(found, Alike())), flush=True)
        for other in SETTINGS if arguments.settings and half == 0 else ():
            print(f"instead {set(dataclasses.asdict(other).items()) - set(dataclasses.asdict(Alike()).items())}")
            print("\n".join(itertools.islice(judge(found, other), 2)), flush=True)


if __name__ == "__main__":
    main()
