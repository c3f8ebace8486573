import pytest

from index.articles import Span
from index.sentences import sentences
from rag.leaning import leans
from tests.rag.conftest import article_of

BEFORE = "Ada Holm runs the Fell helpline with the council in Brindle. "

LEAN = [
    ("pronoun", "She wants to open a second room."),
    ("pronoun", "But he refused to pay for it."),
    ("pronoun", "However, they were open at night."),
    ("pronoun", "It costs nothing to ring."),
    ("pronoun", "Its lines were open at night."),
    ("pronoun", "\n- It’s free to ring from any phone."),
    ("pronoun", "“They never answered us,” said Tom Reed, a neighbour."),
    ("late", "In 2019 she moved to the coast."),
    ("late", "On Monday, he said that the lines were shut."),
    ("late", "Asked whether Reed had rung, she declined to say."),
    ("late", "Born on the island, he learned to sail early."),
    ("demonstrative", "This was the most since it opened."),
    ("demonstrative", "That compares with 3,900 a year before."),
    ("demonstrative", "Those calls came at night."),
    ("demonstrative", "Such calls are rare."),
    ("quantity", "The figure was 3,900 in 2021."),
    ("quantity", "The number has doubled since 2019."),
    ("noun", "The charity takes calls at night."),
    ("noun", "The 34-year-old was fined £200."),
    ("noun", "The force recorded 214 offences."),
    ("noun", "The latter is cheaper."),
    ("count", "Both were closed for a week."),
    ("count", "Another 40 rang in the morning."),
    ("count", "Some of them were nine years old."),
    ("then", "The following year 4,120 people rang."),
    ("then", "Two weeks later the lines were shut."),
    ("then", "Since then, 4,120 people have rung."),
    ("continuation", "Nor, the council says, can more be paid."),
    ("speaker", "“We were never asked,” she added."),
    ("speaker", "“We were never asked,” said he, “and nobody came.”"),
    ("speaker", "The lines should never have been shut, she said."),
    ("speaker", "Village halls, he argued, should open at night."),
    ("speech", "“We were never asked.”"),
    ("quotation", "Nobody ever came,” said Tom Reed."),
]

STAND = [
    "Ofcom fined Blue Kite £1m in May 2024.",
    "It was Ofcom that fined the firm.",
    "It is estimated that 4,120 people rang.",
    "It is not known whether Reed rang.",
    "It’s clear that the lines were shut.",
    "There are 14 lines in the county.",
    "There were no lines in 2019.",
    "“We were never asked,” said Tom Reed.",
    "“I was never asked,” Tom Reed told the council.",
    "This week the council voted to pay.",
    "Those who rang at night waited longest.",
    "The number of calls rose to 4,120.",
    "The figures on calls were published in May.",
    "The charity that runs the line has closed.",
    "The man accused of the theft was fined.",
    "The former mayor opened the hall.",
    "Both the council and Ofcom said no.",
    "Neither the council nor Ofcom replied.",
    "While she was away, Holm kept in touch.",
    "At the same time calls to Ofcom doubled.",
    "However, Ofcom did not reply.",
    "And Ofcom did not reply.",
    "They are Brindle, Fell and Holm.",
    "Then came the flood",
]


def second_of(text):
    article = article_of("a", "Title", text)
    kept = Span(0, len(text))
    return leans(article, kept, next(span for span in sentences(text) if span.start >= len(BEFORE)))


@pytest.mark.parametrize(("trigger", "sentence"), LEAN)
def test_a_sentence_that_cannot_be_understood_alone_leans_for_a_named_reason(trigger, sentence):
    assert second_of(BEFORE + sentence) == trigger


@pytest.mark.parametrize("sentence", STAND)
def test_a_sentence_that_says_what_it_is_about_stands(sentence):
    assert second_of(BEFORE + sentence) is None


@pytest.mark.parametrize("marks", ["“”", '""', "‘’"])
def test_the_middle_of_a_quotation_leans_on_its_beginning(marks):
    said = f"Holm said: {marks[0]}We were full. Nobody else answered. People waited all night.{marks[1]} Ofcom agrees."
    text = BEFORE + said
    article = article_of("a", "Title", text)
    found = [leans(article, Span(0, len(text)), span) for span in sentences(text)]
    assert found == [None, None, "quotation", "quotation", None]


def test_a_quotation_goes_on_in_the_next_paragraph_when_the_one_before_did_not_close_it():
    text = "Holm said: “We were full and nobody came.\n“Callers waited all night.”\n“Ours rang,” Reed told Ofcom."
    article = article_of("a", "Title", text)
    assert [leans(article, Span(0, len(text)), span) for span in sentences(text)] == [None, "quotation", None]


def test_speech_whose_speaker_follows_in_the_paragraph_does_not_lean_back():
    text = BEFORE + "\n“We were full. Nobody else answered,” said Tom Reed."
    article = article_of("a", "Title", text)
    found = [leans(article, Span(0, len(text)), span) for span in sentences(text)]
    assert found == [None, None, "quotation"]


def test_apostrophes_open_no_quotation():
    assert second_of(BEFORE + "The callers’ names and the ’90s records aren’t kept. ") is None
    text = BEFORE + "Callers’ names were lost in the ’90s. Ofcom has kept the callers’ numbers."
    article = article_of("a", "Title", text)
    assert leans(article, Span(0, len(text)), sentences(text)[-1]) is None
