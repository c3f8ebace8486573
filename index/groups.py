"""The names of groups, as articles and those who ask have them."""

import re

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@-]{0,99}")
RULE = "begin with a letter or digit (A to Z), go on with those and . _ : / @ -, and end after 100 at most"


def is_group(name: object) -> bool:
    """Whether ``name`` can be the name of a group."""
    return isinstance(name, str) and _NAME.fullmatch(name) is not None
