"""What Prometheus reads: each figure moves with what it counts, and no words are in it."""

import os

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from tests.ui import small_collection
from ui.metrics import IndexState, generation_published


@pytest.fixture
def watched():
    app = small_collection.service(index=lambda: IndexState(7, 1.0))
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


def figures(client):
    """Each sample by its name and labels."""
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(client.get("/metrics").text)
        for sample in family.samples
    }


def test_questions_abstentions_and_failures_are_counted(watched):
    for question in ("grooming", "grooming", "What about TikTok?", "zebra", "crash", "wrong"):
        watched.post("/api/ask", json={"question": question})
    found = figures(watched)
    assert found["quotedesk_questions_total", "answered"] == 2
    assert found["quotedesk_questions_total", "abstained"] == 2
    assert found["quotedesk_questions_total", "failed"] == 2
    assert found["quotedesk_abstentions_total", "not_covered"] == 1
    assert found["quotedesk_abstentions_total", "nothing_found"] == 1
    assert found["quotedesk_stage_seconds_count", "wait"] == 4
    assert found["quotedesk_http_responses_total", "200"] == 4
    assert found["quotedesk_http_responses_total", "500"] == found["quotedesk_http_responses_total", "503"] == 1


def test_the_stages_of_an_answer_are_timed_in_seconds():
    def timed(question, **_):
        from dataclasses import replace

        return replace(small_collection.ask(question), timings_ms={"retrieve": 20.0, "read": 300.0})

    with TestClient(small_collection.service(timed), base_url="http://localhost") as client:
        client.post("/api/ask", json={"question": "grooming"})
        found = figures(client)
    assert found["quotedesk_stage_seconds_sum", "retrieve"] == pytest.approx(0.02)
    assert found["quotedesk_stage_seconds_sum", "read"] == pytest.approx(0.3)


def test_the_index_says_its_generation_and_age(watched):
    found = figures(watched)
    assert found["quotedesk_index_generation",] == 7
    assert found["quotedesk_index_age_seconds",] > 1e9


def test_no_word_of_a_question_or_an_article_is_in_it(watched):
    watched.post("/api/ask", json={"question": "grooming by my neighbour?"})
    watched.post("/api/ask", json={"question": "What about TikTok?"})
    text = watched.get("/metrics").text
    assert not any(word in text for word in ("grooming", "neighbour", "TikTok", "lockdown", "Ledger"))


def test_a_method_or_path_that_somebody_makes_up_adds_no_figure(watched):
    watched.get("/metrics")
    before = set(figures(watched))
    for made_up in ("a", "b"):
        watched.request(made_up.upper(), f"/{made_up}")
    added = {name for name, *_ in set(figures(watched)) - before}
    assert added <= {"quotedesk_http_responses_total", "quotedesk_http_responses_created"}


def test_a_generation_is_as_old_as_its_newest_file(tmp_path):
    assert generation_published(tmp_path) != generation_published(tmp_path)  # NaN: nothing was published
    generations = tmp_path / "generations"
    generations.mkdir()
    for name, at in [("1.faiss", 100), ("2.faiss", 200), (".draft-1", 300)]:
        (generations / name).touch()
        os.utime(generations / name, (at, at))
    assert generation_published(tmp_path) == 200
