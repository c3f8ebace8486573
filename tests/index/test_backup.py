import gzip
import hashlib
import io
import json
import multiprocessing
import sqlite3
import tarfile
from contextlib import closing, suppress
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.backup import back_up, restore
from index.catalog import FILE, SCHEMA, Catalog
from index.collection import Collection
from index.compaction import compact
from index.errors import IndexMismatch, IndexMissing, QuotedeskError
from index.generations import is_current
from index.indexer import index_paths
from index.verify import verify
from quotedesk import main

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def write(folder, count, edition=1):
    (folder / "news").mkdir(exist_ok=True)
    for word in NUMBERS[:count]:
        text = f"Ferry {word} is late\n\nThe ferry number {word} left the quay late, says edition {edition}.\n"
        (folder / "news" / f"ferry-{word}.txt").write_text(text, encoding="utf-8")


def index(folder, **options):
    return index_paths([folder / "news"], folder / "index", embedder="hash-256", **options)


def found(folder, question="Which ferry left the quay late?"):
    with closing(Collection.open(folder)) as collection:
        places = collection.locate([*collection.nearest(question, 50), *collection.matching(question, 50)])
        return sorted((passage.article.id, passage.text, round(place.score, 4)) for place, passage in places)


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, 6)
    index(tmp_path)
    return tmp_path


def test_what_was_backed_up_is_restored_with_its_generation_and_answers_the_same(folder):
    made = back_up(folder / "index", folder / "one.backup")
    assert (made.articles, made.generation) == (6, 1)
    restored = restore(folder / "one.backup", folder / "again")
    assert (restored.articles, restored.generation) == (6, 1)
    assert list(verify(folder / "again")) == []
    assert found(folder / "again") == found(folder / "index")
    assert sorted(path.name for path in (folder / "again").iterdir()) == [FILE, "generations"]
    assert index_paths([folder / "news"], folder / "again").unchanged == 6


def test_a_backup_made_between_two_commits_is_restored_with_a_generation_of_its_own(folder):
    next((folder / "index" / "generations").iterdir()).unlink()
    back_up(folder / "index", folder / "one.backup")
    assert restore(folder / "one.backup", folder / "again").generation == 2
    assert list(verify(folder / "again")) == []


def write_for_long(place, started):
    for edition in range(2, 14):
        write(place, 12, edition)
        index(place)
        started.set()


def test_backups_made_while_a_writer_writes_are_whole_each(folder):
    context = multiprocessing.get_context("spawn")
    started = context.Event()
    writer = context.Process(target=write_for_long, args=(folder, started))
    writer.start()
    assert started.wait(120)
    count = 0
    while writer.is_alive() and count < 12:
        back_up(folder / "index", folder / f"{count}.backup")
        count += 1
    writer.join()
    assert writer.exitcode == 0
    for number in range(count):
        restore(folder / f"{number}.backup", folder / f"again-{number}")
        assert list(verify(folder / f"again-{number}")) == []
        assert is_current(Catalog.open(folder / f"again-{number}"))
    assert count


