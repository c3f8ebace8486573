import os
import string
import tempfile
import threading
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.checksums import folder_sha256
from index.full_text import FullText, Worded, write

CALLS = [
    Worded(3, "", "The helpline took 7,062 calls in the year."),
    Worded(5, "Helplines at night", "Volunteers answered 7,061 of 62 kinds."),
    Worded(9, "", "Tests from the other end to this end, and one end-to-end."),
    Worded(11, "", "The café on the harbour was running."),
]

WORDS = ["ferry", "harbour", "night", "bus"]


def made(folder, passages):
    folder.mkdir(exist_ok=True)
    write(passages, folder)
    return FullText.open(folder)


def rows(index, *words, k=10):
    return [place.row for place in index.best(words, k)]


@pytest.fixture(scope="module")
def calls(tmp_path_factory):
    return made(tmp_path_factory.mktemp("words"), CALLS)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("helpline", [5, 3]),  # a headline counts double
        ("7,062", [3]),
        ("end-to-end", [9]),
        ("cafe", [11]),
        ("CAFÉ", [11]),
        ("run", [11]),
        ("zebra", []),
        ("…", []),
        ("", []),
        ('helpline" OR row:9', []),
    ],
)
def test_a_word_is_found_in_any_form_and_one_of_several_parts_as_a_phrase(calls, word, found):
    assert rows(calls, word) == found


def test_a_lock_that_tantivy_makes_while_its_folder_is_removed_is_removed_too(tmp_path, monkeypatch):
    made(tmp_path / "words", CALLS)
    place, remove, late = tmp_path / "temporary", os.rmdir, iter([".tantivy-meta.lock"])
    place.mkdir()

    def rmdir(path, **in_folder):
        for name in late:
            (next(place.iterdir()) / name).touch()
        remove(path, **in_folder)

    monkeypatch.setattr(tempfile, "tempdir", str(place))
    monkeypatch.setattr(os, "rmdir", rmdir)
    assert rows(FullText.open(tmp_path / "words"), "cafe") == [11]
    assert list(place.iterdir()) == list(late) == []


def test_any_of_the_words_is_enough_and_more_of_them_are_better(calls):
    assert rows(calls, "harbour", "cafe", "calls") == [11, 3]
    assert rows(calls) == []


@pytest.mark.parametrize("k", [0, 1, 2])
def test_no_more_are_found_than_wanted(calls, k):
    assert len(calls.best(["helpline", "harbour", "end"], k)) == k


def test_a_phrase_does_not_reach_from_the_headline_into_the_text(tmp_path):
    index = made(tmp_path, [Worded(1, "Late end", "to end the night")])
    assert rows(index, "end-to") == []
    assert rows(index, "end-late") == []


@settings(max_examples=25, deadline=None)
@given(
    texts=st.lists(st.lists(st.sampled_from(WORDS), max_size=8), min_size=1, max_size=12),
    k=st.integers(1, 15),
)
def test_found_are_just_those_that_hold_a_word_best_first(tmp_path_factory, texts, k):
    passages = [Worded(2 * at + 1, "", " ".join(text)) for at, text in enumerate(texts)]
    found = made(tmp_path_factory.mktemp("words"), passages).best(["ferry", "bus"], k)
    holding = {passage.row for passage in passages if {"ferry", "bus"} & {*passage.text.split()}}
    assert {place.row for place in found} <= holding
    assert len({place.row for place in found}) == len(found) == min(k, len(holding))
    assert found == sorted(found, key=lambda place: (-place.score, place.row))


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.text(max_size=12))
def test_any_text_can_be_indexed_and_any_word_asked(tmp_path_factory, text, word):
    index = made(tmp_path_factory.mktemp("words"), [Worded(2**40, text, text)])
    assert set(rows(index, word)) <= {2**40}


def test_no_passages_make_an_index_that_finds_nothing(tmp_path):
    assert rows(made(tmp_path, []), "helpline") == []


def test_the_folder_is_left_as_it_was_written_though_it_may_be_read_only(tmp_path):
    index = made(tmp_path / "words", CALLS)
    before = {file.name: file.read_bytes() for file in (tmp_path / "words").iterdir()}
    assert not any("lock" in name for name in before)
    (tmp_path / "words").chmod(0o500)
    assert rows(FullText.open(tmp_path / "words"), "harbour") == rows(index, "harbour") == [11]
    assert {file.name: file.read_bytes() for file in (tmp_path / "words").iterdir()} == before
    (tmp_path / "words").chmod(0o700)


def test_an_open_index_answers_though_its_folder_is_swept(tmp_path):
    index = made(tmp_path / "words", CALLS)
    for file in (tmp_path / "words").iterdir():
        file.unlink()
    assert rows(index, "7,062", "harbour") == [3, 11]


@pytest.mark.parametrize("cut", [0, 1, 40, 80])
def test_an_index_that_was_added_to_scores_as_one_made_at_once_and_leaves_the_earlier_as_it_was(tmp_path, cut):
    passages = [Worded(at + 1, f"Night {at % 7}", f"the ferry took {at % 11} bus " * (1 + at % 5)) for at in range(80)]
    made(tmp_path / "earlier", passages[:cut])
    before = folder_sha256(tmp_path / "earlier")
    (tmp_path / "grown").mkdir()
    write(passages[cut:], tmp_path / "grown", tmp_path / "earlier")
    grown, fresh = FullText.open(tmp_path / "grown"), made(tmp_path / "fresh", passages)
    for words in (["ferry", "3"], ["night", "bus", "10"], ["6"]):
        assert grown.best(words, 100) == fresh.best(words, 100) != []
    assert folder_sha256(tmp_path / "earlier") == before


def test_threads_ask_at_once(calls):
    found = []
    threads = [threading.Thread(target=lambda: found.append(rows(calls, "harbour"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[11]] * 4


def test_a_folder_of_something_else_is_refused(tmp_path):
    (tmp_path / "meta.json").write_text(string.ascii_letters)
    with pytest.raises(ValueError, match="meta"):
        FullText.open(tmp_path)


def test_what_cannot_be_written_is_an_error_of_the_disk(tmp_path):
    with pytest.raises(OSError, match="words"):
        write(CALLS, tmp_path / "nowhere" / "words")


@pytest.mark.parametrize("asked", ["NFC", "NFD"])
@pytest.mark.parametrize("written", ["NFC", "NFD"])
def test_an_accent_may_be_a_character_of_its_own(tmp_path, asked, written):
    index = made(tmp_path / "words", [(7, "The forest", unicodedata.normalize(written, "Aino Sääksjärvi said so."))])
    for word in ("sääksjärvi", "saaksjarvi"):
        assert rows(index, unicodedata.normalize(asked, word)) == [7]
