"""What the API takes and gives, for the OpenAPI document; what is given is checked against it in the tests only."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from index.filters import Filters
from rag.answers import Reason, Speech
from ui.feedback import Verdict

LONGEST_QUESTION = 2000
LONGEST_COMMENT = 2000
MOST_HISTORY = 20

QuestionText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUESTION)]
Comment = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_COMMENT)]


def _written_out(day: object) -> object:
    """Pydantic would take a number for seconds since 1970, and a time for its day."""
    if isinstance(day, str) and len(day) == len("2024-01-31") and day.count("-") == len("--"):
        return day
    message = "a day is written as 2024-01-31"
    raise ValueError(message)


def _a_number(value: object) -> object:
    """Pydantic would read one in a string; 3.0 is a whole number in JSON."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    message = "this is a whole number"
    raise ValueError(message)


Day = Annotated[date, BeforeValidator(_written_out, json_schema_input_type=date)]
Quotes = Annotated[int, Field(ge=1, le=20)]


class Exact(BaseModel):
    """An object with these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class AskRequest(Exact):
    """A question to the collection."""

    question: QuestionText
    source: str | None = Field(None, max_length=200, description="Only articles of this publisher.")
    after: Day | None = Field(None, description="Only articles published on this day or later.")
    before: Day | None = Field(None, description="Only articles published on this day or earlier.")
    max_quotes: Annotated[Quotes, BeforeValidator(_a_number, json_schema_input_type=Quotes)] | None = None
    history: list[QuestionText] = Field([], max_length=MOST_HISTORY, description="Earlier questions, oldest first.")

    @model_validator(mode="after")
    def _period_has_days(self) -> "AskRequest":
        if self.after and self.before and self.after > self.before:
            message = "after must not be later than before"
            raise ValueError(message)
        return self

    @property
    def filters(self) -> Filters:
        """Which articles may answer."""
        return Filters(self.source, self.after, self.before)


class FeedbackRequest(Exact):
    """What somebody says of an answer; saying it again replaces it."""

    answer_id: str = Field(min_length=1, max_length=64)
    verdict: Verdict
    comment: Comment | None = None


class Stretch(Exact):
    """``text`` is the article's ``text[start:end]``, counted in Unicode code points."""

    text: str
    start: int
    end: int


class QuoteBody(Stretch):
    """A quote."""

    citation: int = Field(description="The number of its article in citations.")
    article_id: str
    article_sha256: str
    answer: Stretch | None
    speaker: Stretch | None
    speech: Speech | None
    periods: list[Stretch]
    score: float
    also_in: list[str] = Field(description="Other articles with the same words.")
    link: str | None = Field(description="The article's url, opening at this quote.")


class CitationBody(Exact):
    """A quoted article."""

    number: int
    article_id: str
    title: str
    byline: str | None
    published: date | None
    updated: date | None
    publisher: str | None
    url: str | None
    link: str | None = Field(description="The url, opening at the first quote.")


class ClosestBody(Stretch):
    """A passage near the question that does not answer it."""

    article_id: str
    title: str


class IndexBody(Exact):
    """What answered."""

    generation: int
    embedder: str
    reader: str


class AnswerBody(Exact):
    """Quotes, best first, or an abstention and its reason."""

    answer_id: str = Field(description="Names the answer in feedback.")
    question: str
    understood: str | None = Field(description="The question as it was read with the earlier ones.")
    abstained: bool
    reason: Reason | None
    missing: list[str] = Field(description="Words of the question that nothing found mentions.")
    confidence: float = Field(ge=0, le=1)
    quotes: list[QuoteBody]
    citations: list[CitationBody]
    timeline: list[int]
    closest: list[ClosestBody]
    timings_ms: dict[str, float]
    index: IndexBody


class SpanBody(Exact):
    """A half-open stretch, in Unicode code points."""

    start: int
    end: int


class DroppedBody(SpanBody):
    """A stretch that is never quoted, and why."""

    reason: str


class ArticleBody(Exact):
    """An article: its particulars and its text, unchanged."""

    id: str
    title: str
    byline: str | None
    publisher: str | None
    published: date | None
    updated: date | None
    url: str | None
    sha256: str
    text: str
    all_kept: bool
    kept: list[SpanBody]
    dropped: list[DroppedBody]


class Thanks(Exact):
    """The feedback is kept."""

    answer_id: str
    verdict: Verdict


class Status(Exact):
    """How the service is."""

    status: Literal["up", "ready"]


class Problem(BaseModel):
    """An error, after RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str | None


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These statuses, for the OpenAPI document."""
    content = {"application/problem+json": {"schema": Problem.model_json_schema()}}
    return {status: {"description": "A problem", "content": content} for status in statuses}
