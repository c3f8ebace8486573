from itertools import chain

from rag.names import tables


def test_no_name_is_in_two_groups():
    names = list(chain.from_iterable(tables().same))
    assert len(names) == len(set(names))


def test_a_group_has_two_names_or_more():
    assert all(len(group) > 1 for group in tables().same)


def test_words_are_in_lower_case_and_every_form_leads_to_one_that_leads_to_itself():
    held = tables()
    assert all(word.islower() for word in held.cased | held.capitals | held.titles | held.ranks | held.common)
    for forms in (held.demonyms, held.months):
        assert all(forms[target] == target for target in forms.values())
