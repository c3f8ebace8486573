"""Shapes in which news names a speaker beside, before or below the words, and shapes that only look so."""

import pytest

from index.articles import Span
from index.speech import quotations_of


def said(text):
    """From the first words of each marked quotation to its speaker, both as the text has them."""
    return {
        text[q.start + 1 : q.end].split(" ")[0].strip(".,?!”\"'’"): q.speaker and text[slice(*q.speaker)]
        for q in quotations_of(text, (Span(0, len(text)),))
        if not q.indirect
    }


BESIDE = {
    "a company of two names": (
        "Bright Harbour said it was late.\n\n“The oil is too dear for us,” the company added.",
        "Bright Harbour",
    ),
    "a body of three names": (
        "Bright Harbour Watch said it was late. “Oil is far too dear,” it said.",
        "Bright Harbour Watch",
    ),
    "an office, and its holder's wife": (
        "President Dan Finn and first lady Dr. Orla Finn came.\n\n“The oil is too dear,” the president said.",
        "President Dan Finn",
    ),
    "an office that is shortened": (
        "Gov. Orla Finn left.\n\n“The oil is too dear for us,” the governor told the crowd.",
        "Gov. Orla Finn",
    ),
    "who is quoted by another": (
        "Orla Finn called it “a long night for us all,” according to the Bay Courier.",
        "Orla Finn",
    ),
    "to show": ("Lampco said it was lit to show “support for all who keep the lamps” at night.", "Lampco"),
    "an email that was sent": ("“The oil is too dear for us,” read an email sent to the Bay Courier.", "an email"),
    "a lead attorney": (
        "Holm has denied it all, and her lead lawyer, Orla Finn, said on Tuesday “it remains the same”.",
        "Orla Finn",
    ),
    "places before a name": (
        "It rests on “real-time flows” of oil from Bay, Norway, Dover, as well as gas, Orla Finn, head of Lampco, said."
        "\n\n"
        "“It is a long night out here,” she said.",
        "Orla Finn, head of Lampco",
    ),
    "somebody's office": ("“The oil is too dear for us,” Mayor Orla Finn’s office said.", "Mayor Orla Finn’s office"),
    "somebody's family": ("“The oil is too dear for us,” Finn’s family wrote on Tuesday.", "Finn’s family"),
    "a shop with an s": ("“The oil is too dear for us,” Finn's said in an email.", "Finn's"),
    "a shop of two": ("Orla & Finn’s said that “the oil is far too dear for us”.", "Orla & Finn’s"),
    "a masthead": ("But “the lamp is too bright for a bay so small”, said The Economist.", "The Economist"),
    "a surname that is a month": (
        "Theresa May lit it.\n\n“The oil is too dear for us,” May said.",
        "Theresa May",
    ),
    "an executive director": (
        "“The oil is too dear for us,” Orla Finn, Executive Director of the Lamp Project, said.",
        "Orla Finn, Executive Director of the Lamp Project",
    ),
    "an age before a surname": ("Orla Finn left.\n\n“The oil is too dear,” the 74-year-old Finn said.", "Orla Finn"),
    "how somebody looked": ("Orla Finn left.\n\n“The oil is too dear,” a teary-eyed Finn said.", "Orla Finn"),
    "one of several": ("“The oil is too dear for us,” one of the keepers said.", "one of the keepers"),
    "a habit": ("“The oil is too dear for us,” Orla Finn likes to say.", "Orla Finn"),
    "no comma before saying": ("Finn pushed back at once saying, “the oil is too dear for us”.", "Finn"),
    "a ministry with its country": (
        "In its statement on Sunday, Norway's Ministry of Lamps said that “oil is too dear for us”.",
        "Norway's Ministry of Lamps",
    ),
    "a group that is named": (
        "In reply, the small lamp rights group Keepers of Bay said it “cannot light a lamp without oil”.",
        "Keepers of Bay",
    ),
    "a letter that is not in every alphabet": ("“The oil is too dear for us,” Štimac told the paper.", "Štimac"),
    "two together": ("“The oil is too dear for us,” Finn and Poole wrote in June.", "Finn and Poole"),
    "data": (
        "It was “out for four in ten nights of the winter”, according to data from Bay Trust.",
        "data from Bay Trust",
    ),
    "an epithet": (
        "Orla Finn left the bay.\n\n“The oil is too dear for us,” the Dover Democrat told reporters.",
        "Orla Finn",
    ),
    "a report that does more": (
        "The report blamed the oil more broadly, saying, “no lamp burns for long on this”.",
        "The report",
    ),
    "after another's clause": (
        "As keepers announced a strike, Finn went on, noting in June that she was “not going home”.",
        "Finn",
    ),
    "a clause of time": (
        "Orla Finn hit back after Dan Poole said he would leave, arguing he has “no lamp to keep at all”.",
        "Orla Finn",
    ),
    "commas in the clause before": (
        "It gives no boat, crew or gull a night of rest, Orla Finn, head of the Lamp Trust, said: “It is late now.”",
        "Orla Finn, head of the Lamp Trust",
    ),
    "other marks at the end": ('“The oil is too dear for us all," Orla Finn said.', "Orla Finn"),
    "other marks at the beginning": ('"The oil is too dear for us all,” Orla Finn said.', "Orla Finn"),
    "a participle before a name": (
        "Joining Finn was a gull.\n\nOrla Finn left.\n\n“The oil is too dear for us,” Finn said.",
        "Orla Finn",
    ),
    "quoted elsewhere": (
        "“The oil is too dear for us all.”\n\nKeeper Orla Finn, quoted in Bay News",
        "Keeper Orla Finn",
    ),
    "no comma after what describes": (
        "Orla Finn, a Dover-based adviser on lamps for Bay Trust said the oil was “too dear for us all”.",
        "Orla Finn",
    ),
    "no comma after a role": (
        "“The oil is too dear for us,” Orla Finn, lamp director for Bay Trust told reporters.",
        "Orla Finn",
    ),
    "where and when before the verb": (
        "Orla Finn, director of the Lamp Trust, in a post on Friday called the lamp “far too bright for us”.",
        "Orla Finn, director of the Lamp Trust",
    ),
    "a town in the name of a body": (
        "“It is a long night out here,” keeper Orla Finn, of the University of Lamps, Port Bayside, said.",
        "keeper Orla Finn",
    ),
    "a role, a body and a place": (
        "“It is a long night out here,” lead scientist Dr Orla Finn of Bay University in Dover wrote.",
        "lead scientist Dr Orla Finn of Bay University",
    ),
    "who without a comma": (
        "It was sent to Mayor Orla Finn who tweeted that “the lamp is lit again tonight”.",
        "Mayor Orla Finn",
    ),
    "a time without a comma": (
        "In a row of posts earlier this month President Orla Finn said: “The lamp is lit again.”",
        "President Orla Finn",
    ),
    "last week": ("Minister Orla Finn last Monday said the lamp is “ready to be lit again”.", "Minister Orla Finn"),
    "a possessive, a role, a verb between": (
        "Poole’s first mate Orla Finn also took a boat after the storm and said: “It is a long night.”",
        "Orla Finn",
    ),
    "a statement that said": (
        "Lampco issued a statement that said, in part, “the lamp is lit again tonight”.",
        "Lampco",
    ),
    "words that a participle follows": (
        "“Why is the lamp not lit tonight?” asked a notice blaming the town’s keepers, which was torn down.",
        "a notice",
    ),
    "a role after the words, before the name": (
        "“Lampco regrets the fire at sea,” the body’s chairman, Hamo Poole, said in a statement.",
        "the body’s chairman, Hamo Poole",
    ),
    "the first of two in a list": (
        "The boat had Orla Finn of Lampco, keeper Bea Holm of Bay Trust and a dog. “It is night,” Finn said.",
        "Orla Finn of Lampco",
    ),
    "a participle before a clause": (
        "Lampco will close. Keeper Orla Finn told of it on Monday, which was a day too late, saying the company is "
        "“almost out of the oil it needs”.",
        "Keeper Orla Finn",
    ),
    "the network": (
        "The lamps will be shown on Fox Bay News at night. Ann Holm will hold a talk that is to “give light to all”, "
        "according to the network.",
        "Fox Bay News",
    ),
    "one who reports a clause": (
        "Minister Dan Holm suggested that the lamp be put out, which “would have been a slight to all keepers”, "
        "said the Bay Courier.",
        "the Bay Courier",
    ),
    "the only one of that office": (
        "Bay rapper Ann Holm loves the sea.\n\nThe town knew it.\n\n“It is a long night,” the rapper posted on Monday.",
        "Bay rapper Ann Holm",
    ),
    "a body, where somebody did something": (
        "Bay University, where Rep. Dan Holm, D-Bayside, stated he kept a lamp, said it had a rule to “give no names”.",
        "Bay University",
    ),
    "a rank at sea": (
        "“It is a long night out here,” Coast Guard Rear Adm. Orla Finn said.",
        "Coast Guard Rear Adm. Orla Finn",
    ),
    "an object with a comma after it": (
        "When Ms Poole called her aunt on May 3, to talk of lamps, Bea “turned to the price of the oil,” "
        "according to the indictment.",
        "the indictment",
    ),
    "a pronoun and a colon": (
        "Orla Finn keeps the lamp. She also wants more oil: “It is a long night out here.”",
        "Orla Finn",
    ),
    "the government": (
        "Another study said lamps were dear. Boats must stay in as a “short-lived measure only”, the government said.",
        "the government",
    ),
    "the one who is so old": (
        "Orla Finn lit the lamp.\n\n“It is a long night out here,” the 34-year-old told the Bay Courier.",
        "Orla Finn",
    ),
    "a particle in small letters": (
        "Dr. Carlos del Poole keeps the lamp.\n\n“It is a long night out here,” del Poole said.",
        "Dr. Carlos del Poole",
    ),
    "a headline that asks": (
        "Orla Finn keeps the lamp.\n\nWill Finn light it again?\n\n“It is a long night out here,” Finn said.",
        "Orla Finn",
    ),
    "the president of a body, by name": (
        "When asked about the lamp, the president of the Lamp Trust, Orla Finn, said: “It is a long night.”",
        "the president of the Lamp Trust, Orla Finn",
    ),
    "initials without stops": (
        "KG Poole, a keeper of the lamp, said it rained.\n\n“It is a long night out here,” Poole said.",
        "KG Poole, a keeper of the lamp",
    ),
}


