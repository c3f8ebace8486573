"""What kinds of words name a speaker, and the nouns that do."""

from typing import NamedTuple

from index.phrases.speech import Speech
from index.speech.people import Name

NAME, PRONOUN, DESCRIBED, DEFINITE, TOGETHER, NOBODY = "name", "pronoun", "described", "definite", "together", "nobody"
AGE = "-year-old"
TRIM = " \t\n\r\xa0\"'“”‘’*_>[]…-–—,"


class Reference(NamedTuple):
    """The words for a speaker, and how they name one: by name, pronoun, description, or not at all ("another")."""

    start: int
    end: int
    kind: str
    name: Name | None = None
    word: str = ""  # the pronoun, or the noun that a description turns on


def is_noun(word: str, table: Speech) -> bool:
    """Whether ``word`` says what somebody or something that speaks is."""
    return any(word in nouns for nouns in (table.roles, table.persons, table.several, table.things, table.documents))


def is_trade(word: str, table: Speech) -> bool:
    """Whether ``word`` says what somebody is, by itself or by its ending: "tugmaster", "cartoonist"."""
    if is_noun(word, table):
        return True
    other = word in table.introductory or word in table.determiners or word in table.before_role
    return not other and len(word) > 5 and word.endswith(table.trade_endings)
