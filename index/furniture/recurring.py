"""What tells furniture from outside a text: the publisher's other articles, and the vectors of its last blocks."""

from collections.abc import Callable, Mapping, Sequence

from index.furniture.lines import SENTENCE_END, Line, lines_of, words
from index.phrases import plain

ARTICLES = 3  # in which a line recurs
LONGEST_REPEATED = 25  # words of a sentence; a longer one may be a paragraph of background that is printed again

# For each block of text how near it is to the article's headline and lead, as a cosine.
About = Callable[[Sequence[str]], Sequence[float]]
# Below it a block is about something else: of 60 articles of news-dev (all-MiniLM-L6-v2) the largest step of 0.05 under
# which no article's own last paragraphs fall; three in four other stories do.
FAR = 0.15
STORY = 25  # words of prose; a block of fewer is no story


def keys_of(text: str) -> frozenset[str]:
    """The keys of the lines of ``text`` that are furniture if they recur."""
    return frozenset(key for line in lines_of(text, 0) if may_recur(line) and (key := plain(line.text)))


def may_recur(line: Line) -> bool:
    """Whether ``line`` is furniture where it recurs: no long sentence, and no line of one word."""
    spaces = line.text.count(" ")
    if SENTENCE_END.search(line.text[-6:]):
        return spaces < LONGEST_REPEATED
    return 0 < spaces < LONGEST_REPEATED * 2


def recurs(line: Line, keys: frozenset[str]) -> bool:
    """Whether ``line`` is one of the publisher's repeated ones."""
    return bool(keys) and may_recur(line) and plain(line.text) in keys


def blocks(lines: Sequence[Line], begin: int) -> list[range]:
    """The lines from ``begin`` on, cut before each headline: a line that is no sentence and has one under it."""
    starts = [begin]
    for number in range(begin + 1, len(lines)):
        if not lines[number].prose and lines[number - 1].prose:
            starts.append(number)
    return [range(a, b) for a, b in zip(starts, [*starts[1:], len(lines)], strict=True) if a < b]


def elsewhere(lines: Sequence[Line], reasons: Mapping[int, str], about: About) -> dict[int, str]:
    """Whole stories after the sign that ends the article which are about something else."""
    ends = [number for number, reason in reasons.items() if reason in {"teaser", "comment box", "related story"}]
    after = [n for n in ends if sum(line.prose for line in lines[:n]) >= 3]
    if not after:
        return {}
    told = [
        block
        for block in blocks(lines, min(after) + 1)
        if words([lines[n] for n in block if lines[n].prose]) >= STORY and not any(n in reasons for n in block)
    ]
    near = about(["\n".join(lines[n].text for n in block) for block in told]) if told else ()
    far = [block for block, cosine in zip(told, near, strict=True) if cosine < FAR]
    return {number: "related story" for block in far for number in block}
