"""A model of Hugging Face's making, opened from this machine's disk and run on pairs of question and text."""

import inspect
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from index.articles import Span
from index.errors import QuotedeskError
from index.precision import native_dtype
from rag.windows import Offsets

if TYPE_CHECKING:
    import torch
    from transformers import PretrainedConfig, PreTrainedModel, PreTrainedTokenizerBase

#: Tokens of a row, of the question in it, and by how many the rows of a long text overlap: as is usual for SQuAD.
MOST, MOST_QUESTION, OVERLAP = 384, 64, 128
#: Positions that are not for tokens: RoBERTa and its kin begin to count at 2.
SPARE_POSITIONS = 2
FIX = "give a folder that holds an extractive-QA model or a cross-encoder, with its tokenizer.json"
_HALF_A_PAIR = re.compile("[\ud800-\udfff]")


class Row(NamedTuple):
    """One row of the model's input: the question and as much of one of the texts as is read at once.

    ``text`` is that text's place; ``offsets`` say where each token lies in it, white space left off, ``(-1, -1)`` if
    nowhere; ``null`` is where the model says "not here": at ``[CLS]``, or the first token of a model that has none.
    """

    text: int
    inputs: dict[str, list[int]]
    offsets: Offsets
    null: int


@dataclass(frozen=True)
class Pretrained:
    """Model and tokenizer. Use by several threads at once is safe: fast tokenizers are not, hence the lock."""

    name: str
    model: "PreTrainedModel"
    tokenizer: "PreTrainedTokenizerBase"
    batch: int = 8
    _tokenizing: Lock = field(default_factory=Lock, repr=False)

    @classmethod
    def open(cls, name: str, auto_class: str) -> "Pretrained":
        """Load with one of transformers' ``Auto…`` classes, and try; what cannot be read with is an error here."""
        import transformers

        with _told_in_a_line(name):
            tokenizer = transformers.AutoTokenizer.from_pretrained(name, **_LOCAL)
            _check_tokenizer(name, tokenizer)
            kind = getattr(transformers, auto_class)
            model, loaded = kind.from_pretrained(name, dtype=native_dtype(), output_loading_info=True, **_LOCAL)
            if loaded["missing_keys"]:
                lacking = min(loaded["missing_keys"])
                raise QuotedeskError(f"the weights of the reading model {name} lack {lacking}, if no more", fix=FIX)
            tokenizer.truncation_side = "right"
            if model.config.pad_token_id is None:  # a classifier that sums up at the last token asks for it
                model.config.pad_token_id = tokenizer.pad_token_id
            opened = cls(Path(name).resolve().name if Path(name).is_dir() else name, model.eval(), tokenizer)
            opened._try()
        return opened

    def _try(self) -> None:
        """Read a word; in float32 from now on where the architecture, as XLNet's, does not compute in bfloat16."""
        rows = self.rows("Who?", ["Nobody."])
        try:
            list(self.batches(rows))
        except RuntimeError:
            self.model.float()  # type: ignore[no-untyped-call]
            list(self.batches(rows))

    @cached_property
    def most(self) -> int:
        """Tokens of a row, at most: what model and tokenizer can take, and no more than is usual."""
        positions = getattr(self.model.config, "max_position_embeddings", None) or 0
        room = positions - SPARE_POSITIONS if positions > 0 else MOST
        return min(MOST, room, self.tokenizer.model_max_length)

    def rows(self, question: str, texts: Sequence[str]) -> list[Row]:
        """Question and text, for every text, in as many overlapping rows as it needs: nothing is cut off."""
        if not texts:
            return []
        texts = [_HALF_A_PAIR.sub("\ufffd", text) for text in texts]
        with self._tokenizing:
            asked, length = self._shortened(_HALF_A_PAIR.sub("\ufffd", question))
            room = self.most - length - self.tokenizer.num_special_tokens_to_add(pair=True)
            encoded = self.tokenizer(
                [asked] * len(texts), texts, truncation="only_second", max_length=self.most,
                stride=min(OVERLAP, room // 2), return_overflowing_tokens=True, return_offsets_mapping=True,
            )  # fmt: skip
        return [
            self._row(encoded, place, text, texts[text])
            for place, text in enumerate(encoded["overflow_to_sample_mapping"])
        ]

    def batches(self, rows: Sequence[Row]) -> "Iterator[tuple[list[Row], Any, torch.Tensor]]":
        """Rows of about the same length, what the model makes of them, and which of their tokens are not padding."""
        import torch

        ordered = sorted(rows, key=lambda row: len(row.offsets))
        for first in range(0, len(ordered), self.batch):
            taken = ordered[first : first + self.batch]
            inputs = self.tokenizer.pad([row.inputs for row in taken], return_attention_mask=True, return_tensors="pt")
            with torch.inference_mode():
                yield taken, self.model(**inputs), inputs["attention_mask"].bool()

    def _shortened(self, question: str) -> tuple[str, int]:
        """The question as far as it is read, and its length in tokens."""
        most = min(MOST_QUESTION, self.most // 4)
        tokens = self.tokenizer(
            question, add_special_tokens=False, return_offsets_mapping=True, truncation=True, max_length=most
        )["offset_mapping"]
        return (question[: tokens[-1][1]] if len(tokens) == most else question), len(tokens)

    def _row(self, encoded: Any, place: int, text: int, content: str) -> Row:  # noqa: ANN401 - a BatchEncoding
        ids, parts = encoded["input_ids"][place], encoded.sequence_ids(place)
        spans = [
            _trimmed(content, *span) if part == 1 else (-1, -1)
            for span, part in zip(encoded["offset_mapping"][place], parts, strict=True)
        ]
        cls = self.tokenizer.cls_token_id
        inputs = {key: encoded[key][place] for key in self._inputs if key in encoded}
        return Row(text, inputs, np.array(spans, dtype=np.int32), ids.index(cls) if cls in ids else 0)

    @cached_property
    def _inputs(self) -> tuple[str, ...]:
        """What the model takes of what its tokenizer gives."""
        taken = inspect.signature(self.model.forward).parameters
        types = ["token_type_ids"] if getattr(self.model.config, "type_vocab_size", 2) > 1 else []
        return tuple(key for key in ("input_ids", "attention_mask", *types) if key in taken)


def read_config(name: str) -> "PretrainedConfig":
    """The ``config.json`` of a folder, or of a model in the local Hugging Face cache; nothing is fetched."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from transformers import AutoConfig
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    folder = Path(name)
    if folder.is_dir() and not (folder / "config.json").is_file():
        raise QuotedeskError(f"the folder {name} holds no model: it has no config.json", fix=FIX)
    with _told_in_a_line(name):
        try:
            config: PretrainedConfig = AutoConfig.from_pretrained(name, **_LOCAL)
        except OSError as error:
            if folder.is_dir():
                raise
            raise QuotedeskError(
                f"there is no folder {name}, and no model of that name in the local Hugging Face cache",
                fix=f"{FIX}; or fetch one into the cache: hf download {name}",
            ) from error
    return config


_LOCAL: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}


def _check_tokenizer(name: str, tokenizer: "PreTrainedTokenizerBase") -> None:
    if not tokenizer.is_fast:
        raise QuotedeskError(f"the tokenizer of the reading model {name} does not say where its tokens lie", fix=FIX)
    # transformers makes an empty tokenizer where it finds no file of one
    if set(tokenizer.get_vocab()) <= set(tokenizer.all_special_tokens):
        raise QuotedeskError(f"the reading model {name} has no fast tokenizer", fix=FIX)
    if tokenizer.pad_token is None:
        raise QuotedeskError(
            f"the tokenizer of the reading model {name} has no padding token",
            fix='name one in its tokenizer_config.json, as "pad_token"',
        )


@contextmanager
def _told_in_a_line(name: str) -> Iterator[None]:
    """What a stranger's folder can raise has no common class: safetensors, pickle, JSON and imports all have a say."""
    try:
        yield
    except QuotedeskError:
        raise
    except Exception as error:
        first = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise QuotedeskError(f"the reading model {name} cannot be loaded ({first})", fix=FIX) from error


def _trimmed(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends, which some tokenizers count with a word."""
    token = text[start:end]
    first = start + len(token) - len(token.lstrip())
    return Span(first, max(first, start + len(token.rstrip())))
