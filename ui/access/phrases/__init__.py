"""The words of the login page: one TOML file a language, in the form of those of the chat page."""

from importlib import resources

from ui.phrases import Phrases, dotted

DEFAULT = "en"


def load(language: str = DEFAULT) -> Phrases:
    """A language's phrases, by dotted name."""
    return dotted(__name__, language)


def languages() -> list[str]:
    """Those that there is a file of."""
    return sorted(
        file.name.removesuffix(".toml") for file in resources.files(__name__).iterdir() if ".toml" in file.name
    )


def preferred(accept_language: str) -> str:
    """The language that a browser asks for most (RFC 9110, 12.5.4) and that there is a file of."""
    wanted = [_choice(item) for item in accept_language[:1000].split(",")]
    known = languages()
    ranked = sorted(
        (choice for choice in wanted if choice[1] in known and choice[0] > 0), key=lambda choice: -choice[0]
    )
    return ranked[0][1] if ranked else DEFAULT


def _choice(item: str) -> tuple[float, str]:
    """How much a language is wanted, from 0 to 1; a malformed one is not."""
    tag, _, quality = item.partition(";")
    language = tag.strip().lower().partition("-")[0]
    try:
        return (float(quality.strip().removeprefix("q=")) if quality else 1.0), language
    except ValueError:
        return 0.0, language
