"""How much furniture goes and how much of the article stays, by labels: ``python -m eval.bench.furniture``.

The labels were made by reading: ids, offsets and reasons, no text. White space counts in neither. Some rules were
written with these articles in sight; ``eval.bench.pages`` judges them on pages that were not.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from index.articles import Dropped
from index.formats import read
from index.formats.documents import Document
from index.furniture import judged

ROOT = Path(__file__).parents[2]
LABELS = ROOT / "tests" / "index" / "furniture"
FOLDERS = {"five": ROOT.parent / "shared" / "articles", "samples": ROOT / "samples" / "articles"}
LARGEST = 10_000_000


class Labelled(NamedTuple):
    """A text and the stretches of it that are furniture, as somebody marked them."""

    id: str
    text: str
    gold: tuple[Dropped, ...]


class Shares(NamedTuple):
    """Of all furniture what goes, and of all article text what stays; the reasons that are right among what goes."""

    dropped: float
    kept: float
    reasons: float


def labelled(name: str) -> list[Labelled]:
    """The labelled texts of ``FOLDERS[name]``; an article without a label is left out."""
    texts = dict(texts_of(FOLDERS[name]))
    rows = [json.loads(row) for row in (LABELS / f"{name}.jsonl").read_text("utf-8").splitlines()]
    return [Labelled(row["article"], texts[row["article"]], tuple(Dropped(*d) for d in row["dropped"])) for row in rows]


def texts_of(folder: Path) -> Iterator[tuple[str, str]]:
    """The id and text of each article under ``folder``."""
    for file in sorted(folder.iterdir()):
        for document in read(file, max_bytes=LARGEST):
            if isinstance(document, Document):
                yield document.id or file.stem, document.text


def reasons_of(text: str, dropped: Iterable[Dropped]) -> Mapping[int, str]:
    """From each dropped character that is no white space to its reason."""
    return {at: one.reason for one in dropped for at in range(one.start, one.end) if not text[at].isspace()}


def shares(articles: Iterable[Labelled]) -> Shares:
    """Counted over the characters of all ``articles`` together."""
    furniture = right = gone = lost = whole = 0
    for article in articles:
        gold, found = reasons_of(article.text, article.gold), reasons_of(article.text, judged(article.text).dropped)
        hit = gold.keys() & found.keys()
        furniture, gone, lost = furniture + len(gold), gone + len(hit), lost + len(found) - len(hit)
        right += sum(gold[at] == found[at] for at in hit)
        whole += sum(not character.isspace() for character in article.text)
    return Shares(gone / furniture, 1 - lost / (whole - furniture), right / max(gone, 1))


def main() -> None:
    """Print a line for each collection."""
    print("collection  articles  furniture dropped  article kept  reason right")
    for name, folder in FOLDERS.items():
        if not folder.is_dir():
            print(f"{name:10}  not here: {folder}")
            continue
        articles = labelled(name)
        print(f"{name:10}  {len(articles):8}  " + "  ".join(f"{share:13.4f}" for share in shares(articles)))


if __name__ == "__main__":
    main()
