"""What a short question means after the ones before it, in the user's own words."""

from collections.abc import Iterator, Sequence

from index.words import STOP_WORDS, content_words, words_of
from rag.keys import Key, keys_of

#: How far back a follow-up reaches.
MOST_EARLIER = 3


def understandings(question: str, history: Sequence[str]) -> Iterator[str]:
    """Fuller questions that ``question`` may stand for, the likeliest first.

    "And WhatsApp?" after "How many cases named Snapchat?" is that question with the other name in its place; where
    it brings no name or figure to put anywhere, it is asked with the content words of the earlier question.
    """
    earlier = [one for one in reversed(history) if one.strip() and one.strip() != question.strip()][:MOST_EARLIER]
    for one in earlier:
        yield from _replaced(question, one)
    known = set(content_words(question))
    for one in earlier:
        words = [word for word in _content(one) if word.lower() not in known]
        if words:
            yield " ".join([question.strip(), *words])


def _replaced(question: str, earlier: str) -> Iterator[str]:
    """The earlier question with one of its names, or figures, replaced by the one that ``question`` consists of."""
    brought = keys_of(question)
    if len(brought) != 1 or _rest(question, brought[0]):
        return
    (new,) = brought
    for old in keys_of(earlier):
        if _is_figure(old) == _is_figure(new) and old.text.lower() != new.text.lower():
            yield earlier[: old.start] + new.text + earlier[old.start + len(old.text) :]


def _rest(question: str, key: Key) -> list[str]:
    """The content words of the question beside that key."""
    return content_words(question[: key.start] + " " + question[key.start + len(key.text) :])


def _is_figure(key: Key) -> bool:
    return any(letter.isdigit() for letter in key.text)


def _content(question: str) -> list[str]:
    """As ``content_words``, but as the user wrote them: a name keeps its capital."""
    return [word for word in dict.fromkeys(words_of(question)) if word.lower() not in STOP_WORDS]
