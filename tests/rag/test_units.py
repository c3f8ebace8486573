from rag.units import inflected, is_granted, listed_names, unit_of
from rag.wordforms import way


def test_a_listed_name_may_be_written_as_any_of_its_group():
    assert way("Metropolitan Police") in unit_of("Met").ways
    assert way("UK") in unit_of("United Kingdom").ways


def test_a_variant_in_lower_case_makes_no_name_of_a_question():
    assert ("virtual", "private", "network") not in listed_names()
    assert way("virtual private network") in unit_of("VPN").ways


def test_the_country_of_the_articles_goes_without_saying():
    assert is_granted(unit_of("Britain"))
    assert not is_granted(unit_of("France"))


def test_a_single_word_may_be_inflected():
    assert len(inflected(unit_of("Keeping")).ways) == 2
    assert unit_of("Ada’s").text == "Ada"
