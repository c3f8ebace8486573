import dataclasses

import pytest

from eval.verbatim import Claim, claims, holds
from index.errors import QuotedeskError
from rag.answers import Answer, Provenance, Quote


@pytest.fixture
def answer(quoting):
    quote = Quote(
        quoting("earlier", "“It hurts 👧 children,” said Bo Ek."),
        0.9,
        answer=quoting("earlier", "children"),
        speaker=quoting("earlier", "Bo Ek"),
    )
    return Answer("?", (quote,), 0.9, (), Provenance(1, "none", "none"))


def test_quote_answer_and_speaker_are_claimed_and_hold(answer, articles):
    assert [claim.text for claim in claims(answer)] == ["“It hurts 👧 children,” said Bo Ek.", "children", "Bo Ek"]
    assert all(holds(claim, articles.get) for claim in claims(answer))


@pytest.mark.parametrize(
    "damage",
    [
        {"start": 1},
        {"end": 7},
        {"start": -81},
        {"end": 10_000},
        {"start": 8, "end": 8, "text": ""},
        {"text": "police"},
        {"sha256": "0" * 64},
        {"article_id": "tool"},
        {"article_id": "gone"},
    ],
)
def test_whatever_is_changed_in_a_claim_it_no_longer_holds(articles, damage):
    claim = Claim("earlier", articles["earlier"].sha256, 0, 6, "Police")
    assert holds(claim, articles.get)
    assert not holds(dataclasses.replace(claim, **damage), articles.get)


def test_a_stored_article_that_was_altered_holds_nothing(articles):
    altered = dataclasses.replace(articles["earlier"], text=articles["earlier"].text + "!")
    claim = Claim("earlier", altered.sha256, 0, 6, "Police")
    assert not holds(claim, {"earlier": altered}.get)


def test_an_article_that_cannot_be_read_holds_nothing():
    def damaged(article_id):
        raise QuotedeskError("damaged")

    assert not holds(Claim("a", "0", 0, 1, "A"), damaged)
