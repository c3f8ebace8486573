"""A disk that is full, and one that loses at a power cut what was not synced."""

import gc
import os
import random
import subprocess
from contextlib import closing

import pytest

from index.catalog import Catalog
from index.collection import Collection
from index.generations import is_current
from index.indexer import index_paths
from index.verify import verify
from tests.index.faults.disk import Fault, cut_power, unsynced
from tests.index.faults.newsroom import Newsroom
from tests.index.faults.trials import Trial, acknowledged, answers, operations, victim


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    with victim(tmp_path_factory.mktemp("warm") / "warm") as asking:
        yield asking


def trial_of(place, ask, seed):
    trial = Trial(place, random.Random(seed), ask)
    trial.newsroom.start(4)
    return trial


def test_a_full_disk_is_one_line_and_the_run_goes_on_once_there_is_room(tmp_path, ask):
    trial = trial_of(tmp_path, ask, seed=1)
    assert trial.go("command")["code"] == 0
    hits = 0
    for at in (1, 4, 9, 16, 25, 36, 49, 64):
        trial.newsroom.change()
        before = trial.held()
        answer = trial.go("command", Fault(full_at=at))
        assert not answer["killed"]
        if answer["code"]:
            hits += 1
            assert answer["code"] == 2, trial.said
            assert trial.said.startswith("quotedesk: "), trial.said
            assert trial.said.count("\n") == 1, trial.said
            assert "no room left" in trial.said or "cannot be written" in trial.said
        trial.check(before, acknowledged(answer))
        assert not list((trial.index / "generations").glob(".draft*"))
        assert trial.go("command")["code"] == 0
        assert trial.newsroom.versions().items() <= trial.held().items()
        assert is_current(Catalog.open(trial.index))
    assert hits > 3


def test_a_new_index_on_a_full_disk_is_one_line(tmp_path, ask):
    for at in (1, 2, 5, 9, 14, 24):
        (tmp_path / str(at)).mkdir()
        trial = trial_of(tmp_path / str(at), ask, seed=at)
        answer = trial.go("command", Fault(full_at=at))
        assert answer["code"] == 2, trial.said
        assert trial.said.count("\n") == 1, trial.said
        assert trial.go("command")["code"] == 0, trial.said
        trial.check({}, set(trial.newsroom.versions()))


def mounted(place):
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", place], capture_output=True)
    if done.returncode:
        pytest.skip("no right to mount a small file system: the test on a really full one is left out")
    return place


def test_on_a_really_full_file_system_nothing_is_lost(tmp_path, ask):
    newsroom = Newsroom(tmp_path / "news", random.Random(3))
    newsroom.start(4)
    small = mounted(tmp_path / "small")
    try:
        trial = Trial(tmp_path, random.Random(3), ask)
        trial.newsroom, trial.index = newsroom, small / "index"
        assert trial.go("command")["code"] == 0
        ballast = small / "ballast"
        for room in (0, 9_000, 40_000, 80_000, 160_000):
            newsroom.change()
            before = trial.held()
            free = os.statvfs(small)
            ballast.write_bytes(bytes(max(free.f_bavail * free.f_bsize - room, 0)))
            answer = trial.go("command")
            assert answer["code"] in (0, 2), trial.said
            assert trial.said.count("\n") == 1, trial.said
            trial.check(before, acknowledged(answer))
            ballast.unlink()
        assert trial.go("command")["code"] == 0
        assert trial.newsroom.versions().items() <= trial.held().items()
    finally:
        subprocess.run(["umount", "-l", small], check=True)


def cut_over_and_over(place, ask, *, seed, cuts):
    """Kill at an operation, then lose a part of what no sync followed; what was acknowledged must be there."""
    choice = random.Random(seed)
    trial = trial_of(place, ask, seed)
    assert trial.go("add")["code"] == 0
    typical, lost = 60, 0
    for _ in range(cuts):
        trial.newsroom.change()
        work = choice.choice(("add", "prune", "add", "compact"))
        if work == "prune":
            trial.newsroom.withdraw()
        before = trial.held()
        gc.collect()  # no reader here outlives the power cut
        log = place / "disk.log"
        answer = trial.go(work, Fault(kill_at=choice.randint(1, typical), log=str(log)))
        assert answer["killed"] or answer["code"] == 0, trial.said
        lost += cut_power(log, choice)
        for kept in place.glob("disk.log*"):
            kept.unlink()
        trial.check(before, acknowledged(answer), pruning=work == "prune")
        finished = trial.go(work)
        assert finished["code"] == 0, trial.said
        typical = operations(finished) + 10
        assert list(verify(trial.index)) == []
    return lost


def test_after_ten_power_cuts_what_was_acknowledged_is_there(tmp_path, ask):
    assert cut_over_and_over(tmp_path, ask, seed=5, cuts=10)


@pytest.mark.slow
def test_after_a_hundred_power_cuts_what_was_acknowledged_is_there(tmp_path, ask):
    assert cut_over_and_over(tmp_path, ask, seed=11, cuts=100) > 100


def test_the_layer_really_loses_what_is_not_synced(tmp_path, ask):
    """Without the syncs before the catalog's row, a generation would be lost: the layer can tell."""
    trial = trial_of(tmp_path, ask, seed=9)
    log = tmp_path / "disk.log"
    assert trial.go("add", Fault(log=str(log)))["code"] == 0
    left = [event for event in unsynced(log) if "generations" in str(event.path)]
    assert {event.kind for event in left} <= {"D"}, left
    before = answers(trial.index)
    gc.collect()
    assert trial.go("unsynced publish", Fault(log=str(log)))["code"] == 0
    left = [event.kind for event in unsynced(log) if "generations" in str(event.path)]
    assert "U" in left
    assert "R" in left
    cut_power(log, AlwaysLost())
    assert list(verify(trial.index)) != []
    with closing(Catalog.open(trial.index)):
        assert answers(trial.index) == before
    index_paths([trial.newsroom.folder], trial.index)
    assert list(verify(trial.index)) == []
    assert Collection.open(trial.index).generation.number == 3


class AlwaysLost(random.Random):
    """The worst that may happen."""

    def random(self):
        return 0.0
