import json

import pytest

from index.catalog import Catalog
from index.collection import Collection
from index.errors import IndexMismatch, QuotedeskError
from index.indexer import index_paths
from index.splitter import Splitter
from index.verify import verify

STORY = "Helpline opens at night\n\nThe Fell helpline will open at night from May. Calls are free.\n"
OTHER = "Fines for late replies\n\nThe council fined two firms £17m. Mr. Hale said the firms had been warned.\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "helpline.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "news" / "fines.txt").write_text(OTHER, encoding="utf-8")
    return tmp_path


def run(folder, *paths, **options):
    options.setdefault("embedder", "hash-256")
    return index_paths(paths or [folder / "news"], folder / "index", **options)


def counts(report):
    return report.added, report.updated, report.unchanged, report.deleted, len(report.rejected)


def ids(folder):
    return sorted(article.id for article in Catalog.open(folder / "index").articles())


def test_new_articles_are_added_and_the_same_ones_skipped(folder):
    assert counts(run(folder)) == (2, 0, 0, 0, 0)
    assert counts(run(folder)) == (0, 0, 2, 0, 0)
    assert ids(folder) == ["fines", "helpline"]


def test_a_changed_file_is_updated_and_its_old_words_are_no_longer_found(folder):
    run(folder)
    (folder / "news" / "helpline.txt").write_text(STORY.replace("May", "October"), encoding="utf-8")
    assert counts(run(folder)) == (0, 1, 1, 0, 0)
    collection = Collection.open(folder / "index")
    assert collection.matching("May", 5) == []
    assert len(collection.matching("October", 5)) == 1
    assert list(verify(folder / "index")) == []


def test_a_file_that_is_gone_stays_until_pruned(folder):
    run(folder)
    (folder / "news" / "fines.txt").unlink()
    assert counts(run(folder)) == (0, 0, 1, 0, 0)
    assert ids(folder) == ["fines", "helpline"]
    assert counts(run(folder, prune=True)) == (0, 0, 1, 1, 0)
    assert ids(folder) == ["helpline"]
    assert list(verify(folder / "index")) == []


def test_pruning_one_folder_leaves_the_others_alone(folder):
    (folder / "more").mkdir()
    (folder / "more" / "extra.txt").write_text(OTHER + "More of it.", encoding="utf-8")
    run(folder, folder / "news", folder / "more")
    (folder / "more" / "extra.txt").unlink()
    (folder / "news" / "fines.txt").unlink()
    assert counts(run(folder, folder / "news", prune=True)) == (0, 0, 1, 1, 0)
    assert ids(folder) == ["extra", "helpline"]


def test_a_record_gone_from_its_file_is_pruned_even_if_the_file_was_read_since(folder):
    records = [{"id": name, "title": name, "text": STORY} for name in ("a", "b", "c")]
    file = folder / "feed.jsonl"
    file.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    run(folder, file)
    file.write_text("\n".join(map(json.dumps, records[:2])), encoding="utf-8")
    assert counts(run(folder, file)) == (0, 0, 2, 0, 0)
    assert counts(run(folder, file, prune=True)) == (0, 0, 2, 1, 0)
    assert ids(folder) == ["a", "b"]


def test_a_file_that_became_unreadable_is_named_and_what_was_indexed_of_it_stays(folder):
    run(folder)
    (folder / "news" / "fines.txt").write_bytes(b"\x00\x01\x02" * 50)
    report = run(folder, prune=True)
    assert counts(report) == (0, 0, 1, 0, 1)
    assert "fines.txt" in report.rejected[0].where
    assert ids(folder) == ["fines", "helpline"]


def test_a_bad_file_is_named_again_on_the_next_run(folder):
    (folder / "news" / "empty.txt").write_text("")
    assert counts(run(folder)) == (2, 0, 0, 0, 1)
    assert counts(run(folder)) == (0, 0, 2, 0, 1)


def test_two_files_of_one_name_get_ids_of_their_own_and_keep_them(folder):
    (folder / "news" / "old").mkdir()
    (folder / "news" / "old" / "fines.txt").write_text(OTHER + "An older one.", encoding="utf-8")
    (folder / "news" / "fines.md").write_text(OTHER + "In Markdown.", encoding="utf-8")
    run(folder)
    first = ids(folder)
    assert len(first) == 4
    assert "old/fines" in first
    run(folder)
    assert ids(folder) == first


def test_a_folder_that_was_moved_is_not_indexed_again(folder):
    run(folder)
    (folder / "news").rename(folder / "moved")
    assert counts(run(folder, folder / "moved")) == (0, 0, 2, 0, 0)
    assert counts(run(folder, folder / "moved", prune=True)) == (0, 0, 2, 0, 0)


def test_an_id_given_twice_is_rejected_and_the_first_stays(folder):
    records = [{"id": "a", "title": "One", "text": STORY}, {"id": "a", "title": "Two", "text": OTHER}]
    (folder / "feed.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    report = run(folder, folder / "feed.jsonl")
    assert counts(report) == (1, 0, 0, 0, 1)
    assert "given before" in report.rejected[0].reason
    assert Catalog.open(folder / "index").article("a").title == "One"


def test_an_id_of_another_file_that_is_still_there_is_rejected(folder):
    for name, text in (("one.jsonl", STORY), ("two.jsonl", OTHER)):
        (folder / name).write_text(json.dumps({"id": "a", "title": name, "text": text}), encoding="utf-8")
        report = run(folder, folder / name)
    assert counts(report) == (0, 0, 0, 0, 1)
    assert "one.jsonl" in report.rejected[0].reason


def test_a_path_that_does_not_exist_stops_before_anything_is_written(folder):
    with pytest.raises(QuotedeskError, match="nowhere does not exist"):
        run(folder, folder / "news", folder / "nowhere")
    assert not (folder / "index").exists()


def test_another_folder_is_never_taken_for_an_index(folder):
    with pytest.raises(IndexMismatch, match="is not an index, and is not empty"):
        index_paths([folder / "news"], folder / "news", embedder="hash-256")
    assert sorted(file.name for file in (folder / "news").iterdir()) == ["fines.txt", "helpline.txt"]


def test_an_index_keeps_the_embedder_and_splitter_it_was_made_with(folder):
    run(folder, splitter=Splitter(tokens=90))
    assert counts(index_paths([folder / "news"], folder / "index")) == (0, 0, 2, 0, 0)
    with pytest.raises(IndexMismatch, match="made with embedder hash-256, not other"):
        run(folder, embedder="other")
    with pytest.raises(IndexMismatch, match="made with splitter"):
        run(folder, splitter=Splitter(tokens=50))


def test_two_writers_at_once_are_refused(folder):
    import fcntl

    run(folder)
    with (folder / "index" / "writer.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(IndexMismatch, match="another quotedesk index is writing"):
            run(folder)


def test_progress_ends_at_the_number_of_articles(folder):
    (folder / "feed.jsonl").write_text(
        "\n".join(json.dumps({"id": str(n), "title": "T", "text": STORY}) for n in range(30)), encoding="utf-8"
    )
    seen = []
    run(folder, folder / "news", folder / "feed.jsonl", progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (32, 32)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_files_of_other_kinds_and_hidden_ones_are_left_alone(folder):
    (folder / "news" / "photo.jpg").write_bytes(b"\xff\xd8")
    (folder / "news" / ".hidden.txt").write_text(STORY)
    report = run(folder)
    assert counts(report) == (2, 0, 0, 0, 0)
    assert report.ignored == 1
