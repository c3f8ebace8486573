"""Words of the question that nothing found mentions: the names and numbers it cannot be answered without."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from index.articles import Passage
from index.words import STOP_WORDS, words_of

_NUMBER = re.compile(r"\d")
_YEARS = re.compile(r"\b((?:19|20)\d\d)(?:\s?[-–/]\s?(\d{2,4}))?\b")
#: "In the year to the end of March 2024", "between April 2023 and March 2024": the British year 2023-24.
_YEAR_TO_MARCH = re.compile(r"\b(?:years?|months?|April 20\d\d)\b[^.]{0,40}?\bMarch (20\d\d)")
#: Capitalised in a question without being anybody's name.
_NO_NAMES = frozenset(["mr", "mrs", "ms", "dr", "sir", "dame", "lord", "lady", "uk", "u.k", "british", "english", "i"])


def key_words(question: str) -> tuple[str, ...]:
    """Names and numbers of the question, as it writes them, each once.

    A capitalised word counts as a name unless it opens the question and is a common word; a question
    all in lower case, or all in capitals, has no names that can be told.
    """
    words = words_of(question)
    named = not (question.islower() or question.isupper())
    keys = []
    for place, word in enumerate(words):
        plain = word.lower()
        if plain in STOP_WORDS or plain in _NO_NAMES:
            continue
        is_name = named and word[:1].isupper() and (place > 0 or not word[1:].islower())
        if is_name or _NUMBER.search(word):
            keys.append(word)
    return tuple(dict.fromkeys(keys))


def missing(question: str, passages: Sequence[Passage]) -> tuple[str, ...]:
    """The key words that no passage, nor the headline or date of its article, mentions."""
    absent = key_words(question)
    for passage in passages:
        if not absent:
            break
        held = forms_in(context(passage))
        absent = tuple(word for word in absent if not forms(word) & held)
    return absent


def context(passage: Passage) -> str:
    """A passage with what stands over it: headline, publisher and date. To look words up in, never to quote."""
    article = passage.article
    day = article.published.strftime(" %-d %B %Y") if article.published else ""
    return f"{article.title} {article.publisher or ''}{day} {passage.text}"


def forms_in(text: str) -> set[str]:
    """The forms of every word of ``text``; of words joined by a hyphen or slash, those of the parts too."""
    words = words_of(text)
    parts = [part for word in words for part in re.split(r"[-/]", word) if part != word]
    years = {form for match in _YEARS.finditer(text) for form in _year_forms(*match.groups())}
    years |= {f"{int(end) - 1}-{end[2:]}" for end in _YEAR_TO_MARCH.findall(text)}
    return _all_forms(words) | _all_forms(parts) | years


@lru_cache(maxsize=65_536)
def forms(word: str) -> frozenset[str]:
    """The forms under which ``word`` counts as the same: without capitals, plural or a derived ending."""
    years = _YEARS.fullmatch(word)
    if years:
        return frozenset(_year_forms(*years.groups()))
    plain = word.lower().replace(",", "").replace(".", "")
    endings = [plain.removesuffix(ending) for ending in ("s", "es", "n", "an", "ish", "ian")]
    return frozenset(form for form in [plain, *endings] if len(form) > 2 or form == plain)


def _all_forms(words: Iterable[str]) -> set[str]:
    return {form for word in words for form in forms(word)}


def _year_forms(first: str, second: str | None) -> set[str]:
    """``2023-24``, ``2023/24`` and ``2023–2024`` are one period; a year in it is not that period."""
    return {f"{first}-{second[-2:]}"} if second else {first}
