"""What the reader learns from: questions with the passage to read and the sentences in it that answer, or none."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from rich.progress import track

from index.articles import Passage, Span
from index.embedders import BUNDLED, open_embedder
from rag.training.examples import Question, ReadingSet
from rag.training.rewording import Thesaurus, reworded
from rag.training.swaps import near_misses

Kind = Literal["answered", "adversarial", "retrieved", "swapped"]


class Portion(NamedTuple):
    """How often each question of a set is seen in one pass over the material: a share, or more than once."""

    answered: float
    unanswered: float
    retrieved: float
    swapped: float


#: Encyclopaedia and search questions first; forum posts and reviews only lend variety.
PORTIONS = {
    "squad2-train": Portion(1.0, 1.8, 0.55, 0.6),
    "squad2-train-part": Portion(1.0, 1.8, 0.55, 0.6),
    "squadshifts-new-wiki": Portion(1.0, 0.0, 0.55, 0.5),
    "squadshifts-reddit": Portion(0.45, 0.0, 0.10, 0.05),
    "squadshifts-amazon-reviews": Portion(0.40, 0.0, 0.10, 0.05),
    "wikiqa-train": Portion(1.5, 1.0, 0.6, 0.0),
    "selqa-dev": Portion(1.5, 0.0, 0.6, 0.3),
}
#: Questions written for this project (``written/README.md``): about news, also written for it, and about the
#: passages of public sets, whose own questions come first, for the written ones lean on their passages.
WRITTEN = {
    "squadshifts-new-wiki": Portion(1.0, 0.0, 0.2, 0.2),
    "squad2-train-part": Portion(0.5, 1.0, 0.2, 0.2),
    "wikiqa-train": Portion(1.0, 0.5, 0.3, 0.0),
    "selqa-dev": Portion(0.5, 0.0, 0.2, 0.0),
    "written-wiki": Portion(1.0, 1.0, 0.7, 0.2),
    "written-part": Portion(1.0, 1.0, 0.5, 0.2),
    "written-search": Portion(1.0, 1.0, 0.6, 0.0),
    "written-selqa": Portion(1.0, 1.0, 0.5, 0.2),
    "written-news": Portion(1.5, 1.5, 0.7, 0.2),
}
_OWN = Path(__file__).parent / "written"
#: The share of questions that a thesaurus may change.
REWORDED = 0.5


class Example(NamedTuple):
    """One thing to learn: ``gold`` is empty where ``passage`` does not answer."""

    question: str
    passage: int
    gold: tuple[Span, ...]
    short: bool
    kind: Kind


@dataclass(frozen=True)
class Material:
    """All passages and questions of the training sets, and for each question passages that look like its own."""

    reading: ReadingSet
    alike: list[list[int]]
    portions: Mapping[str, Portion]
    thesaurus: Thesaurus | None = None

    @classmethod
    def read(
        cls, data: Path, work: Path, portions: Mapping[str, Portion] = PORTIONS, thesaurus: Thesaurus | None = None
    ) -> "Material":
        """The sets of ``portions``, here or under ``data``; similar passages are found once and kept in ``work``.

        With a ``thesaurus`` half of the questions, answered or not, are asked in other words.
        """
        reading = ReadingSet.read(*(folder_of(name, data) for name in portions))
        file = work / f"alike-{len(reading.questions)}-{len(reading.passages)}.npz"
        if not file.is_file():
            work.mkdir(parents=True, exist_ok=True)
            np.savez(file, alike=_alike(reading))
        return cls(reading, [[int(at) for at in row if at >= 0] for row in np.load(file)["alike"]], portions, thesaurus)

    @property
    def passages(self) -> list[Passage]:
        """Every passage, in the order that examples count them."""
        return self.reading.passages

    def examples(self, seed: int) -> list[Example]:
        """One pass over the material, in random order; another ``seed`` draws other negatives."""
        draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
        examples = [example for at in range(len(self.reading.questions)) for example in self._of(at, draw)]
        draw.shuffle(examples)
        return examples

    def _of(self, at: int, draw: random.Random) -> Iterable[Example]:
        question = self.reading.questions[at]
        portion = self.portions[question.source]
        kind: Kind = "answered" if question.gold else "adversarial"
        for _ in range(_times(portion.answered if question.gold else portion.unanswered, draw)):
            yield Example(self._restyled(question.text, draw), question.passage, question.gold, question.short, kind)
        if question.gold and self.alike[at] and draw.random() < portion.retrieved:
            other = draw.choice(self.alike[at])
            yield Example(self._restyled(question.text, draw), other, (), question.short, "retrieved")
        if question.gold and draw.random() < portion.swapped:
            changed = self._near_miss(question, draw)
            if changed:
                yield Example(self._restyled(changed, draw), question.passage, (), question.short, "swapped")

    def _restyled(self, question: str, draw: random.Random) -> str:
        """As a searcher might type it: now and then without the question mark, or in other words."""
        if self.thesaurus and draw.random() < REWORDED:
            question = reworded(question, self.thesaurus, draw)
        return question.rstrip(" ?") if draw.random() < 0.25 else question.strip()

    def _near_miss(self, question: Question, draw: random.Random) -> str | None:
        passage = self.passages[question.passage]
        text, article = passage.article.text, passage.article.text
        gold = " ".join(text[max(0, span.start - 150) : span.end + 100] for span in question.gold)
        around = article[max(0, passage.start - 3000) : passage.end + 3000]
        found = near_misses(question.text, gold, passage.text, around, draw)
        plain = [one for one in found if "n't" not in one]
        if plain and draw.random() < 0.9:
            return draw.choice(plain)
        return draw.choice(found) if found else None


def folder_of(name: str, data: Path) -> Path:
    """Where a set lies: beside this file if it was written for the project, or else under ``data``."""
    own = _OWN / name
    return own if own.is_dir() else data / name


def _times(share: float, draw: random.Random) -> int:
    return int(share) + (draw.random() < share % 1)


def _alike(reading: ReadingSet, most: int = 10) -> npt.NDArray[np.int32]:
    """For each question, passages that a retriever gives for it and that lack its answer: dense and keyword ones."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    passages, questions = reading.passages, reading.questions
    embedder = open_embedder(BUNDLED)
    texts = [f"{one.article.title}\n{one.text}"[:1500] for one in passages]
    starts = track(range(0, len(texts), 256), "embedding passages")
    rows = np.concatenate([embedder.embed_passages(texts[at : at + 256]) for at in starts])
    words = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    held = words.fit_transform(texts)
    folded = [one.text.casefold() for one in passages]
    found = np.full((len(questions), most), -1, dtype=np.int32)
    for at in track(range(0, len(questions), 512), "looking for similar ones"):
        block = questions[at : at + 512]
        asked = embedder.embed_passages([question.text for question in block])
        dense = asked @ rows.T
        keyword = (words.transform([question.text for question in block]) @ held.T).toarray()
        for place, question in enumerate(block):
            gold = _short_answers(question, passages)
            near = [*np.argsort(-dense[place])[:8], *np.argsort(-keyword[place])[:5]]
            good = [one for one in dict.fromkeys(near) if one != question.passage and not _holds(folded[one], gold)]
            found[at + place, : len(good[:most])] = good[:most]
    return found


def _short_answers(question: Question, passages: Sequence[Passage]) -> list[str]:
    """Its gold answers, folded, but for those so long that no other passage would hold them by chance."""
    text = passages[question.passage].article.text
    return [text[start:end].casefold() for start, end in question.gold if end - start < 40]


def _holds(folded: str, answers: Sequence[str]) -> bool:
    return any(answer in folded for answer in answers)
