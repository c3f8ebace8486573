"""Where the article lies in the whole visible text of a page: the stretch of lines that reads most like prose.

Every line has a worth (``index.furniture.worths``); the body is the run of lines of the greatest sum (Kadane's),
found twice: the second time a sentence counts for less the fewer of its longer words the first run has.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from index.furniture.lines import Line
from index.furniture.worths import WORTHS, Worths, line_worths
from index.phrases import Phrases

LONG_WORD = re.compile(r"[^\W\d_]{5,}")
SMALLEST = 20  # worth of prose; less is no article
ENOUGH = 600  # worth of prose; of less there are too few words to tell what is about something else
FEWEST_SIGNS = 5
MANY_SIGNS = 10  # enough beside any amount of prose, as that of replies
ABOVE = 15  # lines between a headline and its article, at most
STEM = 5  # letters; enough to tell words apart and too few for their endings
MENU = re.compile(r"[|>»›·•]|://")
MANY_LINES = 30
MARKED = re.compile(r"^(?:[-*+#|>]|\d+\.\s)|\]\(|\{\{|^</?\w")


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


def familiar(words: set[str], said: Mapping[str, int], counted: bool) -> float:
    """The share of ``words`` that the article has elsewhere, doubled; of no words, as of common ones."""
    if not words:
        return 1.0
    return min(1.0, 2 * sum(said.get(word, 0) > counted for word in words) / len(words))


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
