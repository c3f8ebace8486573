"""The only words on the page that no article holds: one TOML file a language."""

import tomllib
from importlib import resources

Phrases = dict[str, str]


def load(language: str = "en") -> Phrases:
    """A language's phrases, by dotted name."""
    file = resources.files(__name__) / f"{language}.toml"
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return {f"{table}.{name}": phrase for table, phrases in tables.items() for name, phrase in phrases.items()}


def languages() -> tuple[str, ...]:
    """The languages there are files of, as two letters, English first."""
    found = [file.name.removesuffix(".toml") for file in resources.files(__name__).iterdir()]
    return tuple(sorted((name for name in found if len(name) == len("en")), key=lambda name: (name != "en", name)))
