"""What the trained reader is shown: a question and sentences as token ids, a marker before each sentence.

``[CLS] question [SEP] headline [SEP] [unused1] sentence [unused1] sentence … [SEP]``
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, pairwise
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.articles import Passage, Span
from index.sentences import sentences

Ids: TypeAlias = npt.NDArray[np.int32]  # (tokens,)
Offsets: TypeAlias = npt.NDArray[np.int32]  # (tokens, 2): where each lies in the article's text

CLS, SEP, MARKER, PAD = 101, 102, 2, 0  # the vocabulary of BERT, uncased; the marker is its [unused1]
#: A longer question or headline is read no further: both are there to understand the sentences by, never quoted.
MOST_QUESTION, MOST_TITLE = 64, 24


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a piece of a very long one, as tokens; ``span`` is the whole sentence in either case."""

    span: Span
    ids: Ids = field(repr=False)
    offsets: Offsets = field(repr=False)


@dataclass(frozen=True, slots=True)
class Window:
    """One row of the model's input.

    ``markers[i]`` is the position before ``sentences[i]``; ``offsets`` has ``(-1, -1)`` for tokens that are not
    of the article.
    """

    ids: Ids = field(repr=False)
    markers: Ids
    sentences: tuple[Sentence, ...] = field(repr=False)
    offsets: Offsets = field(repr=False)


@dataclass(frozen=True)
class Windows:
    """Cuts question and passage into windows of at most ``most`` tokens; no sentence is left out."""

    tokenizer_file: Path
    most: int = 256

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The vocabulary that the weights were trained with."""
        tokenizer: Tokenizer = Tokenizer.from_file(str(self.tokenizer_file))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def ids(self, text: str) -> Ids:
        """``text`` as token ids, with nothing around them."""
        return np.array(self.tokenizer.encode(text, add_special_tokens=False).ids, dtype=np.int32)

    def sentences(self, passage: Passage) -> list[Sentence]:
        """The passage's sentences, tokenised, in order."""
        text = passage.article.text
        spans = sentences(text, passage.start, passage.end)
        encoded = self.tokenizer.encode_batch([text[start:end] for start, end in spans], add_special_tokens=False)
        return [
            Sentence(
                span,
                np.array(one.ids, dtype=np.int32),
                np.array(one.offsets, dtype=np.int32).reshape(-1, 2) + span.start,
            )
            for span, one in zip(spans, encoded, strict=True)
        ]

    def cut(self, question: Ids, title: Ids, read: Sequence[Sentence]) -> Iterator[Window]:
        """Windows that together hold every sentence; each begins with the last sentence of the one before."""
        head = _head(question[:MOST_QUESTION], title[:MOST_TITLE])
        room = self.most - len(head) - 1
        pieces = [piece for sentence in read for piece in _pieces(sentence, room - 1)]
        for first, last in _packed([len(piece.ids) + 1 for piece in pieces], room):
            yield _window(head, tuple(islice(pieces, first, last)))


def _head(question: Ids, title: Ids) -> Ids:
    return np.concatenate([[CLS], question, [SEP], title, [SEP]] if len(title) else [[CLS], question, [SEP]]).astype(
        np.int32
    )


def _pieces(sentence: Sentence, most: int) -> Iterator[Sentence]:
    """The sentence, or where it is longer than ``most`` tokens, pieces that overlap by a quarter."""
    step = most - most // 4
    starts = range(0, max(len(sentence.ids) - most // 4, 1), step)
    for start in starts:
        taken = slice(start, start + most)
        yield Sentence(sentence.span, sentence.ids[taken], sentence.offsets[taken])


def _packed(lengths: Sequence[int], room: int) -> Iterator[tuple[int, int]]:
    """Which pieces go together: ranges that fit, overlapping by one piece where that fits too."""
    first, filled = 0, 0
    for at, length in enumerate(lengths):
        if filled + length > room and at > first:
            yield first, at
            first = at - 1 if at - 1 > first and lengths[at - 1] + length <= room else at
            filled = sum(lengths[first:at])
        filled += length
    if lengths:
        yield first, len(lengths)


def _window(head: Ids, pieces: tuple[Sentence, ...]) -> Window:
    starts = np.cumsum([len(head), *(len(piece.ids) + 1 for piece in pieces)])
    ids = np.full(starts[-1] + 1, SEP, dtype=np.int32)
    offsets = np.full((len(ids), 2), -1, dtype=np.int32)
    ids[: len(head)] = head
    for piece, (start, end) in zip(pieces, pairwise(starts), strict=True):
        ids[start] = MARKER
        ids[start + 1 : end] = piece.ids
        offsets[start + 1 : end] = piece.offsets
    return Window(ids, starts[:-1].astype(np.int32), pieces, offsets)
