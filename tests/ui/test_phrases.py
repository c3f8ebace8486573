"""No phrase is missing, none is left over, and none is in the code."""

import re
from pathlib import Path
from typing import get_args

import pytest

from rag.answers import Reason
from ui.phrases import load

UI = Path(__file__).parents[2] / "ui"
LANGUAGES = [file.stem for file in (UI / "phrases").glob("*.toml")]
CODE = "".join(file.read_text("utf-8") for file in (*UI.glob("*.py"), *UI.glob("static/*.js")))


def used():
    """The names that the code looks up; those made of parts are spelled out here."""
    plain = set(re.findall(r'(?:say|phrases\[|speaker\(phrases\))\(?"(\w+\.\w+)"', CODE))
    plain |= set(re.findall(r'"problem": "(\w+\.\w+)"', CODE))
    counts = re.findall(r'counted\(phrases, "(\w+)"', CODE)
    return plain | {f"{name}.other" for name in counts} | {f"abstained.{reason}" for reason in get_args(Reason)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_that_is_used_is_there(language):
    assert used() <= set(load(language))


def test_english_has_no_phrase_that_nothing_uses():
    forms = {name for name in load() if name.endswith(".one")}
    assert set(load()) - forms == used()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_fills_in_the_same_words(language):
    for name, phrase in load("en").items():
        assert set(re.findall(r"\{(\w+)\}", load(language)[name])) == set(re.findall(r"\{(\w+)\}", phrase))


def test_nothing_becomes_markup_in_the_scripts():
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert forbidden not in CODE
