"""Assistants that are broken in one way each: the gate must see it, and must let the sound one pass."""

import dataclasses
from dataclasses import dataclass, replace

import pytest

from eval.baseline import Baseline
from eval.gate import Gate, broken_promises, gate_failures
from eval.questions import Question
from eval.run import evaluate
from index.articles import Article, Hit, sha256_of
from rag.answers import Answer, Provenance, Quote

TOWNS = [f"Town{chr(65 + n)}" for n in range(24)]


def article_of(town, number):
    text = f"The mayor of {town} counted {number} swans. “They are all ours,” said Ms {town}son. Mr {town}er disagreed."
    return Article(town, f"Swans of {town}", text, sha256_of(text))


ARTICLES = {town: article_of(town, 100 + n) for n, town in enumerate(TOWNS)}
ASKED = (
    *(Question(f"q-{town}", town, articles=(town,), quotes=(f"counted {100 + n} swans",), answers=(str(100 + n),),
               speakers=(f"Ms {town}son",)) for n, town in enumerate(TOWNS)),
    *(Question(f"n-{town}", f"no {town}", answerable=False, tags=("near-miss",)) for town in TOWNS),
)  # fmt: skip


def stretch(article, words):
    start = article.text.index(words)
    return article.passage(start, start + len(words))


class Miscited(Answer):
    """Says the number of the next citation."""

    def as_json(self):
        said = Answer.as_json(self)
        return {**said, "quotes": [{**quote, "citation": quote["citation"] + 1} for quote in said["quotes"]]}


@dataclass(frozen=True)
class Clerk:
    """Answers about its towns as it should; each field is a way not to."""

    floor: float = 0.5
    shift: int = 0
    swapped: bool = False
    answers: type[Answer] = Answer
    backwards: bool = False
    astray: bool = False

    def ask(self, question, *, history=(), today=None):
        town = question.removeprefix("no ")
        article = ARTICLES[TOWNS[TOWNS.index(town) - 1] if self.astray else town]
        known = (question == town) is not self.backwards
        confidence = 0.8 if known else 0.3
        quote = self.quote(article) if confidence >= self.floor else None
        return self.answers(
            question, (quote,) if quote else (), confidence, (Hit(stretch(article, "The mayor"), 1.0),),
            Provenance(1, "none", "clerk"), reason=None if quote else "not_answered",
            timings_ms={"retrieve": 1.0, "read": 1.0, "total": 2.0},
        )  # fmt: skip

    def quote(self, article):
        if self.shift:
            copy = article.text[self.shift :]
            article = replace(article, text=copy, sha256=sha256_of(copy))
        number = article.text.split("counted ")[1][:3]
        speaker = f"Mr {article.id}er" if self.swapped else f"Ms {article.id}son"
        return Quote(
            stretch(article, f"The mayor of {article.id} counted {number} swans."[self.shift :]),
            1.0, answer=stretch(article, number), speaker=stretch(article, speaker),
        )  # fmt: skip

    def article(self, article_id):
        return ARTICLES.get(article_id)


GATE = Gate(
    floors={"speaker right": 0.9, "citation right": 1.0, "verbatim rate": 1.0},
    ceilings={"near-miss answered": 0.1},
    drops=dict.fromkeys(("first quote right", "speaker right", "exact match", "unanswerable answered", "AUROC"), 0.0),
)
BASELINE = Baseline.of(evaluate(ASKED, Clerk()))


def failures(clerk):
    run = evaluate(ASKED, clerk)
    return [*broken_promises(run), *gate_failures(GATE, run, BASELINE)]


def test_the_sound_assistant_passes_with_full_marks():
    assert failures(Clerk()) == []
    found = evaluate(ASKED, Clerk()).total()
    full = ("first quote right", "exact match", "token F1", "speaker right", "citation right", "verbatim rate", "AUROC")
    assert {found[name] for name in full} == {1}


@pytest.mark.parametrize(
    ("damage", "seen"),
    [
        ({"shift": 1}, {"verbatim rate"}),
        ({"answers": Miscited}, {"citation right"}),
        ({"swapped": True}, {"speaker right"}),
        ({"floor": 0.0}, {"near-miss answered", "unanswerable answered"}),
        ({"floor": 0.9}, {"first quote right", "speaker right", "exact match"}),
        ({"backwards": True}, {"AUROC", "first quote right", "near-miss answered", "unanswerable answered"}),
        ({"astray": True}, {"first quote right", "speaker right", "exact match"}),
    ],
    ids=["offsets off by one", "citation shifted by one", "speakers swapped", "threshold too low", "threshold too high",
         "confidence reversed", "another town's article"],
)  # fmt: skip
def test_each_damage_is_seen_and_named(damage, seen):
    said = failures(dataclasses.replace(Clerk(), **damage))
    assert seen <= {name for name in seen for line in said if name in line}


def test_a_damage_to_few_questions_is_seen_where_it_is_a_promise():
    class Once(Clerk):
        def ask(self, question, **more):
            clerk = Clerk(answers=Miscited) if question == TOWNS[3] else Clerk()
            return clerk.ask(question)

    (line, *_) = failures(Once())
    assert line == "citation right is below 1: 1 answers cite another article, first 'q-TownD'"
