"""kill -9 at any moment of any work on an index: nothing that was acknowledged is lost, and nothing is half there."""

import random

import pytest

from index.catalog import Catalog
from index.generations import is_current
from tests.index.faults.disk import Fault
from tests.index.faults.trials import Trial, acknowledged, operations, victim

WORKS = ("add", "prune", "publish", "add", "prune")


def kill_over_and_over(place, *, seed, kills):
    """Work on an index and kill the process until it died ``kills`` times; each time it must be whole."""
    choice = random.Random(seed)
    with victim(place / "warm") as ask:
        trial = Trial(place, choice, ask)
        trial.newsroom.start(4)
        typical, died = dict.fromkeys(WORKS, 60), 0
        while died < kills:
            work = choice.choice(WORKS) if trial.index.exists() else "add"
            before = trial.held()
            fault = some_moment(choice, typical[work])
            answer = trial.go(work, fault)
            assert answer["killed"] or answer["code"] == 0, trial.said
            died += answer["killed"]
            if trial.held() or acknowledged(answer):
                trial.check(before, acknowledged(answer), pruning=work == "prune")
            finished = trial.go(work if trial.held() else "add")
            assert finished["code"] == 0, trial.said
            typical[work] = operations(finished) + 10
            if work != "publish":
                assert trial.newsroom.versions().items() <= trial.held().items()
            assert is_current(Catalog.open(trial.index))
            next_day(trial.newsroom, choice)


def some_moment(choice, typical):
    """Two of three at an operation on a file, the others at a time."""
    if choice.random() < 2 / 3:
        return Fault(kill_at=choice.randint(1, typical))
    return Fault(kill_after=choice.uniform(0, 0.2))


def next_day(newsroom, choice):
    newsroom.change()
    if choice.random() < 0.4 or len(newsroom.versions()) > 20:
        newsroom.withdraw()


def test_after_fifteen_kills_the_index_is_whole_each_time(tmp_path):
    kill_over_and_over(tmp_path, seed=7, kills=15)


@pytest.mark.slow
def test_after_two_hundred_kills_the_index_is_whole_each_time(tmp_path):
    kill_over_and_over(tmp_path, seed=2024, kills=200)
