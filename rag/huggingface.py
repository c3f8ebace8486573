"""Readers for a model of the user's own: extractive question answering, or a cross-encoder."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from index.articles import Article, Hit, Passage, Span
from index.errors import QuotedeskError
from index.sentences import sentences
from rag.answers import Quote
from rag.candidates import best_first, best_pair, probability, whole
from rag.pretrained import FIX, Pretrained, Row, read_config
from rag.windows import Offsets

if TYPE_CHECKING:
    from transformers import PretrainedConfig

    from rag.reader import Reader

SpanScores: TypeAlias = npt.NDArray[np.float32]  # (tokens, 2): an answer starts, ends here

_NEGATED = re.compile(r"(no|not|non|false|neg|negative|irrelevant|unrelated|unanswerable)([_\- ].*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ExtractiveReader:
    """Finds the best short answer of every sentence, and weighs it against "no answer".

    A sentence's log-odds are the start and end score of its best span, less those of the window's ``[CLS]``: the
    null score of SQuAD 2.0 (Devlin et al. 2019, section 4.3). The first ``passages`` hits are read.
    """

    model: Pretrained
    passages: int = 12

    @property
    def name(self) -> str:
        """The folder's name, or the model's in the cache."""
        return self.model.name

    def read(self, question: str, hits: Sequence[Hit]) -> list[Quote]:
        """One candidate a sentence, with its best answer, best first; none that is its article's headline."""
        passages = [hit.passage for hit in hits[: self.passages]]
        cut = [sentences(passage.article.text, passage.start, passage.end) for passage in passages]
        rows = self.model.rows(question, [passage.text for passage in passages])
        return best_first(
            quote
            for row, scores in self._scores(rows)
            for quote in _row_quotes(passages[row.text], cut[row.text], row, scores)
        )

    def _scores(self, rows: Sequence[Row]) -> Iterator[tuple[Row, SpanScores]]:
        import torch

        for taken, output, mask in self.model.batches(rows):
            both = torch.stack((output.start_logits, output.end_logits), dim=-1).float()
            yield from ((row, both[at, mask[at]].numpy()) for at, row in enumerate(taken))


@dataclass(frozen=True, slots=True)
class CrossEncoderReader:
    """Scores question and sentence as a pair; it marks no short answer.

    The log-odds are the model's one logit, against a null of 0; or, of two, the positive label's less the other's.
    The first ``passages`` hits are read.
    """

    model: Pretrained
    passages: int = 12

    @property
    def name(self) -> str:
        """The folder's name, or the model's in the cache."""
        return self.model.name

    def read(self, question: str, hits: Sequence[Hit]) -> list[Quote]:
        """One candidate a sentence, best first; none that is its article's headline."""
        places = {
            (hit.passage.article.id, span): hit.passage.article.passage(*span)
            for hit in hits[: self.passages]
            for span in sentences(hit.passage.article.text, hit.passage.start, hit.passage.end)
        }
        asked = list(places.values())
        rows = self.model.rows(question, [sentence.text for sentence in asked])
        return best_first(Quote(asked[row.text], probability(odds)) for row, odds in self._log_odds(rows))

    def _log_odds(self, rows: Sequence[Row]) -> Iterator[tuple[Row, float]]:
        config = self.model.model.config
        for taken, output, _ in self.model.batches(rows):
            logits = output.logits.float()
            positive = logits[:, 0]
            if logits.shape[1] > 1:
                at = _positive(config)
                positive = logits[:, at] - logits[:, 1 - at]
            yield from zip(taken, positive.tolist(), strict=True)


def open_huggingface(name: str) -> "Reader":
    """The reader for the model in the folder ``name``, or of that name in the local cache, as its config says."""
    config = read_config(name)
    architecture = (config.architectures or ["no architecture"])[0]
    if "ForQuestionAnswering" in architecture:
        return ExtractiveReader(Pretrained.open(name, "AutoModelForQuestionAnswering"))
    if "ForSequenceClassification" not in architecture:
        raise QuotedeskError(
            f"the model {name} is {architecture}, neither …ForQuestionAnswering nor …ForSequenceClassification", fix=FIX
        )
    if config.num_labels not in {1, 2}:
        raise QuotedeskError(
            f"the classifier {name} has {config.num_labels} labels, and a cross-encoder has one or two", fix=FIX
        )
    return CrossEncoderReader(Pretrained.open(name, "AutoModelForSequenceClassification"))


def _row_quotes(passage: Passage, cut: Sequence[Span], row: Row, scores: SpanScores) -> Iterator[Quote]:
    """The sentences of the passage that the row holds, in full or in part."""
    article = passage.article
    null = float(scores[row.null].sum())
    offsets = np.where(row.offsets < 0, -1, row.offsets + passage.start)
    for sentence in cut:
        best = _best_span(article, sentence, offsets, scores)
        if best:
            answer, score = best
            found = probability(score - null)
            yield Quote(article.passage(*sentence), found, article.passage(*answer), answer_score=found)


def _best_span(article: Article, sentence: Span, offsets: Offsets, scores: SpanScores) -> tuple[Span, float] | None:
    """The best answer inside the sentence, and its start and end score together; None where no token is of it."""
    starts, ends = offsets[:, 0], offsets[:, 1]
    tokens = np.flatnonzero((starts < ends) & (starts < sentence.end) & (ends > sentence.start))
    if not len(tokens):
        return None
    first, last, score = best_pair(scores[tokens, 0], scores[tokens, 1])
    return whole(article, int(starts[tokens[first]]), int(ends[tokens[last]]), sentence), score


def _positive(config: "PretrainedConfig") -> int:
    """Which of two labels means that the text answers: the second, unless its name is a denial."""
    names = {int(at): label for at, label in (config.id2label or {}).items()}
    return 0 if _NEGATED.fullmatch(names.get(1, "")) else 1
