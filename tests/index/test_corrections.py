import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Article, Dropped, gaps, sha256_of
from index.catalog import Catalog
from index.collection import Collection
from index.corrections import Correction, corrected, correction, corrections, holds
from index.errors import QuotedeskError
from index.indexer import correct, index_paths
from index.verify import verify
from quotedesk import main

STORY = (
    "Helpline opens at night\n\nThe Fell helpline will open at night from May. Calls are free.\n\n"
    "Read more: Fell council fines two firms over late replies\n\nThe council pays for the first year of it.\n"
)
TEASER = STORY.index("Read more")
AFTER = STORY.index("The council pays")
FREE = STORY.index("Calls are free.")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "helpline.txt").write_text(STORY, encoding="utf-8")
    index_paths([tmp_path / "helpline.txt"], tmp_path / "index", embedder="hash-256")
    return tmp_path


def reasons(folder, at):
    article = Catalog.open(folder / "index").article("helpline")
    return [one.reason for one in article.dropped if one.start <= at < one.end]


def found(folder, words):
    collection = Collection.open(folder / "index")
    return [passage.text for _, passage in collection.locate(collection.matching(words, 5))]


def test_what_is_kept_by_hand_is_found_and_what_is_dropped_is_not(folder):
    assert reasons(folder, TEASER) == ["related story"]
    assert found(folder, "fines") == []
    correct(folder / "index", "helpline", TEASER, AFTER, None)
    assert reasons(folder, TEASER) == []
    assert any("fines two firms" in text for text in found(folder, "fines"))
    correct(folder / "index", "helpline", FREE, TEASER, "promotion")
    assert reasons(folder, FREE) == ["promotion"]
    assert not any("Calls are free" in text for text in found(folder, "calls free"))
    assert list(verify(folder / "index")) == []


def test_a_correction_survives_indexing_again_while_the_text_is_the_same(folder):
    correct(folder / "index", "helpline", TEASER, AFTER, None)
    (folder / "elsewhere").mkdir()
    (folder / "helpline.txt").rename(folder / "elsewhere" / "helpline.txt")
    index_paths([folder / "elsewhere"], folder / "index")
    (folder / "elsewhere" / "helpline.txt").write_text("---\nsource: The Fell\n---\n" + STORY, encoding="utf-8")
    index_paths([folder / "elsewhere"], folder / "index")
    assert reasons(folder, TEASER + len("---\nsource: The Fell\n---\n")) == ["related story"]
    (folder / "elsewhere" / "helpline.txt").write_text(STORY, encoding="utf-8")
    index_paths([folder / "elsewhere"], folder / "index")
    assert reasons(folder, TEASER) == []


def test_a_correction_of_a_text_that_has_changed_is_listed_as_asleep(folder):
    made = correct(folder / "index", "helpline", TEASER, AFTER, None)
    assert holds(Catalog.open(folder / "index"), made)
    (folder / "helpline.txt").write_text(STORY + "More follows.\n", encoding="utf-8")
    index_paths([folder / "helpline.txt"], folder / "index")
    listed = CliRunner().invoke(main, ["corrections", "--index", str(folder / "index")])
    assert listed.output == f"helpline [{TEASER}:{AFTER}] kept: no longer, its text changed\n"


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 3), (0, len(STORY) + 1)])
def test_a_stretch_that_is_none_is_refused_and_nothing_stored(folder, start, end):
    with pytest.raises(QuotedeskError, match=rf"\[{start}:{end}\] is no stretch of helpline"):
        correct(folder / "index", "helpline", start, end, None)
    assert corrections(Catalog.open(folder / "index")) == []


def test_the_commands_say_what_they_did_and_who_has_no_article(folder):
    index = ["--index", str(folder / "index")]
    assert CliRunner().invoke(main, ["keep", "helpline", str(TEASER), str(AFTER), *index]).output == (
        f"kept [{TEASER}:{AFTER}] of helpline\n"
    )
    assert CliRunner().invoke(main, ["drop", "helpline", "0", "5", "--reason", "legal", *index]).output == (
        "dropped [0:5] of helpline\n"
    )
    listed = CliRunner().invoke(main, ["corrections", *index]).output
    assert listed == f"helpline [{TEASER}:{AFTER}] kept\nhelpline [0:5] dropped (legal)\n"
    missing = CliRunner().invoke(main, ["drop", "nobody", "0", "5", *index])
    assert missing.exit_code == 2
    assert "no article nobody" in missing.output


spans = st.tuples(st.integers(0, 60), st.integers(0, 60)).filter(lambda span: span[0] < span[1])


@given(st.lists(st.tuples(spans, st.sampled_from([None, "legal", "other"])), max_size=8))
def test_the_last_word_on_every_character_is_the_last_correction_of_it(made):
    text = "x" * 60
    article = Article("a", "A", text, sha256_of(text), dropped=(Dropped(10, 20, "teaser"), Dropped(30, 31, "legal")))
    after = corrected(article, [correction(article, *span, reason) for span, reason in made])
    expected = ["teaser" if 10 <= at < 20 else "legal" if at == 30 else None for at in range(60)]
    for (start, end), reason in made:
        expected[start:end] = [reason] * (end - start)
    held = [next((one.reason for one in after.dropped if one.start <= at < one.end), None) for at in range(60)]
    assert held == expected
    assert all(one.end <= other.start for one, other in zip(after.dropped, after.dropped[1:], strict=False))
    assert [at for start, end in gaps(after.dropped, 60) for at in range(start, end)] == [
        at for at in range(60) if expected[at] is None
    ]


def test_a_correction_of_another_text_changes_nothing():
    article = Article("a", "A", "word", sha256_of("word"))
    assert corrected(article, [Correction("a", sha256_of("words"), 0, 2, "other")]) is article
