"""The record says who asked what and what was cited, and nothing when it is off."""

import hashlib
import json
import stat

import pytest
from fastapi.testclient import TestClient

from index.errors import QuotedeskError
from tests.ui import small_collection
from tests.ui.small_collection import ARTICLES
from tests.ui.test_guard import converse
from ui.audit import Audit
from ui.recent import given
from ui.service import Service


def lines(file):
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def service(file, **how):
    return TestClient(small_collection.service(service=Service(audit=file, **how)), base_url="http://localhost")


def test_a_line_has_the_question_and_the_cited_offsets(tmp_path):
    file = tmp_path / "audit.jsonl"
    with service(file) as client:
        answer = client.post("/api/ask", json={"question": "grooming"}, headers={"x-request-id": "r9"}).json()
        client.post("/api/ask", json={"question": "What about TikTok?"})
    first, second = lines(file)
    assert (first["question"], first["user"], first["abstained"], first["generation"]) == ("grooming", "-", False, 1)
    assert (first["answer_id"], first["request_id"]) == (answer["answer_id"], "r9")
    for cited, quote in zip(first["cited"], answer["quotes"], strict=True):
        assert ARTICLES[cited["article_id"]].text[cited["start"] : cited["end"]] == quote["text"]
        assert cited["sha256"] == quote["article_sha256"]
    assert (second["abstained"], second["reason"], second["cited"]) == (True, "not_covered", [])
    assert first["time"] <= second["time"]


def test_the_page_is_recorded_too(tmp_path):
    with service(tmp_path / "audit.jsonl") as client:
        converse(client, {"question": "grooming"})
    assert [line["question"] for line in lines(tmp_path / "audit.jsonl")] == ["grooming"]


def test_a_hashed_record_holds_no_question(tmp_path):
    file = tmp_path / "audit.jsonl"
    with service(file, audit_hash=True) as client:
        client.post("/api/ask", json={"question": "grooming, é?"})
    (line,) = lines(file)
    assert "question" not in line
    assert "grooming," not in file.read_text("utf-8")
    assert line["question_sha256"] == hashlib.sha256("grooming, é?".encode()).hexdigest()


def test_it_holds_no_word_of_an_article(tmp_path):
    with service(tmp_path / "audit.jsonl") as client:
        client.post("/api/ask", json={"question": "grooming"})
    assert "7,062" not in (tmp_path / "audit.jsonl").read_text("utf-8")


def test_off_means_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with service(None) as client:
        client.post("/api/ask", json={"question": "grooming"})
    assert not list(tmp_path.iterdir())


def test_it_is_rotated_by_size_readable_by_its_account_alone_and_loses_no_line(tmp_path):
    file = tmp_path / "audit.jsonl"
    audit = Audit(file, largest=1500, kept=50)
    answers = [given(small_collection.ask("grooming")) for _ in range(20)]
    for one in answers:
        audit.write(one)
    audit.close()
    files = sorted(tmp_path.iterdir())
    assert len(files) > 3
    assert all(part.stat().st_size <= 1500 for part in files)
    assert all(stat.S_IMODE(part.stat().st_mode) == 0o600 for part in files)
    assert {line["answer_id"] for part in files for line in lines(part)} == {one.id for one in answers}


def test_the_oldest_files_are_deleted(tmp_path):
    audit = Audit(tmp_path / "audit.jsonl", largest=1, kept=2)
    for _ in range(9):
        audit.write(given(small_collection.ask("grooming")))
    audit.close()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["audit.jsonl", "audit.jsonl.1", "audit.jsonl.2"]


def test_a_record_that_cannot_be_written_is_a_message_at_once(tmp_path):
    with pytest.raises(QuotedeskError, match="--audit"):
        Audit(tmp_path / "no" / "such" / "folder" / "audit.jsonl")
