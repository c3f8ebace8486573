"""Quoted speech, and who is speaking as the article names them.

Wrong is worse than unknown: where two people may be meant, or the words around a quotation have no shape that is known,
the speaker is None. Here the parts are put together, from paragraph to paragraph: quotation marks (paragraphs), verbs
of saying and their subjects (attributions), names (people), pronouns (antecedents), which verb governs what (marked).
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.articles import Span
from index.phrases.speech import CAPITAL, QUOTE, Speech, speech
from index.speech.announced import leads_up, signed
from index.speech.antecedents import bound, resolve
from index.speech.attributions import attributions
from index.speech.context import Context, Speaker, Turn, back, words_in
from index.speech.cues import ACCORDING
from index.speech.marked import FRAGMENT, Saying, governs_at_once, is_name, is_title, runs_in, speaker_of
from index.speech.paragraphs import Page, Paragraph, Sentence, page_of
from index.speech.people import gathered, names

LINK = re.compile(rf"[^:.!?\n]{{2,80}}+[?!]?:[{CAPITAL}{QUOTE}]")


class Quotation(NamedTuple):
    """Words that somebody said, with their marks, in one paragraph; or a sentence that reports them without marks."""

    start: int
    end: int
    speaker: Span | None
    indirect: bool = False


class Said(NamedTuple):
    """The quotations that a stretch overlaps, and the one speaker they have; None where untold or ``several``."""

    quotations: tuple[Quotation, ...]
    speaker: Span | None
    several: bool = False


class Found(NamedTuple):
    """A quotation before its speaker is settled: one that may still come from the paragraphs around it."""

    span: Span
    speaker: Speaker | None
    indirect: bool
    settled: bool


def quotations_of(text: str, kept: Sequence[Span], language: str = "en") -> tuple[Quotation, ...]:
    """What is said in the ``kept`` stretches, in order and disjoint, each with its speaker."""
    table = speech(language)
    page = page_of(text, kept, table)
    sentences = [sentence for paragraph in page.paragraphs for sentence in paragraph.sentences]
    known = gathered(name for one in sentences for name in names(page.masked, one.start, one.end, table))
    context = Context(page.masked, known, [], set(), table)
    found: list[list[Found]] = []
    previous: Speaker | None = None
    for number, paragraph in enumerate(page.paragraphs):
        runs_on = number > 0 and page.paragraphs[number - 1].runs_on
        here, previous = spoken(text, page, paragraph, previous, runs_on, context)
        found.append(here)
    for number, speaker in signed(page, context):
        found[number] = [
            one._replace(speaker=speaker) if one.speaker is None and not one.settled else one for one in found[number]
        ]
    return tuple(
        Quotation(*one.span, one.speaker.span if one.speaker else None, one.indirect) for one in told_later(page, found)
    )


def speaker_at(quotations: Sequence[Quotation], start: int, end: int) -> Said:
    """What of ``quotations`` lies in ``[start, end)``, and the one speaker of it."""
    found = tuple(one for one in quotations if one.start < end and start < one.end)
    speakers = {one.speaker for one in found}
    if len(speakers - {None}) > 1:
        return Said(found, None, several=True)
    return Said(found, speakers.pop() if len(speakers) == 1 else None)


def spoken(
    text: str, page: Page, paragraph: Paragraph, previous: Speaker | None, runs_on: bool, context: Context
) -> tuple[list[Found], Speaker | None]:
    """What ``paragraph`` holds, and who is speaking at its end; ``previous`` spoke at the end of the one before."""
    found: list[Found] = []
    if is_heading(text, paragraph) and not runs_on:
        return found, previous
    aside = is_aside(page.masked, paragraph, context.table)
    carried = runs_on or all(sentence.only_marks for sentence in paragraph.sentences)
    current = previous if carried else None
    for sentence in paragraph.sentences:
        said = sayings(page.masked, sentence, context)
        if sentence.marks:
            found += quoted(text, page.masked, sentence, said, current, context)
        else:
            found += reported(page.masked, sentence, said)
        context.heard.update(who.key for _, who in said if who)
        at = said[0][0].who.start if said else sentence.end
        if not aside:
            who_spoke = tuple(who for _, who in said)
            context.turns.append(Turn(sentence.start, sentence.end, who_spoke, sentence.only_marks, at))
        if not sentence.only_marks:
            current = only(said) if said or sentence.marks else leads_up(sentence, context)
    passed_over = aside and not any(sentence.marks for sentence in paragraph.sentences)
    return found, previous if passed_over else current


def is_heading(text: str, paragraph: Paragraph) -> bool:
    """Whether ``paragraph`` is marked words that end as no sentence does."""
    if paragraph.runs_on or len(paragraph.sentences) != 1 or not paragraph.sentences[0].only_marks:
        return False
    return text[paragraph.sentences[0].marks[-1].end - 2] not in ".,!?…–—"


def is_aside(masked: str, paragraph: Paragraph, table: Speech) -> bool:
    """Whether ``paragraph`` is a caption, or a link as some publishers set it: "LAMPS:Keepers want oil"."""
    if not paragraph.sentences:
        return False
    begin, end = paragraph.sentences[0].start, paragraph.sentences[-1].end
    whole = masked[end - 1] in f".?!{QUOTE}"
    return LINK.match(masked, begin, end) is not None or (
        not whole and table.credit.search(masked, max(begin, end - 90), end) is not None
    )


def sayings(masked: str, sentence: Sentence, context: Context) -> list[Saying]:
    """The verbs of saying in ``sentence``, each with its speaker."""
    stretch = Span(sentence.start, sentence.end)
    found: list[Saying] = []
    for one in attributions(masked, stretch, context.table):
        who = bound(one.who, found, context) or resolve(one.who, sentence.start, sentence.end, context)
        if one.verb != ":" or (who and len(who.key) > 1):
            found.append((one, who))
    return found


def only(said: Sequence[Saying]) -> Speaker | None:
    """The one speaker of ``said``; not who reports it: "she said, according to the Bay Courier"."""
    own = [one for one in said if one[0].verb != ACCORDING] or said
    speakers = {who.key if who else None: who for _, who in own}
    return speakers.popitem()[1] if len(speakers) == 1 else None


def reported(masked: str, sentence: Sentence, said: Sequence[Saying]) -> list[Found]:
    """The sentence as speech without marks, if it has a verb of saying."""
    if not said:
        return []
    inside = masked[sentence.start : sentence.end]
    start = sentence.start + len(inside) - len(inside.lstrip())
    return [Found(Span(start, start + len(inside.strip())), only(said), indirect=True, settled=True)]


def quoted(
    text: str, masked: str, sentence: Sentence, said: Sequence[Saying], current: Speaker | None, context: Context
) -> list[Found]:
    """The marked words of ``sentence`` that are speech."""
    table = context.table
    found: list[Found] = []
    for mark in sentence.marks:
        words = table.word.findall(text, *mark)
        at_once = any(governs_at_once(masked, one, mark) for one, _ in said)
        named = not at_once and is_name(masked, sentence.start, mark, table)
        if not words or named or (is_title(words) and runs_in(masked, mark)):
            continue
        attributed, who = speaker_of(text, masked, mark, len(words), said, table)
        if not attributed and (
            sentence.only_marks
            or (not said and (begins(masked, sentence, mark, words) or goes_on(sentence, mark, words, context)))
        ):
            who = current
        if attributed or who or (len(words) >= FRAGMENT and not is_title(words)):
            found.append(Found(mark, who, indirect=False, settled=attributed))
    return found


def begins(masked: str, sentence: Sentence, mark: Span, words: Sequence[str]) -> bool:
    """Whether a sentence begins with ``mark``, more than a term: "“It was late when they came,” at the harbour"."""
    return len(words) >= FRAGMENT and not masked[sentence.start : mark.start].strip()


def goes_on(sentence: Sentence, mark: Span, words: Sequence[str], context: Context) -> bool:
    """Whether ``mark`` is still of the one quoted in the sentence before: "…,” said Poole. The lamp “is to be lit”"."""
    last = next(back(context.turns, 1), None)
    if last is None or QUOTE not in context.masked[last.start : last.end]:
        return False
    if len(words) <= FRAGMENT or not words[0][0].islower() or not runs_in(context.masked, mark):
        return False
    before = {word.partition("'")[0] for word in words_in(sentence.start, mark.start, context)}
    return before.isdisjoint(context.table.pronouns) and not context.names.between(sentence.start, mark.start)


def told_later(page: Page, found: Sequence[list[Found]]) -> Iterator[Found]:
    """All of ``found``; what runs on into a paragraph that tells the speaker has that speaker."""
    settled = [list(here) for here in found]
    for at in range(len(settled) - 2, -1, -1):
        if page.paragraphs[at].runs_on and settled[at] and settled[at + 1]:
            last, following = settled[at][-1], settled[at + 1][0]
            if last.speaker is None and not last.settled:
                settled[at][-1] = last._replace(speaker=following.speaker)
    for here in settled:
        yield from here
