"""What other papers make of an article: seeded edits, to make near-duplicates of real news with."""

import random
import re
from collections.abc import Callable

Paragraphs = list[str]
Edit = Callable[[random.Random, Paragraphs], Paragraphs]

SYNONYMS = {
    "about": "around", "added": "said", "also": "too", "although": "though", "announced": "said", "began": "started",
    "but": "however", "children": "youngsters", "company": "firm", "despite": "in spite of", "during": "in",
    "following": "after", "including": "among them", "killed": "left dead", "large": "big", "more than": "over",
    "nearly": "almost", "on Monday": "this week", "people": "persons", "percent": "per cent", "police": "officers",
    "said": "told reporters", "says": "said", "several": "some", "show": "reveal", "such as": "like", "told": "said to",
    "under": "below", "United States": "US", "while": "whereas", "who": "that", "will": "is to", "yesterday": "earlier",
}  # fmt: skip
SPELLINGS = {
    "center": "centre", "color": "colour", "defense": "defence", "favor": "favour", "favorite": "favourite",
    "gray": "grey", "honor": "honour", "labor": "labour", "license": "licence", "meter": "metre", "mom": "mum",
    "neighbor": "neighbour", "organization": "organisation", "organize": "organise", "program": "programme",
    "realize": "realise", "recognize": "recognise", "theater": "theatre", "traveling": "travelling",
}  # fmt: skip
DATELINES = ("LONDON (Reuters) - ", "(AP) - ", "By our own correspondent - ", "PA Media: ", "BERLIN, AFP. ")
CREDITS = ("- PA", "(Reporting by our foreign desk; editing by the night desk)", "Additional reporting by agencies")
FURNITURE = (
    "Read more: what we know so far", "Advertisement", "Share this article", "Sign up to our morning newsletter",
    "Related content", "Follow us on Facebook and Twitter", "Most read", "Photo: Getty Images", "Loading audio…",
)  # fmt: skip
LEAD_WORDS = 10  # a paragraph that is shorter is none


def rewrite_lead(rng: random.Random, paragraphs: Paragraphs) -> Paragraphs:
    """The first paragraph of prose with its clauses dropped or turned round, and one word in eight left out."""
    at = next((at for at, text in enumerate(paragraphs[:4]) if text.count(" ") >= LEAD_WORDS), 0)
    clauses = re.split(r"(?<=[,;:]) |(?<=[.!?]) ", paragraphs[at])
    if len(clauses) > 2 and rng.random() < 0.5:
        del clauses[rng.randrange(len(clauses))]
    turn = rng.randrange(len(clauses))
    words = " ".join(clauses[turn:] + clauses[:turn]).split(" ")
    kept = [word for word in words if rng.random() > 1 / 8] or words
    return [*paragraphs[:at], " ".join(kept), *paragraphs[at + 1 :]]


def cut(rng: random.Random, paragraphs: Paragraphs) -> Paragraphs:
    """One paragraph less, or up to a quarter of them."""
    gone = set(rng.sample(range(len(paragraphs)), rng.randint(1, max(len(paragraphs) // 4, 1))))
    return [text for at, text in enumerate(paragraphs) if at not in gone] if len(paragraphs) > 1 else paragraphs


def cut_to_length(rng: random.Random, paragraphs: Paragraphs) -> Paragraphs:
    """The last paragraphs cut, up to two fifths of them: how a page is made to fit."""
    return paragraphs[: max(round(len(paragraphs) * rng.uniform(0.6, 0.9)), 1)]


def credit(rng: random.Random, paragraphs: Paragraphs) -> Paragraphs:
    """An agency's line at the top or at the end."""
    if rng.random() < 0.5:
        return [rng.choice(DATELINES) + paragraphs[0], *paragraphs[1:]]
    return [*paragraphs, rng.choice(CREDITS)]


def reword(rng: random.Random, paragraphs: Paragraphs) -> Paragraphs:
    """Half of the common words that have a synonym, and one other word in a hundred left out."""
    changed = [_replace(rng, text, SYNONYMS, 0.5) for text in paragraphs]
    return [" ".join(word for word in text.split(" ") if rng.random() > 0.01) or text for text in changed]


def respell(rng: random.Random, paragraphs: Paragraphs) -> Paragraphs:
    """The spelling of the other side of the Atlantic, with its marks."""
    there = SPELLINGS if rng.random() < 0.5 else {value: key for key, value in SPELLINGS.items()}
    marks = str.maketrans("“”‘’", "\"\"''") if rng.random() < 0.5 else str.maketrans("", "")
    return [_replace(rng, text, there, 1.0).translate(marks) for text in paragraphs]


def furnish(rng: random.Random, paragraphs: Paragraphs) -> Paragraphs:
    """Lines of page furniture between the paragraphs."""
    filled = list(paragraphs)
    for line in rng.sample(FURNITURE, rng.randint(1, 5)):
        filled.insert(rng.randint(0, len(filled)), line)
    return filled


EDITS: dict[str, Edit] = {
    "lead rewritten": rewrite_lead,
    "paragraphs cut": cut,
    "cut to length": cut_to_length,
    "agency line": credit,
    "words changed": reword,
    "spelling changed": respell,
    "furniture added": furnish,
}


def edited(rng: random.Random, text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` after two to five of the edits, drawn at random, and which they were."""
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()] or [text]
    names = tuple(name for name in EDITS if name in set(rng.sample(list(EDITS), rng.randint(2, 5))))
    for name in names:
        paragraphs = EDITS[name](rng, paragraphs)
    return "\n\n".join(paragraphs), names


def headline(rng: random.Random, title: str) -> str:
    """Another headline for the same article: words left out, and the order turned round."""
    words = [word for word in title.split() if rng.random() > 0.3] or title.split()
    turn = rng.randrange(max(len(words), 1))
    return " ".join(["Latest:", *words[turn:], *words[:turn]])


def _replace(rng: random.Random, text: str, table: dict[str, str], share: float) -> str:
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, table))})\b")
    return pattern.sub(lambda found: table[found[0]] if rng.random() < share else found[0], text)