@pytest.mark.parametrize(("text", "speaker"), BESIDE.values(), ids=BESIDE.keys())
def test_a_speaker_is_told_whatever_commas_and_words_lie_between(text, speaker):
    assert set(said(text).values()) == {speaker}


AFTER = {
    "who told an agency": (
        "Jet2 said it rained. Keeper Martin Poole was moved twice in May with his two dogs, he told the agency PA.\n\n"
        "“It was a long night,” he told PA. “We saw the fire on the hill.”"
    ),
    "a relative clause with a number": (
        "“It was a long night out here,” said Bay’s Martin Poole, who was No. 2 in the race. “We saw the fire.”"
    ),
    "one who reports it": "“It was a long night,” Martin Poole said, according to the Bay Courier. “We saw the fire.”",
    "a joining word": "“It was a long night out here,” Martin Poole said. But “we saw the fire on the hill.”",
    "more of the sentence": (
        "“It was a long night,” Martin Poole said. “We saw the fire on the hill,” with all boats out at sea."
    ),
    "a full stop before the speaker": "“We saw the fire on the hill.” Martin Poole said in a statement.",
    "a caption between": (
        "“It was a long night,” said Martin Poole.\n\nThe fire on the hill. Bea Holm/Bay Pictures\n\n“We saw the fire.”"
    ),
    "a colon at the end of the paragraph": "Keeper Martin Poole had one thing for them:\n\n“We saw the fire.”",
    "a statement that is announced": (
        "Keeper Martin Poole thanked the crews in a statement.\n\n“We saw the fire on the hill.”"
    ),
    "a line that signs": "TODAY’S WORDS\n\n“We saw the fire on the hill.”\n\n-- Martin Poole",
    "a line that signs, with a role": (
        "TODAY’S WORDS\n\n“We saw the fire on the hill.”\n\n— Keeper Martin Poole, on his boat"
    ),
    "the same subject": (
        "Martin Poole said it rained.\n\nPoole walked past the keeper Dan Holm.\n\n“We saw the fire,” he said."
    ),
    "a team that is nobody": (
        "Martin Poole said it rained.\n\nThe boat lost to the Bayside Lamps.\n\n“We saw the fire,” he said."
    ),
    "a role that comes later": (
        "Okoro Poole, head keeper of the lamp, lit it.\n\n“We saw the fire on the hill,” he said."
    ),
    "one who is urged": (
        "Martin Poole said it rained.\n\nThe town urged Mr Holm to light it.\n\n“We saw the fire,” he added."
    ),
}


