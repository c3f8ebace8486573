"""Who is speaking in a quote, and whose words a question is after: one person's words are never given as another's."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from index.articles import Article, Passage, Span
from index.speech import Quotation, Said, quotations_of, speaker_at
from rag.answers import Quote, Speech
from rag.coverage import mentions
from rag.keys import Key, keys_of
from rag.phrases import phrases

#: What a sentence that is not spoken by the one asked about is worth beside that one's own words.
_NOT_OWN = 0.5


def said_in(passage: Passage) -> Said:
    """The quotations that ``passage`` shares words with, and their speaker, at the fullest of several mentions."""
    text = passage.article.text
    said = speaker_at(_quotations(text, passage.article.kept), passage.start, passage.end)
    speakers = [one.speaker for one in said.quotations if one.speaker]
    if said.several and len({text[span.start : span.end].split()[-1] for span in speakers}) == 1:
        return Said(said.quotations, max(speakers, key=lambda span: span.end - span.start))
    return said


def voiced(quote: Quote) -> Quote:
    """The quote with its speaker, where somebody is quoted in it."""
    said = said_in(quote.passage)
    if not said.quotations:
        return quote
    speech: Speech = "several" if said.several else "named" if said.speaker else "unnamed"
    return replace(quote, speech=speech, speaker=_passage(quote.passage.article, said.speaker))


def in_own_words(question: str, quotes: Sequence[Quote]) -> list[Quote]:
    """For "What did X say …?" the words of X first and nobody else's at all; for other questions all, as they are.

    Of several people of whom the question's names are true, the one of whom most are true is meant.
    """
    asked = voice_asked(question)
    if not asked or not quotes:
        return list(quotes)
    speakers = [_speaker(quote) for quote in quotes]
    named = [sum(mentions(one, key, headed=False) for key in asked) if one else 0 for one in speakers]
    most = max(named) or 1
    kept = [
        (quote.score * (1 if own == most else _NOT_OWN), at, quote)
        for at, (quote, own, speaker) in enumerate(zip(quotes, named, speakers, strict=True))
        if own == most or speaker is None
    ]
    return [replace(quote, score=score) for score, _, quote in sorted(kept, key=lambda one: (-one[0], one[1]))]


def voice_asked(question: str, language: str = "en") -> list[Key]:
    """The names of the one whose words the question is after; none where it is after nobody's."""
    found = phrases(language).voice.search(question)
    if not found:
        return []
    start, end = next(found.span(name) for name, who in found.groupdict().items() if who)
    return [key for key in keys_of(question) if start <= key.start < end]


def one_voice(passage: Passage) -> bool:
    """Whether no two people speak in it."""
    return not said_in(passage).several


def _speaker(quote: Quote) -> Passage | None:
    return _passage(quote.passage.article, said_in(quote.passage).speaker)


def _passage(article: Article, span: Span | None) -> Passage | None:
    return article.passage(*span) if span else None


@lru_cache(maxsize=256)
def _quotations(text: str, kept: tuple[Span, ...]) -> tuple[Quotation, ...]:
    return quotations_of(text, kept)
