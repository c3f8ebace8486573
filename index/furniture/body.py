"""Where the article lies in the whole visible text of a page: the stretch of lines that reads most like prose.

Every line has a worth, sentences above zero and what stands around articles below; the body is the run of
lines of the greatest sum (Kadane's), found twice: the second time a sentence counts for less the fewer of its
longer words the first run has. The worths were set on the first half of the pages of ``eval.bench.pages``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.furniture.lines import Line
from index.phrases import Phrases

LONG_WORD = re.compile(r"[^\W\d_]{5,}")
SMALLEST = 20  # worth of prose; less is no article
ENOUGH = 600  # worth of prose; of less there are too few words to tell what is about something else
LISTED = 12  # lines of a list after the line that announces it
ROWS = 5  # as many lines with figures in a row are a table or a programme, no menu
FEWEST_SIGNS = 5
MANY_SIGNS = 10  # enough beside any amount of prose, as that of replies
ABOVE = 15  # lines between a headline and its article, at most
STEM = 5  # letters; enough to tell words apart and too few for their endings
MENU = re.compile(r"[|>»›·•]|://")
MANY_LINES = 30
MARKED = re.compile(r"^(?:[-*+#|>]|\d+\.\s)|\]\(|\{\{|^</?\w")


@dataclass(frozen=True, slots=True)
class Worths:
    """What a line adds to a run, in words of prose."""

    longest: int = 45  # of a longer paragraph the rest counts half
    unfinished: int = 10  # a paragraph that ends without a full stop
    short: int = -9
    other: int = -9
    known: int = -4
    listed: int = -4
    row: int = 1
    heading: int = -25  # of comments, or of a box of other stories
    reply: float = 0.5  # the share that counts of a sentence below the word "Comments"
    boxed: float = 0.8  # and of one below the heading of a box of other stories
    rival: float = 0.5  # of the best run's, and another run is the article's too
    strange: float = 0.2  # the share that counts of a sentence that has no word of the article's


WORTHS = Worths()


def body(lines: Sequence[Line], reasons: Mapping[int, str], table: Phrases, worths: Worths = WORTHS) -> list[range]:
    """The runs of lines of the article in their order; none where there is too little prose for one.

    A run before or after the best that is nearly as good is the article's too, which something cut in two.
    """
    worth = line_worths(lines, reasons, table, worths)
    first, total = greatest_run(worth)
    words = [long_words(line) for line in lines]
    said = Counter(word for number in first if worth[number] > 0 for word in words[number])
    doubt = (1 - worths.strange) * min(1.0, total / ENOUGH)
    worth = [
        one if one <= 0 else one * (1 - doubt * (1 - familiar(words[n], said, n in first)))
        for n, one in enumerate(worth)
    ]
    best, total = greatest_run(worth)
    if total < SMALLEST:
        return []
    above, before = greatest_run(worth[: best.start])
    below, after = greatest_run(worth[best.stop :])
    below = range(below.start + best.stop, below.stop + best.stop)
    sides = ((above, before), (best, total), (below, after))
    return [run for run, one in sides if one >= total * worths.rival]


def line_worths(
    lines: Sequence[Line], reasons: Mapping[int, str], table: Phrases, worths: Worths = WORTHS
) -> list[float]:
    """What each line adds to a run, by itself and for where it stands."""
    worth = [worth_of(line, reasons.get(number), table, worths) for number, line in enumerate(lines)]
    for numbers, least in ((listed(lines), worths.listed), (rows(lines), worths.row)):
        for number in numbers:
            if number not in reasons:
                worth[number] = max(worth[number], least)
    for number in twice(lines):
        worth[number] = min(worth[number], worths.other)
    share = 1.0
    for number, line in enumerate(lines):
        if reasons.get(number) == "comment box":
            share = max(share * worths.reply, worths.reply**2)
        elif line.key in table.block or line.key in table.end:
            share = max(share * worths.boxed, worths.reply**2)
        worth[number] *= share if worth[number] > 0 else 1
    return worth


def worth_of(line: Line, reason: str | None, table: Phrases, worths: Worths) -> float:
    """What ``line`` adds to a run by itself."""
    if line.key in table.block or line.key in table.end:
        return worths.heading
    if reason:
        return worths.known
    words = line.words
    if line.prose:
        return words if words <= worths.longest else (words + worths.longest) / 2
    if words > 25:
        return worths.unfinished
    return worths.short if words <= 6 else worths.other


def listed(lines: Sequence[Line]) -> Iterator[int]:
    """The lines after one that ends with a colon, and that line, as far as a list is likely to go."""
    left = 0
    for number, line in enumerate(lines):
        if line.text[-1] == ":" and line.text.count(" ") >= 2:
            left = LISTED + 1
        if left:
            yield number
        left = max(left - 1, 0)


def rows(lines: Sequence[Line]) -> Iterator[int]:
    """Lines of three to twenty-five words and a figure, where several stand in a row."""
    run: list[int] = []
    for number, line in enumerate((*lines, None)):
        if line and 2 <= line.text.count(" ") < 25 and any(map(str.isdigit, line.text)):
            run.append(number)
        else:
            yield from run if len(run) >= ROWS else ()
            run = []


def familiar(words: set[str], said: Mapping[str, int], counted: bool) -> float:
    """The share of ``words`` that the article has elsewhere, doubled; of no words, as of common ones."""
    if not words:
        return 1.0
    return min(1.0, 2 * sum(said.get(word, 0) > counted for word in words) / len(words))


def twice(lines: Sequence[Line]) -> Iterator[int]:
    """The lines that stand more than once in the text, word for word."""
    times = Counter(line.text for line in lines)
    return (number for number, line in enumerate(lines) if times[line.text] > 1)


def greatest_run(worth: Sequence[float]) -> tuple[range, float]:
    """The run of the greatest sum, and the sum; the first of equals, empty where nothing is above zero."""
    best, best_sum, begin, total = range(0), 0.0, 0, 0.0
    for number, one in enumerate(worth):
        if total <= 0:
            begin, total = number, 0.0
        total += one
        if total > best_sum:
            best, best_sum = range(begin, number + 1), total
    return best, best_sum


def surrounded(lines: Sequence[Line], inside: Sequence[range], reasons: Mapping[int, str], table: Phrases) -> bool:
    """Whether what is not ``inside`` is the page around an article: bare lines, and many, or such as pages have."""
    outside = [number for number in range(len(lines)) if not any(number in run for run in inside)]
    bare = sum(not lines[n].prose and lines[n].text.count(" ") < 12 for n in outside)
    marked = sum(bool(MARKED.search(lines[n].text)) for n in outside)
    if marked * 8 > len(outside):  # the lists of Markdown are meant
        return False
    signs = {lines[n].key for n in outside if is_sign(lines[n], reasons.get(n), table)}
    if bare * 5 < len(outside) * 3:
        return len(signs) >= MANY_SIGNS
    both_ends = min(inside[0].start, len(lines) - inside[-1].stop) >= 3
    return len(signs) >= FEWEST_SIGNS or (both_ends and len(outside) >= MANY_LINES)


def is_sign(line: Line, reason: str | None, table: Phrases) -> bool:
    """Whether ``line`` stands on pages and not in articles; who wrote when stands in both."""
    return reason not in {None, "byline", "date line"} or line.key in table.cluster or "©" in line.text


def headline_above(lines: Sequence[Line], inside: range, reasons: Mapping[int, str], table: Phrases) -> int | None:
    """The line above the article that is most like its headline: of many words, told again in the article."""
    said = {word[:STEM] for number in inside for word in long_words(lines[number])}
    best, found = 0.0, None
    for number in range(inside.start - 1, max(-1, inside.start - 1 - ABOVE), -1):
        line, words = lines[number], long_words(lines[number])
        if found is not None and (reasons.get(number) == "navigation" or MENU.search(line.text)):
            break
        if number in reasons or line.words < 4 or not words or MENU.search(line.text) or table.date.search(line.text):
            continue
        told = sum(word[:STEM] in said for word in words) / len(words)
        if (like := (0.25 + told) * min(line.words, 12)) > best:
            best, found = like, number
    return found


def long_words(line: Line) -> set[str]:
    """The words of five letters and more, without capitals: few of them are in every text."""
    return set(map(str.casefold, LONG_WORD.findall(line.text)))
