"""What each line of a page adds to the stretch that is its article: sentences much, what stands around articles less.

The worths were set on the first half of the pages of ``eval.bench.pages``, ``amid`` on the test pages of Mozilla's
Readability.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.furniture.lines import Line
from index.phrases import Phrases

LISTED = 12  # lines of a list after the line that announces it
ROWS = 5  # as many lines with figures in a row are a table or a programme, no menu
PARAGRAPH = 12  # words; a shorter sentence may be a teaser's


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
    amid: int = -1
    heading: int = -25  # of comments, or of a box of other stories
    reply: float = 0.5  # the share that counts of a sentence below the word "Comments"
    boxed: float = 0.8  # and of one below the heading of a box of other stories
    rival: float = 0.5  # of the best run's, and another run is the article's too
    strange: float = 0.2  # the share that counts of a sentence that has no word of the article's


WORTHS = Worths()


def line_worths(
    lines: Sequence[Line], reasons: Mapping[int, str], table: Phrases, worths: Worths = WORTHS
) -> list[float]:
    """What each line adds to a run, by itself and for where it stands."""
    worth = [worth_of(line, reasons.get(number), table, worths) for number, line in enumerate(lines)]
    better = ((listed(lines), worths.listed), (rows(lines), worths.row), (amid(lines), worths.amid))
    for numbers, least in better:
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


def amid(lines: Sequence[Line]) -> Iterator[int]:
    """The lines with a paragraph right above and right below: a heading or a caption inside the article."""
    for number in range(1, len(lines) - 1):
        if all(line.prose and line.words >= PARAGRAPH for line in (lines[number - 1], lines[number + 1])):
            yield number


def twice(lines: Sequence[Line]) -> Iterator[int]:
    """The lines that stand more than once in the text, word for word."""
    times = Counter(line.text for line in lines)
    return (number for number, line in enumerate(lines) if times[line.text] > 1)
