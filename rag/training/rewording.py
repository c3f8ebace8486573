"""Questions in other words than the passage's, by WordNet's synonyms.

People ask in words of their own; the questions of the material were written with the passage in sight. WordNet 3.0
(Fellbaum, 1998; its licence permits any use) is Debian's package ``wordnet-base``. Of its synonyms only those are
taken whose word vectors are near, for most senses of a word are not the one that is meant.
"""

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.words import STOP_WORDS
from rag.wordforms import stem

_WORD = re.compile(r"(?<![\w'’-])[a-z]{4,}(?![\w'’-])")
_PARTS = ("noun", "verb", "adj")
_SENSES = 2  # of each part of speech so many are looked at, the commonest first
_NEAR = 0.3  # cosine of two words' vectors


@dataclass
class Thesaurus:
    """Synonyms of English words in the same inflection; ``vectors`` gives a unit vector to any word."""

    folder: Path
    vectors: "WordVectors"
    _found: dict[str, list[str]] = field(default_factory=dict)

    def synonyms(self, word: str) -> list[str]:
        """Words to put in the place of ``word``; none where it is not known."""
        if word not in self._found:
            self._found[word] = sorted(set(self._synonyms(word)))
        return self._found[word]

    def _synonyms(self, word: str) -> Iterator[str]:
        for lemma, part, ending in _lemmas(word):
            for other in self._senses.get((lemma, part), []):
                irregular = part == "verb" and other in self._irregular and ending in {"ed", "ing"}
                akin = other.startswith(lemma[:4]) or stem(other) == stem(word)
                if not irregular and not akin and self.vectors.cosine(lemma, other) >= _NEAR:
                    yield _inflected(other, ending)

    @cached_property
    def _irregular(self) -> frozenset[str]:
        lines = (self.folder / "verb.exc").read_text("ascii").splitlines()
        return frozenset(line.split()[1] for line in lines)

    @cached_property
    def _senses(self) -> dict[tuple[str, str], list[str]]:
        """The other words of the commonest senses of each word that is one word."""
        found: dict[tuple[str, str], list[str]] = {}
        for part in _PARTS:
            synsets = dict(_synsets(self.folder / f"data.{part}"))
            for line in _records(self.folder / f"index.{part}"):
                fields = line.split()
                senses = fields[-int(fields[2]) :][:_SENSES]
                words = {word for sense in senses for word in synsets[sense]} - {fields[0]}
                if words and fields[0].isalpha():
                    found[fields[0], part] = sorted(words)
        return found


@dataclass
class WordVectors:
    """The word embeddings of an encoder; a word of several pieces has their mean."""

    pieces: npt.NDArray[np.float32]
    tokenizer: Tokenizer
    _known: dict[str, npt.NDArray[np.float32]] = field(default_factory=dict)

    @classmethod
    def of(cls, encoder: Path) -> "WordVectors":
        """Those of the encoder in this folder."""
        from transformers import AutoModel

        rows = AutoModel.from_pretrained(encoder, local_files_only=True).get_input_embeddings().weight
        tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
        tokenizer.no_padding()
        return cls(rows.detach().numpy(), tokenizer)

    def cosine(self, one: str, other: str) -> float:
        """Of the vectors of two words."""
        return float(self._vector(one) @ self._vector(other))

    def _vector(self, word: str) -> npt.NDArray[np.float32]:
        if word not in self._known:
            mean = self.pieces[self.tokenizer.encode(word, add_special_tokens=False).ids].mean(axis=0)
            self._known[word] = mean / np.linalg.norm(mean)
        return self._known[word]


def reworded(question: str, thesaurus: Thesaurus, draw: random.Random, share: float = 0.6) -> str:
    """``question`` with ``share`` of the words that have a synonym changed for one; names and figures stay."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if word in STOP_WORDS or draw.random() >= share:
            return word
        return draw.choice(thesaurus.synonyms(word) or [word])

    return _WORD.sub(other, question)


def _lemmas(word: str) -> Iterator[tuple[str, str, str]]:
    """What ``word`` may be a form of, as what part of speech, and by which ending."""
    for part in _PARTS:
        yield word, part, ""
    if word.endswith("s") and not word.endswith("ss"):
        for lemma in (word[:-1], word[:-2], f"{word[:-3]}y"):
            if _inflected(lemma, "s") == word:
                yield lemma, "noun", "s"
                yield lemma, "verb", "s"
    for ending in ("ed", "ing"):
        if word.endswith(ending):
            bare = word.removesuffix(ending)
            for lemma in (bare, f"{bare}e", f"{bare[:-1]}y"):
                if _inflected(lemma, ending) == word:
                    yield lemma, "verb", ending


def _inflected(lemma: str, ending: str) -> str:
    """``lemma`` with "", "s", "ed" or "ing"; no consonant is doubled."""
    if ending == "s":
        if re.search(r"[^aeiou]y$", lemma):
            return f"{lemma[:-1]}ies"
        return f"{lemma}es" if re.search(r"(?:s|x|z|ch|sh)$", lemma) else f"{lemma}s"
    if ending == "ed":
        if re.search(r"[^aeiou]y$", lemma):
            return f"{lemma[:-1]}ied"
        return f"{lemma}d" if lemma.endswith("e") else f"{lemma}ed"
    if ending == "ing":
        return f"{lemma[:-1]}ing" if re.search(r"[^eoy]e$", lemma) else f"{lemma}ing"
    return lemma


def _records(file: Path) -> Iterable[str]:
    """The lines of one of WordNet's files, without its licence."""
    return (line for line in file.read_text("utf-8").splitlines() if not line.startswith("  "))


def _synsets(file: Path) -> Iterator[tuple[str, list[str]]]:
    """Each set of synonyms by its offset; of its words those that are one word in small letters."""
    for line in _records(file):
        fields = line.split(" ", 4)
        words = fields[4].split(" ")[: 2 * int(fields[3], 16) : 2]
        bare = (word.partition("(")[0] for word in words)
        yield fields[0], [word for word in bare if word.isalpha() and word.islower()]
