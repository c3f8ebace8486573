"""What can be asked of an article without understanding it: templates, filled with words of the article itself."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from eval.topics import Topic, topic_of
from index.articles import Article, Span
from index.periods import Period, periods
from index.sentences import sentences
from index.speech import quotations_of
from index.words import STOP_WORDS
from rag.figures import figures

#: Of a quotation or a sentence that is worth a question, in characters.
SHORTEST, LONGEST = 40, 400
_STOP = "|".join(sorted((STOP_WORDS | {"next", "cannot"}) - {"of"}))
#: The thing counted: words in small letters after a figure, "of" among them, up to where something else begins.
_COUNTED = re.compile(rf"\s+((?!(?:{_STOP})\b)[a-z][a-z-]+(?:\s+(?!(?:{_STOP})\b)[a-z][a-z-]+)*)(?=[.,;:!?)”]|\s|$)")
#: How many words name a thing well enough to ask how many there were of it.
FEWEST_COUNTED, MOST_COUNTED = 2, 6
#: A figure of these is one for each day or so, and not how many there were.
_RATE = re.compile(r"\b(?:every|each|per|an?)\s+(?:hour|day|night|week|month|year|minute)\b", re.IGNORECASE)
#: A period that can follow the thing counted as it stands.
_WHEN = re.compile(r"(?:in|between|since|during|by|before|after|on|from|over|until)\s", re.IGNORECASE)
#: Where another clause begins, of which a period may be instead.
_CLAUSE = re.compile(
    r",(?!\d)|[;:—–]|\b(?:that|which|who|whose|as|when|while|after|before|because|and|but)\b", re.IGNORECASE
)
#: Plurals that do not end in "s".
_PLURALS = frozenset(["children", "people", "men", "women", "police", "staff", "youngsters"])
_UNITS = frozenset(["years", "months", "weeks", "days", "hours", "minutes", "times"])
#: How a question for a figure ends that names no period.
TIMELESS = " are reported?"
#: A speaker is named in so many words at most; one who is called by these is not named.
MOST_NAMING = 8
_PRONOUNS = frozenset(["its", "his", "her", "their", "our", "my", "your", "this", "that", "one"])


class Proposal(NamedTuple):
    """A question, and where its article answers it."""

    kind: str
    question: str
    article: Article
    quote: Span
    answer: Span | None = None
    speaker: Span | None = None


def proposals(article: Article) -> Iterator[Proposal]:
    """The questions that the templates make of an article; of its figures only, where its headline names no topic."""
    stretches = [span for kept in article.kept for span in sentences(article.text, kept.start, kept.end)]
    prose = [span for span in stretches if _is_prose(article.text[span.start : span.end])]
    topic = topic_of(article, prose)
    if topic:
        yield from _of_headline(article, topic, prose)
        yield from _of_speech(article, topic)
    for span in prose:
        named = periods(article.text, span.start, span.end)
        dated = [one for one in named if not one.relative]
        yield from _of_figures(article, span, named)
        if topic and len(dated) == len(named) == 1:
            yield from _of_period(article, topic, span, dated[0])


def _of_headline(article: Article, topic: Topic, prose: list[Span]) -> Iterator[Proposal]:
    """The first sentence, where it is about the topic and tells something."""
    for span in prose[:1]:
        told = article.text[span.start : span.end]
        if topic.within(told) and not told.rstrip("”’\"'").endswith("?"):
            yield Proposal("headline", f"What is reported about {topic.phrase}?", article, span)


def _of_speech(article: Article, topic: Topic) -> Iterator[Proposal]:
    """Only where somebody is quoted in so many words, with a beginning, and by name.

    What is said may be about something else: then the question asks what they say in the report.
    """
    for said in quotations_of(article.text, article.kept):
        if said.speaker and not said.indirect and SHORTEST <= said.end - said.start <= LONGEST:
            quote, name = Span(said.start, said.end), name_of(article.text, said.speaker)
            about = "" if topic.within(article.text[said.start : said.end]) else " in the report"
            begins = article.text[said.start : said.end].lstrip("“‘\"'")[:1]
            if name and begins.isupper() and not topic.within(article.text[name.start : name.end]):
                asked = f"What did {_in_a_sentence(article.text, name)} say{about} about {topic.phrase}?"
                yield Proposal("quote", asked, article, quote, speaker=name)


def _of_figures(article: Article, span: Span, named: Sequence[Period]) -> Iterator[Proposal]:
    """How many there were of what a figure counts, and when, if the sentence names one period, in so many words."""
    when = _when(article.text, named[0]) if len(named) == 1 and not named[0].relative else ""
    if (named and not when) or _RATE.search(article.text, span.start, span.end):
        return
    for figure in figures(article.text[span.start : span.end]):
        answer = Span(span.start + figure.start, span.start + figure.end)
        counted = _COUNTED.match(article.text, answer.end, span.end)
        words = _noun(counted[1].split()) if counted else []
        plain = {form for form in figure.asks if form.startswith("#") and not form.endswith("%")} - {"#1"}
        in_a_period = any(one.start < answer.end and answer.start < one.end for one in named)
        share = article.text.startswith(" in ", answer.start - 4)  # "four in 10 pupils"
        one = article.text[answer.start : answer.end].lower() in ("a", "an")
        if plain and FEWEST_COUNTED <= len(words) <= MOST_COUNTED and not (in_a_period or share or one):
            were = f" were there {when}?" if when else TIMELESS
            yield Proposal("figure", f"How many {' '.join(words)}{were}", article, span, answer)


def _noun(words: list[str]) -> list[str]:
    """The plural that the words name, without a participle after it; none where they name something else."""
    while words and words[-1].endswith(("ed", "ing")):
        words = words[:-1]
    head = words[words.index("of") - 1] if "of" in words[1:-1] else words[-1] if words else ""
    plural = head in _PLURALS or (head.endswith("s") and not head.endswith(("ss", "us", "is")))
    broken = not words or "of" in (words[0], words[-1]) or words[0] in _UNITS or bool(list(figures(words[0])))
    return words if plural and not broken else []


def _of_period(article: Article, topic: Topic, span: Span, period: Period) -> Iterator[Proposal]:
    """What is said of the topic for a period in its own clause: in another the period may be that of something else."""
    found, when = topic.within(article.text[span.start : span.end]), _when(article.text, period)
    if not (found and when):
        return
    first, last = span.start + found.start(), span.start + found.end()
    between = article.text[last : period.start] if last <= period.start else article.text[period.end : first]
    if not _CLAUSE.search(between.lstrip(", ") if first > period.start else between):
        yield Proposal("when", f"What is said about {topic.phrase} {when}?", article, span)


def _when(text: str, period: Period) -> str:
    """The period as it follows in a sentence; empty where it has no preposition."""
    told = _on_a_line(text, Span(period.start, period.end))
    return told[0].lower() + told[1:] if _WHEN.match(told) else ""


def name_of(text: str, speaker: Span) -> Span | None:
    """Without what follows a comma or "of": an office, an age; None where nobody is named, or at length."""
    told = text[speaker.start : speaker.end]
    comma = told.find(",")
    named = told[:comma] if comma > 0 else told
    of = named.find(" of ")
    if of > 0 and sum(word[0].isupper() for word in named[:of].split()) > 1:
        named = named[:of]
    words = named.split()
    by_name = any(word[0].isupper() for word in words[1:] or words) and words[0].lower() not in _PRONOUNS
    return Span(speaker.start, speaker.start + len(named)) if by_name and len(words) <= MOST_NAMING else None


def _in_a_sentence(text: str, name: Span) -> str:
    """The name with a small "the" or "a"."""
    told = _on_a_line(text, name)
    first, _, rest = told.partition(" ")
    return f"{first.lower()} {rest}" if first in ("A", "An", "The") else told


def _on_a_line(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split())


def _is_prose(sentence: str) -> bool:
    return SHORTEST <= len(sentence) <= LONGEST and sentence.rstrip("”’\"'")[-1:] in ".!?"
