"""Lines that a publisher's articles share, and stories after the end."""

from index.furniture import judged
from index.furniture.recurring import keys_of

STORY = [
    "The lighthouse on the point will be lit by wind from next spring, its keepers said on Monday.",
    "It has burnt oil since 1871, and a tanker has climbed the cliff road once a month ever since.",
    "“We counted every litre for a year before we decided,” said Greta Holm, who keeps the books.",
    "The new mast is 40 metres tall, cost £90,000 and was paid for by the harbour's own visitors.",
]
OTHER = "A baker in the upper town has made a loaf as long as the market hall and three hundred people ate of it."
SLOGAN = "The Gazette: the harbour's paper since 1902"


def left(text, dropped):
    for one in reversed(dropped):
        text = text[: one.start] + text[one.end :]
    return text


def test_a_line_that_recurs_may_be_furniture_and_a_long_sentence_or_a_single_word_is_none():
    long = "The harbour board, which runs the lighthouse and two ferries, was founded after the storm of 1898 by " * 2
    assert keys_of(f"Boats\n{SLOGAN}\n{long.strip()}.") == {SLOGAN.casefold()}


def test_a_repeated_line_goes_from_an_article():
    text = "\n".join([*STORY[:2], SLOGAN, *STORY[2:]])
    found = judged(text, repeated=frozenset({SLOGAN.casefold()}))
    assert [one.reason for one in found.dropped] == ["other"]
    assert left(text, found.dropped) == "\n".join(STORY)


def test_a_story_after_the_end_goes_only_where_it_is_about_something_else():
    text = "\n".join([*STORY, "More news", "Long loaf eaten", OTHER, OTHER.replace("baker", "cook")])
    far, near = (judged(text, about=lambda blocks, at=at: [at] * len(blocks)) for at in (0.0, 0.9))
    assert [one.reason for one in far.dropped] == ["teaser", "related story"]
    assert left(text, far.dropped).strip() == "\n".join(STORY)
    assert [one.reason for one in near.dropped] == ["teaser"]


def test_without_a_sign_of_the_end_no_story_is_another():
    assert judged("\n".join([*STORY, OTHER, OTHER]), about=lambda blocks: [0.0] * len(blocks)).dropped == ()
