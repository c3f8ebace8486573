"""No phrase is missing, none is left over, and none is in the code."""

import re
from pathlib import Path
from typing import get_args

import pytest

from index.articles import REASONS
from rag.answers import Reason
from ui.phrases import languages, load
from ui.views import CERTAINTIES

UI = Path(__file__).parents[2] / "ui"
SCRIPTS = "".join(file.read_text("utf-8") for file in UI.glob("static/*.js"))
CODE = SCRIPTS + "".join(file.read_text("utf-8") for file in (UI / "page.py", UI / "views.py"))
PLURALS = (".zero", ".one", ".two", ".few", ".many")
TABLES = {name.partition(".")[0] for name in load()}


def used():
    """The names that the code looks up; those made of parts are spelled out here."""
    plain = {name for name in re.findall(r'"(\w+\.\w+)"', CODE) if name.partition(".")[0] in TABLES}
    counts = {f"{name}.other" for name in re.findall(r'counted\("(\w+)"', CODE)}
    reasons = {f"abstained.{reason}" for reason in get_args(Reason)}
    dropped = {f"dropped.{reason.replace(' ', '_')}" for reason in REASONS}
    certain = {f"certainty.{words}" for _, words in CERTAINTIES}
    return plain | counts | reasons | dropped | certain | {f"feedback.{name}" for name in ("right", "wrong", "missing")}


def braces(phrase):
    return set(re.findall(r"\{(\w+)\}", phrase))


@pytest.mark.parametrize("language", languages())
def test_every_phrase_that_is_used_is_there_and_says_something(language):
    phrases = load(language)
    assert used() <= set(phrases)
    assert all(phrase == phrase.strip() != "" for phrase in phrases.values())


def test_english_has_no_phrase_that_nothing_uses():
    assert {name for name in load() if not name.endswith(PLURALS)} == used()


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_phrases_and_fills_in_the_same_words(language):
    english, phrases = load("en"), load(language)
    for name, phrase in english.items():
        assert braces(phrases.get(name, phrase)) == braces(phrase)
    assert {name for name in {*english} ^ {*phrases} if not name.endswith(PLURALS)} == set()


@pytest.mark.parametrize("language", languages())
def test_a_plural_form_without_its_count_is_for_one_count_only(language):
    babel = pytest.importorskip("babel")
    forms = babel.Locale.parse(language).plural_form
    for name, phrase in load(language).items():
        if name.endswith(PLURALS) and "{count}" not in phrase:
            count = int(re.search(r"\d+", phrase)[0])
            assert {f".{forms(count)}"} == {name[name.rindex(".") :]}
            others = [more for more in range(100) if more != count and f".{forms(more)}" == name[name.rindex(".") :]]
            assert language == "fr" or not others  # French counts 0 as one, but never of what was found


def test_the_other_languages_are_translated():
    same = {"page.title", "page.direction", "source.label", "dropped.navigation", "dropped.promotion"}
    for language in set(languages()) - {"en"}:
        phrases = load(language)
        assert {name for name, phrase in load("en").items() if phrases.get(name) == phrase} <= same


def test_the_languages_are_found_by_their_files():
    assert languages() == ("en", "cy", "fr")


def test_nothing_becomes_markup_in_the_scripts():
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "srcdoc", "cssText"):
        assert forbidden not in CODE
