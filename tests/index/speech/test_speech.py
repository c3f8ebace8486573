"""Who said it, as the article names them; where more than one reading is possible, nobody."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eval.bench import speakers as bench
from index.articles import Span
from index.speech import Quotation, quotations_of, speaker_at
from tests.timing import unhurried


def found(text):
    return quotations_of(text, (Span(0, len(text)),))


def said(text):
    """From the first words of each marked quotation to its speaker, both as the text has them."""
    return {
        text[q.start + 1 : q.end].split(" ")[0].strip(".,?!”\"'’"): q.speaker and text[slice(*q.speaker)]
        for q in found(text)
        if not q.indirect
    }


ORLA = "Orla Finn, head keeper of the lighthouse"

PLACES = {
    "before": f"{ORLA}, said: “Lamps need oil and patience.”",
    "after": f"“Lamps need oil and patience,” said {ORLA}.",
    "after, verb last": f"“Lamps need oil and patience,” {ORLA}, said.",
    "in the middle": f"“Lamps need oil,” said {ORLA}, “and a lot of patience.”",
    "according to": f"According to {ORLA}, “lamps need oil and patience”.",
    "straight marks": f'{ORLA}, said: "Lamps need oil and patience."',
    "single marks": f"‘Lamps need oil and patience,’ said {ORLA}.",
    "straight single marks": f"'Lamps need oil and patience,' said {ORLA}.",
    "a question": f"“Lamps need oil, do they not?” asked {ORLA}.",
    "a clause between": f"{ORLA}, laughed at the idea and said: “Lamps need oil and patience.”",
    "no verb but a colon": f"{ORLA}, has one rule: “Lamps need oil and patience.”",
    "told somebody": f"{ORLA}, told the Bay Courier: “Lamps need oil and patience.”",
    "an adverb": f"{ORLA}, has repeatedly warned that “lamps need oil and patience”.",
    "speaking elsewhere": f"Speaking in Dover on Monday, {ORLA}, responded: “Lamps need oil and patience.”",
}


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES.keys())
def test_the_speaker_has_name_and_role_wherever_it_stands(text):
    assert set(said(text).values()) == {ORLA}


NAMED = {
    "a role before": ("“It is a long night out here,” said chief engineer Greta Holm.", "chief engineer Greta Holm"),
    "letters after the name": (
        "Ada Poole MP, minister for lamps, said: “It is a long night.”",
        "Ada Poole MP, minister for lamps",
    ),
    "a title": ("“It is a long night out here,” said Dr Ada Poole.", "Dr Ada Poole"),
    "a rank": ("Detective Inspector Ada Poole said: “It is a long night.”", "Detective Inspector Ada Poole"),
    "a role, then the name": (
        "The minister for lamps, Ada Poole, said: “It is a long night.”",
        "The minister for lamps, Ada Poole",
    ),
    "whose director": ("“It is a long night out here,” said its director, Ada Poole.", "its director, Ada Poole"),
    "of a body": ("“It is a long night,” Ada Poole of the Lamp Trust said.", "Ada Poole of the Lamp Trust"),
    "a spokesperson": ("A spokesperson for Lampco said: “It is a long night.”", "A spokesperson for Lampco"),
    "a spokesperson of": ("A Lampco spokeswoman said: “It is a long night.”", "A Lampco spokeswoman"),
    "an organisation": ("“It is a long night out here,” said the Lamp Trust.", "the Lamp Trust"),
    "police": ("Police said the man was “known to sail at night without lamps”.", "Police"),
    "a tweet": ("“It is a long night out here,” tweeted Ada Poole.", "Ada Poole"),
    "who asked": (
        "The answer went to Ada Poole, the member for Bayside, who asked “what the lamps will cost us”.",
        "Ada Poole, the member for Bayside",
    ),
    "an unusual trade": ("“It is a long night,” Bayside tugmaster Ada Poole said.", "Ada Poole"),
    "initials": ("“It is a long night,” said harbour coach J.B. Poole, whose boat sank.", "coach J.B. Poole"),
    "a document": ("“Lamps were lit on every night of that year,” the report says.", "the report"),
    "a statement read": ("“It is a long night out here,” read a statement from the zoo.", "a statement from the zoo"),
    "one who is not named": ("“It is a long night out here,” the source said.", "the source"),
    "a body's team": ("“It is a long night out here,” Lampco’s team said.", "Lampco’s team"),
    "named by others": ("The plan, dubbed a “green lamp for all” by ministers, was read aloud.", "ministers"),
    "called for": ("Orla Finn has called for “an end to oil lamps” in the bay.", "Orla Finn"),
    "one who reports it": ("“It is a long night,” Orla Finn told keepers, according to the Bay Courier.", "Orla Finn"),
    "the words that a verb stands beside": (
        "Orla Finn condemned the plan, saying that “lamps need oil and patience”, said the Bay Courier.",
        "Orla Finn",
    ),
    "a word in what somebody tells": ("The bay has “calmed” in the south, Orla Finn said.", "Orla Finn"),
    "what leads up to the speaker": (
        "But writing for the Bay Courier, Ada Poole, a keeper in the south, said that “lamps need oil”.",
        "Ada Poole, a keeper in the south",
    ),
    "a verb before": ("Said Orla Finn: “It is a long night out here.”", "Orla Finn"),
    "what critics call it": ("They widened the law critics call “a tax on the dark sea”.", "critics"),
    "one quoted by others": ("Orla Finn was quoted in the Courier as saying oil is “dear as wine”.", "Orla Finn"),
    "who works somewhere": ("“It is a long night,” Dr Ada Poole, who keeps lamps in Bayside told us.", "Dr Ada Poole"),
    "dashes between": ("Ada Poole – who came in the spring – said lamps were “a very old idea”.", "Ada Poole"),
    "an adjective before": ("“It is a long night out here,” the departing Finn said.", "the departing Finn"),
    "a day after": ("A Lampco survey this week said half were “very tired of oil lamps”.", "A Lampco survey"),
    "the chief of a body": (
        "The Lamp Trust Chief, Ada Poole, has said it is “a long night”.",
        "The Lamp Trust Chief, Ada Poole",
    ),
    "the subject of the sentence": (
        "Orla Finn agreed that he had spoken to them, adding that she stays “as tired as ever”.",
        "Orla Finn",
    ),
    "a time of day": ("Orla Finn said the lamp at 10 a.m. ET was “far too bright for us”.", "Orla Finn"),
    "what somebody hopes": ("Orla Finn hopes the lamp will “give the bay its light back”.", "Orla Finn"),
    "a headline": ("‘Lamps are kept by oil and patience’ – head keeper Finn", "head keeper Finn"),
}


@pytest.mark.parametrize(("text", "speaker"), NAMED.values(), ids=NAMED.keys())
def test_a_speaker_is_told_by_name_role_or_body(text, speaker):
    assert set(said(text).values()) == {speaker}


def test_the_fullest_mention_before_is_the_one_given():
    text = f"{ORLA}, came first.\n\nThen it rained.\n\n“We lit it all the same,” Ms Finn said."
    assert said(text) == {"We": ORLA}


def test_a_fuller_mention_after_the_quotation_is_not_given():
    text = "“We lit it all the same,” said Orla Finn.\n\nOrla Finn, head keeper of the lighthouse, is 61."
    assert said(text) == {"We": "Orla Finn"}


def test_each_paragraph_of_one_speech_has_its_speaker():
    text = f"{ORLA}, said: “Oil burns.\n\n“Wind does not.\n\n“So we choose wind.”\n\nThe mast is 40 metres tall."
    assert [(q.start, q.speaker) for q in found(text)] == [
        (text.index(words), Span(0, len(ORLA))) for words in ("“Oil", "“Wind", "“So")
    ]


def test_a_speech_that_names_its_speaker_at_its_end_has_that_speaker_from_the_start():
    text = "“Oil burns in the wind.\n\n“So we choose the wind itself,” said Orla Finn."
    assert said(text) == {"Oil": "Orla Finn", "So": "Orla Finn"}


def test_speech_goes_on_over_furniture_between_its_paragraphs():
    text = "Orla Finn said: “Oil burns.\n\nRead more: Swans stop play\n\n“Wind does not.”"
    kept = (Span(0, text.index("Read")), Span(text.index("“Wind"), len(text)))
    assert [q.speaker for q in quotations_of(text, kept)] == [Span(0, 9)] * 2


def test_a_paragraph_of_nothing_but_speech_goes_on_from_the_one_before():
    text = "“Oil burns all night,” said Orla Finn.\n\n“Wind, however, is for nothing.”"
    assert said(text) == {"Oil": "Orla Finn", "Wind": "Orla Finn"}


def test_marked_words_in_the_sentence_after_a_quotation_are_of_the_same_speaker():
    text = "“It is old,” said Orla Finn. But the lamp is “not to be lit before the spring”, as all know."
    assert list(said(text).values()) == ["Orla Finn"] * 2


@pytest.mark.parametrize("between", ["Ada Poole keeps a lamp", "But he called it", "Lamps are old. It is"])
def test_marked_words_of_which_somebody_else_may_be_the_speaker_are_nobodys(between):
    text = f"“It is old,” said Orla Finn. {between} “not to be lit before the spring”."
    assert list(said(text).values())[-1] is None


def test_what_stands_between_two_paragraphs_ends_the_speech():
    text = "“Oil burns all night,” said Orla Finn.\n\nThe mast is tall.\n\n“Wind, however, is for nothing.”"
    assert said(text)["Wind"] is None


def test_a_quotation_inside_another_is_not_another():
    text = "“She told me ‘never trust the fog’ and left,” said Orla Finn."
    assert len(found(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The keepers' lamps and the boats' bells can be heard across the bay in winter.",
        "It's the keeper’s lamp, and that’s all there is to it, rock 'n' roll or not.",
        "In the ’80s the lamps burnt oil and nobody minded the smell.",
    ],
)
def test_apostrophes_are_no_quotation_marks(text):
    assert found(text) == ()


def test_a_plural_possessive_does_not_end_single_marks():
    text = "‘I gave the keepers’ lamps a good clean,’ said Orla Finn."
    assert [text[q.start : q.end] for q in found(text)] == ["‘I gave the keepers’ lamps a good clean,’"]


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “ghost lamp” gangs come at night.",
        "He sailed with friends who are not “true keepers” at all.",
        "The film “A Lamp at Sea” was shot on the point.",
        "“The lamp is a ghost”",
        "It was lit by Orla “Lampy” Finn of the Trust, the keepers said.",
        "Orla Finn said such “ghost” lamps are old.",
    ],
)
def test_scare_quotes_titles_and_headings_are_no_speech(text):
    assert found(text) == ()


def test_a_few_words_beside_a_verb_of_saying_are_speech():
    assert said("Orla Finn warned of an “ocean of oil” ahead.") == {"ocean": "Orla Finn"}


PRONOUNS = {
    "one woman": ("Orla Finn keeps the lamp.\n\n“It is my whole life,” she said.", "Orla Finn"),
    "a man and a woman": ("Orla Finn met Martin Poole.\n\n“It is my whole life,” she said.", "Orla Finn"),
    "two women": ("Orla Finn met Ada Poole.\n\n“It is my whole life,” she said.", None),
    "titles tell": ("Ms Okafor met Mr Okoro.\n\n“It is my whole life,” he said.", "Mr Okoro"),
    "titles contradict": ("Ms Okafor keeps the lamp.\n\n“It is my whole life,” he said.", None),
    "whose name is possessive": ("Orla Finn praised Ada Poole's lamp.\n\n“It is mine,” she added.", "Orla Finn"),
    "somebody not named": ("Orla Finn left.\n\nHer mother keeps the lamp now.\n\n“It is mine,” she said.", None),
    "the one who goes on": ("Orla Finn said Ada Poole had left.\n\n“It is mine now,” she added.", "Orla Finn"),
    "one who is shown speaking": (
        "Okoro said it rained. Okoro then showed a clip of Dagen Poole saying it was late.\n\n“It is mine,” he said.",
        None,
    ),
    "an event that is no person": (
        "Long Lamp began. Orla Finn went to Long Lamp.\n\n“It is my whole life,” she said.",
        "Orla Finn",
    ),
    "one whose age is given": ("Chigo Uzo, 56, keeps the lamp.\n\n“It is my whole life,” she said.", "Chigo Uzo"),
    "a body that told another": ("Lampco told the Bay Courier it was late.\n\n“Oil is dear,” it added.", "Lampco"),
    "two of one kind": ("Two unions met.\n\n“Oil is dear this year,” the union said.", None),
    "nobody": ("The lamp is lit.\n\n“It is my whole life,” she said.", None),
    "the role": ("Orla Finn, head keeper, spoke: “Oil burns.”\n\nThe keeper added: “It is bright.”", "Orla Finn"),
    "a body": ("The Lamp Trust said it would close.\n\nIt added: “Oil is dear this year.”", "The Lamp Trust"),
    "one who thanked another": ("Orla Finn left. She thanked Ada Poole.\n\n“It is mine,” she said.", "Orla Finn"),
    "a caption between": (
        "Orla Finn left.\n\nAda Poole lights the lamp. Bea Holm/Bay Pictures\n\n“It is mine,” she said.",
        "Orla Finn",
    ),
    "a link between": (
        "Orla Finn said it was late.\n\nLAMPS:Nurses say oil is dear\n\n“It is mine,” she added.",
        "Orla Finn",
    ),
    "somebody else, not named": ("Orla Finn said it was “dark and very cold” and another added: “It is mine.”", None),
    "somebody in the sentence": ("Dan Poole spoke. In May a judge left after he found “a great many faults”.", None),
    "the body itself": ("The Lamp Trust is “very sorry about the oil”, it said.", "Lamp Trust"),
    "the one who said so": ("Ada Poole met Bea. Orla Finn said she had told him “it was late”.", "Orla Finn"),
    "the only one in its sentence": ("Ada Poole left. Orla Finn was in Bay, where she said “it is late”.", "Orla Finn"),
    "they, of several": ("Keepers also lit a second lamp that was “far too bright for us”, they said.", "Keepers"),
    "two surnames": ("Orla Holm Finn left.\n\n“It is mine,” Holm Finn said.", "Orla Holm Finn"),
    "they, of one woman": ("Ms Finn said it was late.\n\nThey added: “Oil is dear this year.”", None),
}


@pytest.mark.parametrize(("text", "speaker"), PRONOUNS.values(), ids=PRONOUNS.keys())
def test_a_pronoun_is_resolved_only_where_one_reading_is_possible(text, speaker):
    last = found(text)[-1].speaker
    assert (last and text[slice(*last)][: len(speaker or "")]) == speaker


def test_two_people_of_one_name_are_not_told_apart_by_it():
    text = "Orla Finn lit it.\n\nAda Finn put it out.\n\n“It was dark,” Finn said."
    assert said(text) == {"It": None}


def test_of_two_people_of_one_name_the_one_who_spoke_is_meant():
    text = "Orla Finn said it rained.\n\nAda Finn put it out.\n\n“It was dark,” Finn said."
    assert said(text) == {"It": "Orla Finn"}


def test_a_thing_that_somebody_adds_is_not_said():
    assert said("Lamp oil sells for two reasons: Sailors add oil to lamps, and “it is bright”, said Orla Finn.") == {
        "it": "Orla Finn"
    }


def test_two_who_speak_as_one_are_both_named():
    assert said("“It was very dark,” said Orla Finn and Ada Poole.") == {"It": "Orla Finn and Ada Poole"}


def test_each_quotation_of_a_sentence_has_the_speaker_beside_it():
    text = "Orla Finn said “it was a very dark night”, while Ada Poole said “it was as bright as day”."
    assert [q.speaker and text[slice(*q.speaker)] for q in found(text)] == ["Orla Finn", "Ada Poole"]


@pytest.mark.parametrize("verb", ["was told that", "was described as", "was accused of being"])
def test_who_is_spoken_of_is_not_who_speaks(verb):
    assert set(said(f"Orla Finn {verb} “the last of the great keepers”.").values()) == {None}


def test_speech_without_marks_is_its_sentence():
    text = "It rained. Orla Finn said that the lamp would stay. It did."
    (only,) = found(text)
    assert only == Quotation(11, text.index(" It did"), Span(11, 20), indirect=True)


def test_what_somebody_tells_of_a_school_is_not_said_by_the_school():
    (only,) = found("The school in Bayside has no lamp at all, said Ada Poole, a keeper.")
    assert only.speaker == Span(47, 66)


def test_the_speaker_of_a_stretch_is_that_of_its_quotations():
    text = "“It was a dark night,” said Orla Finn.\n\n“It was a bright one,” said Ada Poole."
    quotations = found(text)
    first, second = quotations
    assert speaker_at(quotations, 3, 9) == ((first,), first.speaker, False)
    assert speaker_at(quotations, 0, len(text)) == ((first, second), None, True)
    assert speaker_at(quotations, first.end, second.start) == ((), None, False)


def test_a_language_without_a_table_is_an_error():
    with pytest.raises(FileNotFoundError):
        quotations_of("x", (Span(0, 1),), language="xx")


PIECES = st.sampled_from(
    ["“", "”", '"', "'", "‘", "’", " ", "\n", "\n\n", ". ", ", ", ": ", " – ", "Orla Finn", "Ms Finn", "the Lamp Trust",
     "said", "according to", "she", "added", "who", "a spokesman for", "and", "keepers", "Dr. ", "told", "it is late",
     "(", ")", "?", "😀", "\u2028", "says ", "described", "head keeper"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join)), st.data())
@example("", None)
@example("\ud800“", None)
def test_quotations_lie_in_what_is_kept_in_order_and_apart(text, data):
    start = data.draw(st.integers(0, len(text))) if data else 0
    end = data.draw(st.integers(start, len(text))) if data else len(text)
    quotations = quotations_of(text, (Span(start, end),))
    assert all(start <= q.start < q.end <= end for q in quotations)
    assert all(left.end <= right.start for left, right in pairwise(quotations))
    assert all(start <= q.speaker.start < q.speaker.end <= end for q in quotations if q.speaker)


@pytest.mark.parametrize("unit", ["“", "'a ", "a” ", "said ", "Orla Finn said ", "“a,” she said. ", "A ", "A, ", "'s"])
def test_a_long_paragraph_takes_no_age(unit):
    assert unhurried(lambda: found(unit * (60_000 // len(unit)))) < 20


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("articles", 0.95, 0.01),
        ("samples", 0.95, 0.01),
        ("news-rules", 0.88, 0.01),
        ("news-judged", 0.88, 0.02),
        ("news-judged-2", 0.88, 0.01),
        ("news-judged-3", 0.95, 0.0),
        ("news-judged-4", 0.85, 0.0),
        ("news-judged-5", 0.90, 0.0),
        ("news-judged-6", 0.87, 0.0),
        ("news-judged-7", 0.83, 0.0),
        ("news-judged-8", 0.82, 0.02),
        ("news-judged-9", 0.82, 0.0),
        ("news-judged-10", 0.81, 0.01),
    ],
)
def test_the_labels_are_met_as_recorded(name, right, wrong):
    if name != "samples" and not bench.SHARED.is_dir():
        pytest.skip("the labelled articles are in ../shared, which is not here")
    tally = bench.tally(name)
    assert tally.right / sum(tally) >= right
    assert tally.wrong / sum(tally) <= wrong


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_an_accent_may_be_a_character_of_its_own(form):
    text = unicodedata.normalize(
        form, "Aino Sääksjärvi leads it. “It is old,” Sääksjärvi said. “So am I,” said Ana Núñez."
    )
    assert list(said(text).values()) == [unicodedata.normalize(form, name) for name in ("Aino Sääksjärvi", "Ana Núñez")]
