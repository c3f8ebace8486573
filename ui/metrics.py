"""Figures for Prometheus: counts and times, never a word of a question or an article."""

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from index.store import Place
from rag.answers import Answer

CONTENT_TYPE = CONTENT_TYPE_LATEST
Outcome = Literal["answered", "abstained", "busy", "timeout", "failed"]
#: In seconds: most stages take milliseconds, and nobody waits longer than a minute.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class IndexState(NamedTuple):
    """The generation that is served, and when it was published, in seconds since 1970; NaN where unknown."""

    generation: int
    published: float


class Waiting(Protocol):
    """A queue, by its two lengths."""

    @property
    def waiting(self) -> int:
        """Questions that nobody works on yet."""

    @property
    def answering(self) -> int:
        """Questions that are being answered."""


class Metrics:
    """The figures of one service, in a registry of its own."""

    def __init__(self, queue: Waiting, index: Callable[[], IndexState]) -> None:
        self.registry = registry = CollectorRegistry()
        self._questions = Counter(
            "quotedesk_questions", "Questions, by how they ended.", ["outcome"], registry=registry
        )
        self._abstentions = Counter("quotedesk_abstentions", "Abstentions, by reason.", ["reason"], registry=registry)
        self._stages = Histogram(
            "quotedesk_stage_seconds", "Time of each stage of an answer.", ["stage"], buckets=BUCKETS, registry=registry
        )
        self._responses = Counter("quotedesk_http_responses", "Responses, by status.", ["status"], registry=registry)
        self._feedback = Counter(
            "quotedesk_feedback", "Feedback on answers, by verdict.", ["verdict"], registry=registry
        )
        _watch(registry, "quotedesk_queue_waiting", "Questions that wait.", lambda: queue.waiting)
        _watch(registry, "quotedesk_queue_answering", "Questions being answered.", lambda: queue.answering)
        _watch(registry, "quotedesk_index_generation", "The index's generation.", lambda: index().generation)
        _watch(
            registry, "quotedesk_index_age_seconds", "Since the generation was published.",
            lambda: time.time() - index().published,
        )  # fmt: skip

    def asked(self, outcome: Outcome) -> None:
        """Count a question by how it ended."""
        self._questions.labels(outcome).inc()

    def answered(self, answer: Answer, waited: float) -> None:
        """Count an answer, or an abstention and its reason, with the time of each stage; it ``waited`` so many s."""
        self.asked("abstained" if answer.abstains else "answered")
        if answer.reason:
            self._abstentions.labels(answer.reason).inc()
        self._stages.labels("wait").observe(waited)
        for stage, ms in answer.timings_ms.items():
            self._stages.labels(stage).observe(ms / 1000)

    def responded(self, status: int) -> None:
        """Count a response."""
        self._responses.labels(str(status)).inc()

    def judged(self, verdict: str) -> None:
        """Count feedback."""
        self._feedback.labels(verdict).inc()

    def text(self) -> bytes:
        """All figures, in Prometheus's text format."""
        return generate_latest(self.registry)


def generation_published(index: Place) -> float:
    """When the newest generation in the folder of an index was written, in seconds since 1970; NaN where unknown."""
    if not isinstance(index, Path):
        return math.nan
    times = [file.stat().st_mtime for file in (index / "generations").glob("*") if not file.name.startswith(".")]
    return max(times, default=math.nan)


def _watch(registry: CollectorRegistry, name: str, said: str, value: Callable[[], float]) -> None:
    """A gauge that is read when it is asked for."""
    Gauge(name, said, registry=registry).set_function(value)