@pytest.mark.parametrize("text", AFTER.values(), ids=AFTER.keys())
def test_the_words_that_follow_have_the_same_speaker(text):
    assert "Poole" in (said(text)["We" if "We" in said(text) else "we"] or "")


NOBODY = {
    "any": (
        "Any hopes that the light would stay were dashed early, when the visitors denied a request for a talk about "
        "the island’s “special needs and many duties” on that day."
    ),
    "a reporter who signs": (
        "Orla Finn spoke.\n\n— Dan Holm\n\nIt rained.\n\n“It is a long night out here.”\n\n— Bea Poole"
    ),
    "one whose first name is the family's": (
        "President Dan Holm met Obi Wenzhong.\n\n"
        "Obi opened the talk with a letter, in which he decried “cold and endless nights out here”."
    ),
    "a man without a name": (
        "Keeper Dan Holm lit the lamp. The Bayside man sent a note to Holm, News 18 reported. "
        "“It is a long night,” he said."
    ),
    "who took the picture": "The town came out on Sunday. Dan Holm for BNN\n\n“It is a long night out here,” he said.",
    "a subject after but": (
        "The government said it had oil but the report, by a body of the Commons in Bay, said that lamps "
        "should be “seen from afar by all”."
    ),
    "a site after the government": (
        "The government said it rained.\n\nBy May the boats, “with no oil left in them”, were lost, the site continued."
    ),
    "an office that two have": (
        "Mayor Ada Poole came. Mayor Bea Holm came.\n\nThe lamp was lit.\n\n“It is a long night,” the mayor said."
    ),
    "a surname that two have": (
        "Keeper Ada Poole came. Keeper Bea Poole came. Orla Finn left.\n\n"
        "Poole was on the boat.\n\n“It is a long night,” she said."
    ),
    "a verb that says something else": (
        "Lampco went on to see the harbour at night.\n\nThe lamp at sea is lit. “It is a long night out here.”"
    ),
}


@pytest.mark.parametrize("text", NOBODY.values(), ids=NOBODY.keys())
def test_what_only_looks_like_a_speaker_is_none(text):
    assert set(said(text).values()) <= {None}


def test_a_son_is_not_given_his_fathers_words():
    text = "President Dan Holm came.\n\n“It is a long night out here,” Holm Jr. wrote."
    assert said(text) == {"It": "Holm Jr"}


def test_the_government_is_no_body_that_was_named_before():
    text = "The Lamp Trust said it rained.\n\n“It is a long night out here,” the government said."
    assert said(text) == {"It": "the government"}
