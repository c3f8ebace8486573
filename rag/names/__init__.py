"""What is known of a language's names, demonyms, ranks and number words: one TOML file a language."""

from dataclasses import dataclass
from functools import cache

from index.tables import table


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one language; ``en.toml`` says what each is for.

    Every word is in lower case but those of ``same``, ``known`` and ``longer``. ``demonyms`` and ``months`` lead
    from a form to the place or month, which is a form of itself.
    """

    same: tuple[tuple[str, ...], ...]
    known: tuple[str, ...]
    longer: tuple[str, ...]
    capitals: frozenset[str]
    cased: frozenset[str]
    granted: frozenset[str]
    demonyms: dict[str, str]
    titles: frozenset[str]
    ranks: frozenset[str]
    common: frozenset[str]
    joining: frozenset[str]
    months: dict[str, str]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    scales: dict[str, int]


@cache
def tables(language: str = "en") -> Tables:
    """The tables of ``language``, from the file of that name beside this one."""
    held = table(__name__, language)
    names, words, figures = held["names"], held["words"], held["figures"]
    return Tables(
        same=tuple(tuple(group) for group in names["same"]),
        known=tuple(names["known"]),
        longer=tuple(names["longer"]),
        capitals=_split(names["capitals"]),
        cased=_split(names["cased"]),
        granted=_split(names["granted"]),
        demonyms={form: place for place, forms in held["demonyms"].items() for form in [place, *forms.split()]},
        titles=_split(words["titles"]),
        ranks=_split(words["ranks"]),
        common=_split(words["common"]),
        joining=_split(words["joining"]),
        months={form: month for month, forms in figures["months"].items() for form in [month, *forms.split()]},
        numbers=figures["numbers"],
        ordinals=figures["ordinals"],
        scales=figures["scales"],
    )


def _split(words: str) -> frozenset[str]:
    return frozenset(words.split())
