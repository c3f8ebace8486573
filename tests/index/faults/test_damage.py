"""Files of an index that are damaged, cut off or gone: an answer as before, or one line that says what to do."""

import gc
import json
import random
import shutil
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from index.catalog import FILE, Catalog
from index.collection import Collection
from index.errors import QuotedeskError
from index.indexer import index_paths
from index.verify import verify
from quotedesk import main
from tests.index.faults.disk import Fault
from tests.index.faults.newsroom import Newsroom
from tests.index.faults.trials import Trial, answers, victim


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """An index of eight articles, and where its news is; never opened, so that its files stay as they are."""
    place = tmp_path_factory.mktemp("built")
    newsroom = Newsroom(place / "news", random.Random(4))
    newsroom.start(4)
    index_paths([place / "news"], place / "index", embedder="hash-256")
    (place / "texts.json").write_text(json.dumps(newsroom.versions()), encoding="utf-8")
    gc.collect()
    return place


@pytest.fixture
def index(built, tmp_path):
    return shutil.copytree(built / "index", tmp_path / "index")


def run(*words):
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done.exit_code, done.output


def cut(file, choice):
    file.write_bytes(file.read_bytes()[: choice.randrange(file.stat().st_size)])


def flip(file, choice):
    content = bytearray(file.read_bytes())
    content[choice.randrange(len(content))] ^= 1 << choice.randrange(8)
    file.write_bytes(content)


def lose(file, choice):
    file.unlink()


@pytest.mark.parametrize("harm", [cut, flip, lose])
def test_a_harmed_generation_is_named_answers_stay_and_indexing_mends_it(built, index, harm):
    before = answers(index)
    harm(next((index / "generations").iterdir()), random.Random(1))
    assert [finding[:12] for finding in verify(index)] == ["generation: "]
    code, said = run("verify", "--index", index)
    assert (code, said.splitlines()[-1].endswith(f"quotedesk compact --index {index}")) == (1, True)
    assert answers(index) == before
    report = index_paths([built / "news"], index)
    assert report.generation == 2
    assert list(verify(index)) == []
    assert answers(index) == before


def test_the_folder_of_generations_may_be_gone(built, index):
    before = answers(index)
    shutil.rmtree(index / "generations")
    assert answers(index) == before
    assert run("compact", "--index", index)[0] == 0
    assert list(verify(index)) == []


def test_before_the_first_generation_is_published_answers_are_those_after_it(index):
    published = answers(index)
    shutil.rmtree(index / "generations")
    with closing(sqlite3.connect(index / FILE)) as connection, connection:
        connection.execute("DELETE FROM generations")
    assert Collection.open(index).generation.number == 0
    assert answers(index) == published


def test_a_catalog_that_is_gone_is_one_line(built, index):
    (index / FILE).unlink()
    for command in (("info",), ("verify",), ("compact",), ("backup", index.parent / "b"), ("index", built / "news")):
        code, said = run(*command, "--index", index)
        assert (code, said.count("\n")) == (2, 1), said


@pytest.mark.parametrize("seed", range(12))
def test_a_harmed_catalog_gives_no_wrong_article_and_no_traceback(built, index, seed):
    choice = random.Random(seed)
    texts = json.loads((built / "texts.json").read_text(encoding="utf-8"))
    choice.choice((cut, flip))(index / FILE, choice)
    code, said = run("verify", "--index", index)
    assert code in (0, 1, 2)
    try:
        articles = {article.id: article for article in Catalog.open(index).articles()}
        answers(index)
    except (QuotedeskError, sqlite3.DatabaseError, ValueError):
        assert code, said  # what cannot be read, verify has named
    else:
        wrong = {name for name, article in articles.items() if article.text != texts.get(name)}
        missing = texts.keys() - articles.keys()
        assert code or not (wrong or missing), (wrong, missing)


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    with victim(tmp_path_factory.mktemp("warm") / "warm") as asking:
        yield asking


def test_a_write_ahead_log_cut_anywhere_leaves_an_earlier_whole_state(tmp_path, ask):
    trial = Trial(tmp_path, random.Random(8), ask)
    trial.newsroom.start(4)
    assert trial.go("add", Fault())["code"] == 0
    before = trial.held()
    trial.newsroom.change()
    trial.newsroom.change()
    trial.newsroom.change()
    with closing(sqlite3.connect(trial.index / FILE)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    catalog = (trial.index / FILE).read_bytes()
    assert trial.go("add", Fault(kill_at=150))["killed"]
    assert (trial.index / FILE).read_bytes() == catalog, "the log is being moved into the catalog already"
    log = (trial.index / f"{FILE}-wal").read_bytes()
    assert log
    crashed = tmp_path / "crashed"
    shutil.copytree(trial.index, crashed)
    states = set()
    for length in (0, 31, 32, len(log) // 3, len(log) // 2, len(log) - 4096, len(log) - 1, len(log)):
        gc.collect()  # no connection to the files that go
        shutil.rmtree(trial.index)
        shutil.copytree(crashed, trial.index)
        (trial.index / f"{FILE}-wal").write_bytes(log[:length])
        trial.check(before, set())
        states.add(tuple(sorted(trial.held().items())))
    assert len(states) > 1
    assert trial.go("add")["code"] == 0
    assert trial.newsroom.versions().items() <= trial.held().items()


def test_an_index_killed_before_its_first_commit_is_said_to_be_unfinished(tmp_path, ask):
    trial = Trial(tmp_path, random.Random(8), ask)
    trial.newsroom.start(1)
    assert trial.go("add", Fault(kill_at=3))["killed"]
    with pytest.raises(QuotedeskError, match=r"never finished|no index in"):
        Collection.open(trial.index)
    assert trial.go("add")["code"] == 0
    with closing(Catalog.open(trial.index)) as catalog:
        assert catalog.counts()["articles"] == 2
