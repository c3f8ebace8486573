"""What can be asked of an article without understanding it: templates, filled with words of the article itself."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.articles import Article, Span
from index.periods import Period, periods
from index.sentences import sentences
from index.speech import quotations_of
from index.words import STOP_WORDS, words_of
from rag.figures import figures

#: Of a quotation or a sentence that is worth a question, in characters.
SHORTEST, LONGEST = 40, 400
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_STOP = "|".join(sorted(STOP_WORDS - {"of"}))
#: The thing counted: words in small letters after a figure, "of" among them, up to where something else begins.
_COUNTED = re.compile(rf"\s+((?!(?:{_STOP})\b)[a-z][a-z-]+(?:\s+(?!(?:{_STOP})\b)[a-z][a-z-]+)*)(?=[.,;:!?)”]|\s|$)")
#: How many words name a thing well enough to ask how many there were of it.
FEWEST_COUNTED, MOST_COUNTED = 2, 6
#: A period that can follow the thing counted as it stands.
_WHEN = re.compile(r"(?:in|between|since|during|by|before|after|on|from|over|until)\s", re.IGNORECASE)


class Proposal(NamedTuple):
    """A question, and where its article answers it."""

    kind: str
    question: str
    article: Article
    quote: Span
    answer: Span | None = None
    speaker: Span | None = None


def proposals(article: Article) -> Iterator[Proposal]:
    """The questions that the templates make of an article; none where no topic can be told from its headline."""
    topic = topic_of(article)
    if topic is None:
        return
    stretches = [span for kept in article.kept for span in sentences(article.text, kept.start, kept.end)]
    prose = [span for span in stretches if _is_prose(article.text[span.start : span.end])]
    yield from _of_headline(article, topic, prose)
    yield from _of_speech(article, topic)
    for span in prose:
        named = periods(article.text, span.start, span.end)
        dated = [one for one in named if not one.relative]
        yield from _of_figures(article, span, dated)
        yield from _of_period(article, topic, span, dated)


def topic_of(article: Article) -> str | None:
    """The longest run of words of the headline, three at most, that its text says twice; None if none is."""
    words = _WORD.findall(article.title)
    text = " ".join(words_of(article.text)).lower()
    for size in (3, 2, 1):
        for first in range(len(words) - size + 1):
            run = words[first : first + size]
            if all(word.lower() not in STOP_WORDS and len(word) > 2 for word in run):
                joined = " ".join(run)
                if text.count(joined.lower()) > 1:
                    return joined
    return None


def _of_headline(article: Article, topic: str, prose: list[Span]) -> Iterator[Proposal]:
    for span in prose[:1]:
        yield Proposal("headline", f"What is reported about {topic}?", article, span)


def _of_speech(article: Article, topic: str) -> Iterator[Proposal]:
    """Only where somebody is quoted in so many words, and by name."""
    for said in quotations_of(article.text, article.kept):
        if said.speaker and not said.indirect and SHORTEST <= said.end - said.start <= LONGEST:
            name = Span(said.speaker.start, _end_of_name(article.text, said.speaker))
            question = f"What did {_on_a_line(article.text, name)} say about {topic}?"
            yield Proposal("quote", question, article, Span(said.start, said.end), speaker=name)


def _of_figures(article: Article, span: Span, dated: list[Period]) -> Iterator[Proposal]:
    """How many there were of what a figure counts, and when, if the sentence names one period."""
    spoken = [one for one in dated if _WHEN.match(article.text, one.start)]
    when = (
        f" {_on_a_line(article.text, Span(spoken[0].start, spoken[0].end))}" if len(spoken) == len(dated) == 1 else ""
    )
    for figure in figures(article.text[span.start : span.end]):
        answer = Span(span.start + figure.start, span.start + figure.end)
        counted = _COUNTED.match(article.text, answer.end, span.end)
        words = counted[1].split() if counted else []
        plain = {form for form in figure.asks if form.startswith("#") and not form.endswith("%")} - {"#1"}
        in_a_period = any(one.start < answer.end and answer.start < one.end for one in dated)
        share = article.text.startswith(" in ", answer.start - 4)  # "four in 10 pupils"
        if plain and FEWEST_COUNTED <= len(words) <= MOST_COUNTED and _is_noun(words) and not (in_a_period or share):
            yield Proposal("figure", f"How many {' '.join(words)}{when}?", article, span, answer)


def _is_noun(words: list[str]) -> bool:
    """As far as can be told: it neither begins nor ends in the middle, and is no more than a stretch of time."""
    units = {"years", "months", "weeks", "days", "hours", "minutes", "times"}
    return "of" not in (words[0], words[-1]) and words[0] not in units and not list(figures(words[0]))


def _of_period(article: Article, topic: str, span: Span, dated: list[Period]) -> Iterator[Proposal]:
    if len(dated) == 1 and topic.lower() in article.text[span.start : span.end].lower():
        when = _on_a_line(article.text, Span(dated[0].start, dated[0].end))
        yield Proposal("when", f"What is said about {topic} {when}?", article, span)


def _end_of_name(text: str, speaker: Span) -> int:
    """Without what follows a comma: an office, an age."""
    comma = text.find(",", speaker.start, speaker.end)
    return comma if comma > speaker.start else speaker.end


def _on_a_line(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split())


def _is_prose(sentence: str) -> bool:
    return SHORTEST <= len(sentence) <= LONGEST and sentence.rstrip("”’\"'")[-1:] in ".!?"
