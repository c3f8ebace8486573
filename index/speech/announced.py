"""Who is named beside a paragraph of nothing but marked words: in the line that leads up to it, or that signs it."""

import re
from collections.abc import Iterator

from index.articles import Span
from index.phrases.speech import QUOTE
from index.speech.antecedents import resolve
from index.speech.attributions import alone
from index.speech.candidates import described
from index.speech.context import Context, Speaker, words_in
from index.speech.openings import first_subject, segments
from index.speech.paragraphs import Page, Paragraph, Sentence
from index.speech.people import Name
from index.speech.references import NAME, Reference
from index.speech.subjects import noun_phrase

GAP = 4  # characters between two paragraphs
_DASHES = ("-", "–", "—")
_DASH = re.compile(r"(?:^|\n)[ \t]*(--|[—–-])[ \t]*$")


def leads_up(sentence: Sentence, context: Context) -> Speaker | None:
    """Whose words come next, where a sentence without a verb of saying ends in a colon or "in a statement"."""
    masked, table = context.masked, context.table
    if not masked[sentence.end : sentence.end + GAP].lstrip().startswith(QUOTE):
        return None
    colon = masked[sentence.start : sentence.end].rstrip().endswith(":")
    if not colon and not table.leading_up.search(masked, max(sentence.start, sentence.end - 80), sentence.end):
        return None
    who = first_subject(masked, Span(sentence.start, sentence.end), table)
    if who is None or who.kind != NAME or (colon and not alone(masked, sentence.start, sentence.end, who, table)):
        return None
    speaker = resolve(who, sentence.start, sentence.end, context)
    statement = colon and not table.writings.isdisjoint(words_in(sentence.start, sentence.end, context))
    return speaker if speaker and (statement or len(speaker.key) > 1) else None


def signed(page: Page, context: Context) -> Iterator[tuple[int, Speaker]]:
    """The paragraphs of marked words that the next line signs, "-- Ada Poole, keeper", each with who signs it."""
    lines = [(at, who) for at, one in enumerate(page.paragraphs) if (who := signature(one, context))]
    quotes = {at for at, _ in lines if at and only_quotes(page.paragraphs[at - 1])}
    bylines = any(at not in quotes for at, _ in lines)  # its reporters sign so
    for at, who in lines:
        name = who.name
        plainly = not bylines and dash_before(page.masked, who.start) == "--"
        if at not in quotes or name is None or not (plainly or has_role(name, page.paragraphs[at], context)):
            continue
        speaker = resolve(who, who.start, who.end, context)
        if speaker is not None:
            yield at - 1, speaker


def signature(paragraph: Paragraph, context: Context) -> Reference | None:
    """The person with whom a line that a dash begins, begins."""
    first = paragraph.sentences[0] if paragraph.sentences else None
    if first is None or first.marks:
        return None
    source = context.table.quoted_in.search(context.masked, first.start, first.end)
    if not source and not dash_before(context.masked, first.start):
        return None
    who = noun_phrase(context.masked, *segments(context.masked, first.start, first.end)[0], context.table)
    return who if who and who.kind == NAME and who.name and who.name.person else None


def dash_before(masked: str, at: int) -> str:
    """The dash with which the line begins whose first word stands at ``at``; nothing if none does."""
    if masked[max(0, at - GAP) : at].rstrip()[-1:] not in _DASHES:
        return ""
    dash = _DASH.search(masked, max(0, at - 2 * GAP), at)
    return dash[1] if dash else ""


def has_role(name: Name, line: Paragraph, context: Context) -> bool:
    """Whether ``line`` says more of its person than the name."""
    if context.table.quoted_in.search(context.masked, line.sentences[0].start, line.sentences[0].end):
        return True
    return name.titled or name.start > line.sentences[0].start or described(name, context)


def only_quotes(paragraph: Paragraph) -> bool:
    """Whether ``paragraph`` is nothing but marked words."""
    return bool(paragraph.sentences) and all(one.only_marks for one in paragraph.sentences)
