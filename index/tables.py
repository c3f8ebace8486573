"""Tables of words and phrases: TOML files that lie beside the code that reads them."""

import tomllib
from importlib import resources
from typing import Any


def table(package: str, name: str) -> dict[str, Any]:
    """What ``name``.toml in ``package`` holds."""
    return tomllib.loads(resources.files(package).joinpath(f"{name}.toml").read_text("utf-8"))
