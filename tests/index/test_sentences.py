from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eval.bench import sentences as bench
from index.sentences import sentences
from tests.timing import unhurried

PIECES = st.sampled_from(
    ["Mr. ", "U.S. ", "The end", ". ", "? ", "!", "…", "...", "’", "”", '"', "\n", "\r\n", "\r", "\n\n", "\u2028"]
)
MORE = st.sampled_from(
    ["\x00", "😀", " ", "\t", "\u00a0", "- ", "# ", "| ", "e.g. ", "he said", "No. 10", "£17m.", "{{< a. >}}", "<p>"]
)
LONGER = st.sampled_from(["a line long enough that somebody may have wrapped it at\nthe column", "in July.Next the "])


def texts(text, *stretch):
    return [text[start:end] for start, end in sentences(text, *stretch)]


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES | MORE | LONGER).map("".join)), st.data())
@example("", None)
@example("\ud800. A", None)
def test_spans_are_ordered_disjoint_trimmed_and_lose_nothing(text, data):
    start = data.draw(st.integers(0, len(text))) if data else 0
    end = data.draw(st.integers(start, len(text))) if data else len(text)
    spans = sentences(text, start, end)
    assert all(start <= a < b <= end for a, b in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)
    covered = {at for a, b in spans for at in range(a, b)}
    assert all(text[at].isspace() for at in range(start, end) if at not in covered)


ONE = [
    "Mr. Smith and Mrs. Jones met Dr. Who of St. Ives.",
    "The department put £17m. into it, or 3.5 per cent.",
    "In 1994, he was a U.S. Representative from Santa Fe.",
    "J. K. Rowling and Donald J. Trump met.",
    "Nobody here… has worked harder for them.",
    "The next flight was at 4:30 p.m. Wednesday.",
    "He lives at No. 10 Downing Street.",
    "Baker, 52, fined over flour.",
    "Use a tool, e.g. a hammer.",
    "See https://www.example.org/a.b?c=d for more.",
    "He asked, “Why?” and left.",
    'Holm replied: "They ought to pay for it."',
    "The season ended on Oct. 14 in Tampa.",
]


@pytest.mark.parametrize("text", ONE)
def test_one_sentence_stays_whole(text):
    assert texts(text) == [text]


SEVERAL = [
    ["It cost £17m.", "The money is spent."],
    ["He lives in the U.S.", "He is 61."],
    ["The show ends at 8 p.m.", "It is free."],
    ["‘We all want the ferry back.’", "Orla Finn agrees."],
    ["“It is over.”", "He left."],
    ["(It was raining.)", "He left."],
    ["« C'est fini. »", "He left."],
    ["The season ended .", "He left ."],
    ["He has cancer.", "Smith left with Clarke.", "Jones stayed."],
    ["**Communicate.**", "Working remotely is hard."],
    ["Is it?", "Yes!", "It is..."],
]


@pytest.mark.parametrize("parts", SEVERAL, ids=" ".join)
def test_several_sentences_come_apart(parts):
    assert texts(" ".join(parts)) == parts


def test_a_space_that_the_page_lost_does_not_join_sentences():
    assert texts("It ended in July.Next year it will be held in May.") == [
        "It ended in July.",
        "Next year it will be held in May.",
    ]


def test_headings_bullets_and_short_lines_stand_alone():
    lines = ["# A heading", "Related content", "- one thing", "  * another", "Read more: Deputy PM resigns", "1. First"]
    assert texts("\n".join(lines)) == [line.strip() for line in lines]


WRAPPED = (
    "The hypothesis was simple: the U.S. government could attract talented\n"
    "technologists to the civil service by enticing them with meaty problems and an\n"
    "opportunity for huge impact. The MVP was the Presidential Innovation\n"
    "Fellowship, which worked.\n"
    "- A bullet that is long enough to be wrapped at the same column as the others\n"
    "  and goes on.\n"
)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_wrapped_lines_are_one_paragraph(newline):
    found = texts(WRAPPED.replace("\n", newline))
    assert [len(sentence.splitlines()) for sentence in found] == [3, 2, 2]


def test_a_stretch_is_split_as_the_whole_is():
    spans = sentences(WRAPPED)
    assert sentences(WRAPPED, spans[1].start) == spans[1:]


def test_a_page_with_a_paragraph_a_line_breaks_at_each():
    page = "\n".join(f"Paragraph {n} of a page, long enough to have been wrapped, {'word ' * 20}" for n in range(9))
    assert len(texts(page)) == 9


def test_nothing_ends_within_a_tag():
    tag = '{{< img alt="It is over. He left." >}}'
    assert texts(tag) == [tag]


@pytest.mark.parametrize(
    "text", ["a" * 10**6, "<" * 10**6, "{{" * 500_000, "[a" * 500_000, " " * 10**6 + "a", '"' * 10**6]
)
def test_a_megabyte_without_a_sentence_takes_no_time(text):
    found = []
    assert unhurried(lambda: found.append(sentences(text))) < 2
    assert len(found[0]) == 1


@pytest.mark.skipif(not bench.SHARED.exists(), reason="the labelled articles are in ../shared, which is not here")
@pytest.mark.parametrize(("half", "f1", "spans"), [(0, 0.995, 0.995), (1, 0.98, 0.96)])
def test_the_labels_are_met_as_recorded(half, f1, spans):
    found = bench.marks(sentences, bench.labelled(half))
    assert found.f1 >= f1
    assert found.spans >= spans