def test_nothing_is_restored_over_anything_nor_backed_up_over_another_file(folder):
    back_up(folder / "index", folder / "one.backup")
    with pytest.raises(QuotedeskError, match="is there already"):
        back_up(folder / "index", folder / "one.backup")
    with pytest.raises(IndexMismatch, match="is not empty"):
        restore(folder / "one.backup", folder / "index")
    (folder / "empty").mkdir()
    restore(folder / "one.backup", folder / "empty")
    assert found(folder / "empty") == found(folder / "index")
    with pytest.raises(IndexMissing):
        back_up(folder / "none", folder / "two.backup")
    with pytest.raises(QuotedeskError, match="does not exist"):
        restore(folder / "none.backup", folder / "again")
    assert not (folder / "again").exists()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_backup_with_any_byte_changed_or_cut_off_is_refused_or_restores_all_of_it(folder, data):
    whole = folder / "one.backup"
    if not whole.exists():
        back_up(folder / "index", whole)
    content = bytearray(whole.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        del content[place:]
    else:
        content[place] ^= data.draw(st.integers(1, 255))
    (folder / "damaged.backup").write_bytes(content)
    target = folder / f"again-{len(list(folder.iterdir()))}"
    with suppress(QuotedeskError):  # gzip has bytes of no weight, such as its time
        restore(folder / "damaged.backup", target)
        assert list(verify(target)) == []
        assert found(target) == found(folder / "index")
        return
    assert not target.exists()
    assert not list(folder.glob(".again-*"))


@pytest.mark.parametrize("after", [b"garbage", b"\x1f\x8b\x01 no way to compress"])
def test_a_backup_whose_stream_ends_early_is_refused(folder, after):
    back_up(folder / "index", folder / "whole.backup")
    content = gzip.decompress((folder / "whole.backup").read_bytes())
    (folder / "damaged.backup").write_bytes(gzip.compress(content[: len(content) // 2]) + after)
    with pytest.raises(QuotedeskError, match="is damaged, or is no backup"):
        restore(folder / "damaged.backup", folder / "restored")
    assert not (folder / "restored").exists()


def archive(file, *members):
    with tarfile.open(file, "w:gz") as made:
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            made.addfile(member, io.BytesIO(content))


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ((("catalog.sqlite", b""),), "it has no manifest"),
        ((("manifest.json", json.dumps({"quotedesk": 2}).encode()),), "format 2, this program reads format 1"),
        (
            (("manifest.json", json.dumps({"quotedesk": 1, "files": {"../evil": {"sha256": ""}}}).encode()),),
            "lists what no index has",
        ),
        (
            (("manifest.json", json.dumps({"quotedesk": 1, "files": {FILE: {"sha256": ""}}}).encode()),),
            "catalog.sqlite is missing",
        ),
        (
            (
                ("manifest.json", json.dumps({"quotedesk": 1, "files": {FILE: {"sha256": ""}}}).encode()),
                ("../evil", b"x"),
            ),
            "'../evil'",
        ),
    ],
)
def test_an_archive_that_is_no_backup_is_refused_and_writes_nothing(tmp_path, members, said):
    archive(tmp_path / "odd.backup", *members)
    with pytest.raises(QuotedeskError, match="is no backup") as refused:
        restore(tmp_path / "odd.backup", tmp_path / "deep" / "index")
    assert said in str(refused.value)
    assert {path.name for path in tmp_path.rglob("*")} == {"odd.backup", "deep"}


def test_a_backup_of_a_newer_schema_is_refused(folder):
    with closing(sqlite3.connect(folder / "index" / FILE)) as connection:
        connection.execute("PRAGMA user_version=0")
    with pytest.raises(IndexMismatch):
        back_up(folder / "index", folder / "one.backup")
    with closing(sqlite3.connect(folder / "index" / FILE)) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA}")
    back_up(folder / "index", folder / "one.backup")
    with tarfile.open(folder / "one.backup") as made:
        parts = [(member.name, made.extractfile(member).read()) for member in made]
    newer = bytearray(dict(parts)[FILE])
    newer[60:64] = (SCHEMA + 1).to_bytes(4)
    listed = json.loads(dict(parts)["manifest.json"])
    listed["files"][FILE]["sha256"] = hashlib.sha256(newer).hexdigest()
    others = [(name, content) for name, content in parts if name not in ("manifest.json", FILE)]
    archive(folder / "newer.backup", ("manifest.json", json.dumps(listed).encode()), (FILE, bytes(newer)), *others)
    with pytest.raises(IndexMismatch, match=f"schema {SCHEMA + 1}.*use the quotedesk that made it"):
        restore(folder / "newer.backup", folder / "again")
    assert not (folder / "again").exists()


def test_a_damaged_index_is_not_backed_up(folder):
    index(folder)
    content = bytearray((folder / "index" / FILE).read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    (folder / "index" / FILE).write_bytes(content)
    with pytest.raises(QuotedeskError, match=r"is damaged|cannot be read"):
        back_up(folder / "index", folder / "one.backup")
    assert not (folder / "one.backup").exists()


def test_compaction_gives_room_back_and_changes_no_answer(folder):
    for edition in range(2, 12):
        write(folder, 12, edition)
        index(folder)
    for word in NUMBERS[6:]:
        (folder / "news" / f"ferry-{word}.txt").unlink()
    index(folder, prune=True)
    before, open_before = found(folder / "index"), Collection.open(folder / "index")
    done = compact(folder / "index")
    assert done.after.catalog < done.before.catalog
    assert done.after.generations < done.before.generations
    assert list(verify(folder / "index")) == []
    assert found(folder / "index") == before
    assert open_before.nearest("ferry", 5) == Collection.open(folder / "index").nearest("ferry", 5)
    assert len(list((folder / "index" / "generations").iterdir())) == 1
    assert compact(folder / "index").rows == 0


def test_the_commands_say_what_they_did_in_a_line(folder):
    def run(*words):
        done = CliRunner().invoke(main, [str(word) for word in words])
        return done.exit_code, done.output

    at = ("--index", folder / "index")
    code, said = run("backup", folder / "one.backup", *at)
    assert code == 0
    assert said.startswith("backed up 6 articles, generation 1: ")
    code, said = run("restore", folder / "one.backup", "--index", folder / "again")
    assert (code, said) == (0, f"restored 6 articles, generation 1: {folder / 'again'}\n")
    code, said = run("compact", *at)
    assert code == 0
    assert said.count("catalog ") == 2
    code, said = run("compact", *at, "--json")
    assert set(json.loads(said)) == {"before", "after", "rows_deleted"}
    code, said = run("restore", folder / "one.backup", *at)
    assert (code, said.count("\n")) == (2, 1)


def test_an_index_that_was_never_finished_is_said_to_be(tmp_path):
    Catalog.open_to_write(tmp_path / "index")
    with pytest.raises(IndexMismatch, match="never finished"):
        compact(tmp_path / "index")
    assert Path(tmp_path / "index").exists()
