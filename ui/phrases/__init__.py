"""The only words on the page that no article holds: one TOML file a language."""

from importlib import resources

from index.tables import table

Phrases = dict[str, str]


def load(language: str = "en") -> Phrases:
    """A language's phrases, by dotted name."""
    return dotted(__name__, language)


def dotted(package: str, language: str) -> Phrases:
    """The phrases of a language in the files of ``package``, by dotted name."""
    tables = table(package, language)
    return {f"{part}.{name}": phrase for part, phrases in tables.items() for name, phrase in phrases.items()}


def languages() -> tuple[str, ...]:
    """The languages there are files of, as two letters, English first."""
    found = [file.name.removesuffix(".toml") for file in resources.files(__name__).iterdir()]
    return tuple(sorted((name for name in found if len(name) == len("en")), key=lambda name: (name != "en", name)))
