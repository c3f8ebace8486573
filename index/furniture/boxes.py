"""Menus, boxes of headlines and what comes after the article, by their headings and the lines beside them."""

import re
from collections.abc import Mapping, Sequence

from index.furniture.lines import PROSE_WORDS, Line, words
from index.phrases import Phrases

LARGEST_BOX = 24  # headlines
MOST_ENDS = 10  # a text in which everything ends the article is none
ITEM = re.compile(r"\s{2,}|\s+[|›»>]\s+")
ADDRESS = re.compile(r"https?://\S+")

Reasons = dict[int, str]  # from the number of a line to why it goes


def clustered(lines: Sequence[Line], _: Mapping[int, str], table: Phrases) -> Reasons:
    """Three or more lines in a row that are words of a menu or of a sharing bar."""
    words_of_menus = [table.cluster.get(line.key, "") for line in lines]
    found: Reasons = {}
    for number in range(len(lines) - 2):
        three = words_of_menus[number : number + 3]
        if all(three):
            found |= zip(range(number, number + 3), three, strict=True)
    return found


def menus(lines: Sequence[Line], _: Mapping[int, str], table: Phrases) -> Reasons:
    """Lines of three items and more, and bare web addresses, above the first sentence or below the last."""
    prose = [number for number, line in enumerate(lines) if line.prose]
    if not prose:
        return {}
    outside = (*range(prose[0]), *range(prose[-1] + 1, len(lines)))
    return {number: "navigation" for number in outside if is_menu(lines[number].text, table)}


def is_menu(text: str, table: Phrases) -> bool:
    """Whether ``text`` is several items in a line, or a web address."""
    words = text.split()
    if 3 < len(words) < 20 and sum(word.casefold() in table.cluster for word in words) * 5 >= len(words) * 4:
        return True
    items = ITEM.split(text) if text[0] not in "|-*#" else ()
    return bool(ADDRESS.fullmatch(text)) or (len(items) > 2 and all(item.count(" ") < 4 for item in items))


def topped(lines: Sequence[Line], reasons: Mapping[int, str], _: Phrases) -> Reasons:
    """Lines of three words at most above the menu that a page begins with: the paper's name."""
    found: Reasons = {}
    for number, line in enumerate(lines[:3]):
        if reasons.get(number) == "navigation":
            return found
        if line.words > 3:
            return {}
        found[number] = "navigation"
    return {}


def boxed(lines: Sequence[Line], _: Mapping[int, str], table: Phrases) -> Reasons:
    """A box of headlines: its heading, and what follows up to the next sentence but for a heading of that."""
    found: Reasons = {}
    begun = False  # above the first sentence of the article there may stand its own headline
    for number, line in enumerate(lines):
        if reason := table.block.get(line.key):
            inside = box_under(number, lines) if begun else ()
            found |= dict.fromkeys((number, *inside), reason)
        begun = begun or line.prose
    return found


def box_under(number: int, lines: Sequence[Line]) -> range:
    """The headlines of the box whose heading is ``number``; a box of more than a screenful is none."""
    below = range(number + 1, min(len(lines), number + LARGEST_BOX + 1))
    after = next((n for n in below if lines[n].prose), below.stop)
    if after == number + LARGEST_BOX + 1:
        return range(0)
    heading = after < len(lines) and lines[after - 1].text.count(" ") < PROSE_WORDS
    return range(number + 1, after - heading)


def ended(lines: Sequence[Line], _: Mapping[int, str], table: Phrases) -> Reasons:
    """Everything after the line that ends the article; only the line where the rest may yet be the article."""
    found: Reasons = {}
    before: list[Line] = []
    for number, line in enumerate(lines):
        reason = table.end.get(line.key)
        if reason is None:
            before += [line] if line.prose else []
            continue
        found[number] = reason
        enough = len(before) >= 3 and words(before) >= 60 and len(found) < MOST_ENDS
        if enough and (reason == "comment box" or is_tail(lines[number + 1 :])):
            return found | dict.fromkeys(range(number, len(lines)), reason)
    return found


def is_tail(tail: Sequence[Line]) -> bool:
    """Whether ``tail`` is a list of other stories: most of it no sentences, or headlines given twice."""
    prose = sum(line.prose for line in tail)
    twice = len(tail) - len({line.text for line in tail})
    return prose * 5 <= len(tail) or (twice >= 2 and prose * 2 <= len(tail))
