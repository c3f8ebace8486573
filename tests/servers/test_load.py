"""Hundreds at once over real connections: some are answered, the others told to come back, and nothing stays behind."""

import argparse
import time

import pytest

from tests.browser.conftest import serving
from tests.conftest import SAMPLES
from tests.loops import finished
from tests.servers import load
from tests.ui import small_collection
from ui.service import Service

pytestmark = pytest.mark.slow


def slow(question, **how):
    time.sleep(0.05)
    return small_collection.ask(question, **how)


def measured(url, **how):
    options = {"url": url, "questions": SAMPLES / "questions.jsonl", "burst": 0, "pid": None, **how}
    return finished(load.main(argparse.Namespace(**options)))


def test_five_hundred_at_once_are_answered_or_told_to_come_back_and_the_next_waits_for_nobody():
    with serving(small_collection.service(slow, service=Service(workers=2, waiting=20))) as url:
        found = measured(url, burst=500)
    assert set(found["by_status"]) == {"200", "503"}
    assert found["by_status"]["200"] >= 22
    assert found["recovered_after_s"] < 10


def test_users_who_think_are_all_answered():
    with serving(small_collection.service(slow)) as url:
        found = measured(url, users=20, think=2, seconds=4)
    assert set(found["by_status"]) == {"200"}
    assert found["requests"] > 20
    assert found["p50_ms"] <= found["p95_ms"] <= found["p100_ms"]


def test_a_percentile_is_a_value_that_was_measured():
    assert [load.percentile([1, 2, 3, 4], share) for share in (25, 50, 75, 100)] == [1, 2, 3, 4]
    assert load.percentile([7], 95) == 7
