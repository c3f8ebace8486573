import pytest

from index.articles import Article, sha256_of
from index.sentences import sentences
from rag.answers import Quote
from rag.quoting import spoken_on
from rag.voices import in_own_words, one_voice, voice_asked, voiced

TEXT = (
    "The Fell helpline is to open at night, its trustees said on Monday.\n\n"
    "“A child in trouble cannot wait for the morning,” said Orla Finch, director of the Fell helpline. "
    "“We will answer at any hour.”\n\n"
    "Councillor Bram Tolley was less sure. “The money will not last the winter,” he told the Fell Gazette.\n\n"
    "Calls to the helpline are free.\n"
)
ARTICLE = Article("fell", "Helpline to open at night", TEXT, sha256_of(TEXT))


def quote(words, score=0.5):
    """The sentence that holds ``words``, as a reader would propose it."""
    at = TEXT.index(words)
    start, end = next(span for span in sentences(TEXT, 0, len(TEXT)) if span.start <= at < span.end)
    return Quote(ARTICLE.passage(start, end), score)


def test_a_quote_from_speech_carries_its_speaker_as_the_article_names_her():
    shown = voiced(quote("A child in trouble"))
    assert (shown.speech, shown.speaker.text) == ("named", "Orla Finch, director of the Fell helpline")
    assert voiced(quote("We will answer")).speaker == shown.speaker


def test_a_sentence_that_nobody_speaks_has_no_speaker():
    shown = voiced(quote("Calls to the helpline"))
    assert (shown.speech, shown.speaker) == (None, None)


def test_the_words_of_the_one_asked_about_come_first_and_others_words_not_at_all():
    candidates = [quote("The money will not", 0.9), quote("Calls to the helpline", 0.6), quote("We will answer", 0.5)]
    found = in_own_words("What did Orla Finch say about the night?", candidates)
    assert [one.passage.text[:8] for one in found] == ["“We will", "Calls to"]


def test_a_question_after_nobodys_words_leaves_the_order_as_it_is():
    candidates = [quote("The money will not", 0.9), quote("We will answer", 0.5)]
    assert in_own_words("How long will the money last?", candidates) == candidates


def test_where_the_one_asked_about_says_nothing_nobody_elses_words_are_given():
    candidates = [quote("The money will not", 0.9), quote("Calls to the helpline", 0.6)]
    found = in_own_words("What did Sunniva Agar say?", candidates)
    assert [one.passage.text[:8] for one in found] == ["Calls to"]


def test_two_people_speaking_are_no_one_voice():
    first, last = quote("We will answer").passage, quote("The money will not").passage
    assert one_voice(first)
    assert not one_voice(ARTICLE.passage(first.start, last.end))
    assert voiced(Quote(ARTICLE.passage(first.start, last.end), 0.5)).speech == "several"


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What did Orla Finch say about the night?", ["Orla Finch"]),
        ("How did the Fell Gazette describe the plan?", ["Fell Gazette"]),
        ("What was Bram Tolley's response?", ["Bram Tolley"]),
        ("According to Orla Finch, who can ring?", ["Orla Finch"]),
        ("What does the helpline say?", []),
        ("Who is Orla Finch?", []),
        ("How many calls did Orla Finch take?", []),
    ],
)
def test_whose_words_a_question_is_after(question, names):
    assert [key.text for key in voice_asked(question)] == names


def test_somebodys_words_are_quoted_to_their_end_and_no_further():
    (shown,) = spoken_on([quote("A child in trouble"), quote("We will answer")])
    assert shown.passage.text.startswith("“A child in trouble")
    assert shown.passage.text.endswith("at any hour.”")
    assert spoken_on([quote("Calls to the helpline")]) == (quote("Calls to the helpline"),)
