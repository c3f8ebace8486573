"""Sixty small articles, an index of them, and what an index holds."""

import json

import numpy as np

from index.catalog import Catalog
from index.cluster.job import index_with
from index.verify import verify

PLACES = ["Orford", "Hythe", "Deal", "Rye", "Lewes", "Bexhill", "Selsey", "Bosham", "Yarmouth", "Cowes"]
FOOTER = "Sign up for the harbour letter, every Friday"


def story(number):
    place = PLACES[number % len(PLACES)]
    paragraphs = [
        f"The ferry to {place} carried {number + 3},00{number % 7} people in week {number}, the harbour master said. "
        f"Its crew of {number % 9 + 2} worked in two watches, and nobody was left on the quay at {place}.",
        f"Repairs to slipway {number} cost £{number * 17 + 40},000 and were paid by the parish. "
        f'"We had hoped for a dry autumn," said Ada Finch, who keeps the tolls of {place}.',
    ] * (1 + number % 3)
    return "\n\n".join(paragraphs) + "\n"


def write(folder, numbers=range(60)):
    """Twenty-five files of one article, and a feed with the rest; every fourth has the footer of its publisher."""
    folder.mkdir(exist_ok=True)
    lines = []
    for number in numbers:
        text = story(number) + (f"\n{FOOTER}\n" if number % 4 == 0 else "")
        if number < 25:
            (folder / f"ferry-{number:02}.txt").write_text(f"Ferry news of week {number}\n\n{text}", encoding="utf-8")
        else:
            record = {"id": f"f{number}", "title": f"Ferry {number}", "text": text, "publisher": "Harbour Post"}
            lines.append(json.dumps(record))
    (folder / "feed.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def index(client, articles, folder, shard=5, **others):
    return index_with(client, [articles], folder, embedder="hash-256", shard=shard, **others)


def contents(folder):
    """All that an index says of its articles, and the vectors in order."""
    catalog = Catalog.open(folder)
    ask = catalog.connection.execute
    places = ask(
        "SELECT a.id, p.start, p.end FROM passages p JOIN articles a ON a.row = p.article ORDER BY p.row"
    ).fetchall()
    kin = ask("SELECT o.id, n.id, k.kind FROM kin k JOIN articles o ON o.row = k.older"
              " JOIN articles n ON n.row = k.newer ORDER BY 1, 2").fetchall()  # fmt: skip
    lines = ask("SELECT publisher, line, headline FROM lines ORDER BY 1, 2, 3").fetchall()
    files = ask("SELECT path, sha256, articles FROM files ORDER BY 1").fetchall()
    rows = ask("SELECT vector FROM vectors ORDER BY row").fetchall()
    vectors = np.array([np.frombuffer(blob, dtype="<f2") for (blob,) in rows], dtype=np.float32)
    return [article.as_json() for article in catalog.articles()], places, kin, lines, files, vectors


def assert_same(one, other, tolerance=0.0):
    *said, vectors = contents(one)
    *expected, right = contents(other)
    assert said == expected
    assert np.abs(vectors - right).max() <= tolerance
    assert list(verify(one)) == []
