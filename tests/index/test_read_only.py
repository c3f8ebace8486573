"""An index in a folder that may not be written opens to be asked; asked in another process, without root's powers."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from index.catalog import FILE

ROOT = Path(__file__).resolve().parents[2]
#: Root may write whatever its modes say, unless this is taken from it.
AS_OTHERS = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"] if os.geteuid() == 0 else []
EMBEDDER = ["--embedder", "hash-256"]
STORY = "Helpline opens at night\n\nThe Fell helpline will open at night from May. Calls are free.\n"
ASK = """
import json, sys
from pathlib import Path
from index.collection import Collection
collection = Collection.open(Path(sys.argv[1]))
for _ in sys.stdin:
    found = collection.locate(collection.nearest("helpline", 9) + collection.matching("helpline", 9))
    print(json.dumps(sorted({passage.article.id for _, passage in found})), flush=True)
"""


def as_others(*command):
    """The command as somebody who is bound by the modes of files."""
    return [*AS_OTHERS, sys.executable, *command]


def bound_by_modes(tmp_path):
    (tmp_path / "probe").mkdir(mode=0o555)
    tried = ["-c", f"open({str(tmp_path / 'probe' / 'file')!r}, 'w')"]
    try:
        return subprocess.run(as_others(*tried), capture_output=True, check=False).returncode == 1
    except FileNotFoundError:  # no setpriv
        return False


def index(file, folder, words):
    """Index an article in a process of its own, which closes the catalog when it ends."""
    file.write_text(words, encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "quotedesk", "index", str(file), "--index", str(folder), *EMBEDDER], cwd=ROOT, check=True
    )


@pytest.fixture
def folder(tmp_path):
    """An index whose files and folders may only be read."""
    if not bound_by_modes(tmp_path):
        pytest.skip("nobody here is bound by the modes of files")
    index(tmp_path / "helpline.txt", tmp_path / "index", STORY)
    assert not list((tmp_path / "index").glob("*-wal"))
    read_only(tmp_path / "index")
    yield tmp_path / "index"
    writable(tmp_path / "index")


def read_only(folder):
    for path in [*folder.rglob("*"), folder]:
        path.chmod(0o555 if path.is_dir() else 0o444)


def writable(folder):
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


def asker(folder):
    return subprocess.Popen(
        as_others("-c", ASK, str(folder)), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )


def asked(process):
    process.stdin.write("\n")
    return json.loads(process.stdout.readline())


def test_a_folder_that_may_not_be_written_can_be_asked(folder):
    with asker(folder) as process:
        assert asked(process) == ["helpline"]
        process.stdin.close()
    assert process.returncode == 0


def test_a_file_that_may_not_be_written_in_a_folder_that_may_can_be_asked_too(folder):
    folder.chmod(0o755)
    with asker(folder) as process:
        assert asked(process) == ["helpline"]


def test_a_link_to_a_folder_that_may_not_be_written_can_be_asked_too(folder, tmp_path):
    (tmp_path / "link#1").symlink_to(folder)
    with asker(tmp_path / "link#1") as process:
        assert asked(process) == ["helpline"]


@pytest.mark.parametrize("command", [["info"], ["verify"], ["show", "helpline"]])
def test_every_command_that_only_reads_works_there(folder, command):
    ran = subprocess.run(
        as_others("-m", "quotedesk", *command, "--index", str(folder)), cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")


def test_what_somebody_else_writes_there_is_found_while_they_do_and_after(folder, tmp_path):
    with asker(folder) as process:
        assert asked(process) == ["helpline"]
        writable(folder)
        with closing(sqlite3.connect(folder / FILE)) as connection:  # keeps the log beside the file
            connection.execute("SELECT count(*) FROM articles").fetchone()
            index(tmp_path / "second.txt", folder, "Second\n\nThe second helpline opens.\n")
            read_only(folder)
            assert asked(process) == ["helpline", "second"]
        assert asked(process) == ["helpline", "second"]
        writable(folder)
        index(tmp_path / "third.txt", folder, "Third\n\nThe third helpline opens.\n")
        read_only(folder)
        assert asked(process) == ["helpline", "second", "third"]
        process.stdin.close()
    assert process.returncode == 0


def test_what_a_writer_left_unfinished_is_said_and_not_passed_over(folder):
    writable(folder)
    with closing(sqlite3.connect(folder / FILE)) as connection:
        connection.execute("DELETE FROM articles")
        connection.commit()
        shutil.copy(folder / f"{FILE}-wal", folder / "kept")
    (folder / "kept").rename(folder / f"{FILE}-wal")
    read_only(folder)
    ran = subprocess.run(
        as_others("-m", "quotedesk", "info", "--index", str(folder)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert "was not closed by its last writer" in ran.stderr
    assert "Traceback" not in ran.stderr
