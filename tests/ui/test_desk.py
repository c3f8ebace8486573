"""The page and the API share one queue, which turns away what it cannot take, and no question waits for ever."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from tests.loops import finished
from tests.ui import small_collection
from tests.ui.test_api import is_problem
from tests.ui.test_guard import converse
from ui.metrics import IndexState
from ui.server import open_desk
from ui.service import Service
from ui.waiting import Busy, TookTooLong, WaitingRoom


class Slow:
    """Answers only once it is let go; says how many it answers at once."""

    def __init__(self):
        self.go = threading.Event()
        self.begun = threading.Semaphore(0)
        self.now = self.most = 0
        self.counting = threading.Lock()

    def __call__(self, question, **_):
        with self.counting:
            self.now += 1
            self.most = max(self.most, self.now)
        self.begun.release()
        assert self.go.wait(20)
        with self.counting:
            self.now -= 1
        return small_collection.ask(question)


def desk_of(ask, **how):
    return open_desk(ask, Service(**how), lambda: IndexState(1, 0.0))


def asked_of(desk, question="grooming"):
    return finished(desk.reply(question))


@pytest.fixture
def slow():
    slow = Slow()
    yield slow
    slow.go.set()


def until(condition):
    for _ in range(400):
        if condition():
            return
        threading.Event().wait(0.01)
    pytest.fail("it did not happen within 4 s")


def test_beyond_the_workers_and_the_seats_a_question_is_turned_away(slow):
    desk = desk_of(slow, workers=2, waiting=3)
    with ThreadPoolExecutor(8) as visitors:
        asked = [visitors.submit(asked_of, desk) for _ in range(5)]
        until(lambda: (desk.room.answering, desk.room.waiting) == (2, 3))
        with pytest.raises(Busy):
            asked_of(desk)
        until(lambda: slow.now == 2)
        slow.go.set()
        assert all(not one.result(10).answer.abstains for one in asked)
    assert slow.most == 2
    assert (desk.room.answering, desk.room.waiting) == (0, 0)
    assert asked_of(desk).answer.quotes


def test_the_api_says_503_and_when_to_come_back(slow):
    app = small_collection.service(slow, service=Service(workers=1, waiting=1))
    with TestClient(app, base_url="http://localhost") as client, ThreadPoolExecutor(4) as visitors:
        ask = lambda: client.post("/api/ask", json={"question": "grooming"})  # noqa: E731
        first = visitors.submit(ask)
        assert slow.begun.acquire(timeout=10)
        second = visitors.submit(ask)
        until(lambda: b"quotedesk_queue_waiting 1.0" in client.get("/metrics").content)
        refused = ask()
        is_problem(refused, 503)
        assert int(refused.headers["retry-after"]) > 0
        assert client.get("/healthz").status_code == 200
        slow.go.set()
        assert [first.result(10).status_code, second.result(10).status_code] == [200, 200]


def test_a_question_of_the_page_takes_a_place_in_the_same_queue(slow):
    app = small_collection.service(slow, service=Service(workers=1, waiting=0))
    with TestClient(app, base_url="http://localhost") as client, ThreadPoolExecutor(1) as visitors:
        on_the_page = visitors.submit(converse, client, {"question": "grooming"})
        assert slow.begun.acquire(timeout=10)
        is_problem(client.post("/api/ask", json={"question": "grooming"}), 503)
        slow.go.set()
        assert on_the_page.result(10)["success"]


def test_a_question_that_takes_too_long_is_given_up(slow):
    app = small_collection.service(slow, service=Service(workers=1, timeout=0.2))
    with TestClient(app, base_url="http://localhost") as client:
        refused = client.post("/api/ask", json={"question": "grooming"})
        assert "0.2 s" in is_problem(refused, 503)
        assert "retry-after" in refused.headers
        slow.go.set()
        until(lambda: b"quotedesk_queue_answering 0.0" in client.get("/metrics").content)
        assert client.post("/api/ask", json={"question": "grooming"}).status_code == 200


def test_a_question_given_up_while_it_waits_is_never_asked(slow):
    desk = desk_of(slow, workers=1, timeout=0.2)
    desk.room.enter(lambda: slow("grooming"))
    assert slow.begun.acquire(timeout=10)
    with pytest.raises(TookTooLong):
        asked_of(desk)
    until(lambda: desk.room.waiting == 0)
    slow.go.set()
    until(lambda: desk.room.answering == 0)
    assert not slow.begun.acquire(blocking=False)


def test_a_room_that_is_closed_takes_nobody():
    room = WaitingRoom()
    room.close()
    with pytest.raises(Busy):
        room.enter(lambda: None)
    assert room.waiting == room.answering == 0


def test_what_fails_frees_its_place():
    desk = desk_of(small_collection.ask, workers=1, waiting=0)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            asked_of(desk, "crash")
        until(lambda: desk.room.answering == 0)
