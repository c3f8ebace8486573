"""The model card: written from a run and from what was measured of the exported file."""

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from index.embedders import BUNDLED, open_embedder
from rag.networks import WEIGHTS, Card
from rag.reader import trained_reader
from rag.training.figures import Figures, VectorReader, figures
from rag.training.material import PORTIONS, WRITTEN, Portion
from rag.training.recipe import Recipe

CARD = WEIGHTS / "README.md"
#: The folder of the run that learns from a teacher.
TAUGHT = "taught"
_OF_TEACHER = {"teacher_weight", "temperature"}

#: Origin and licence of each training set, as ../shared/data/README.md states them.
LICENCES = {
    "squad2-train": "17 articles of the SQuAD 2.0 dev set, CC BY-SA 4.0",
    "squad2-train-part": "10 articles of the SQuAD 2.0 training set, CC BY-SA 4.0",
    "squadshifts-new-wiki": "SQuADShifts, annotations CC BY 4.0",
    "squadshifts-reddit": "SQuADShifts, annotations CC BY 4.0",
    "squadshifts-amazon-reviews": "SQuADShifts, annotations CC BY 4.0",
    "wikiqa-train": "WikiQA, research use",
    "selqa-dev": "SelQA, licence not stated",
    "written-wiki": "questions written for this project about passages of new-wiki",
    "written-part": "the same about passages of squad2-train-part",
    "written-search": "the same, as people search, about articles of wikiqa-train",
    "written-selqa": "the same about articles of selqa-dev",
    "written-news": "news and questions about it, all written for this project",
}
_LABELS = {
    "first": "right sentence first",
    "auroc": "AUROC, reader alone",
    "auroc_confidence": "AUROC, confidence",
    "token_f1": "short answer, token F1",
}


def write_card(dev: Path) -> str:
    """Measure the exported reader on the dev sets, write its card, and return it."""
    reader, embedder = trained_reader(), open_embedder(BUNDLED)
    measured = figures(dev, reader, embedder)
    vectors = figures(dev, VectorReader(embedder), embedder)
    card = _TEMPLATE.format(
        name=reader.name,
        megabytes=sum(file.stat().st_size for file in WEIGHTS.iterdir() if file.suffix in {".xml", ".bin"}) / 1e6,
        sets=_sets(PORTIONS),
        written=_sets(WRITTEN),
        run="\n\n".join(Card.read(WEIGHTS).lessons),
        figures=_table(measured, vectors),
        confidence=_of_confidence(),
    )
    CARD.write_text(card, encoding="utf-8")
    return card


def _sets(portions: Mapping[str, Portion]) -> str:
    rows = ((name, LICENCES[name], *(f"{share:g}" for share in portion)) for name, portion in portions.items())
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def lesson(title: str, run: Path) -> str:
    """What the card says of a training run, from the recipe and the log in its folder."""
    recipe = json.loads((run / "recipe.json").read_text("utf-8"))
    lines = (run / "log.jsonl").read_text("utf-8").splitlines()
    last: dict[str, Any] = json.loads(lines[-1])
    speeds = sorted(json.loads(line)["examples_per_second"] for line in lines)
    known = {field.name for field in fields(Recipe)} - (set() if run.name == TAUGHT else _OF_TEACHER)
    settings = ", ".join(f"{name.replace('_', ' ')} {value:g}" for name, value in recipe.items() if name in known)
    return (
        f"**{title}.** {settings}. {last['step']:.0f} steps; the mean loss of the last 50 was {last['loss']:.2f}; "
        f"{speeds[len(speeds) // 2]:.0f} examples a second (median)."
    )


def _table(measured: Figures, vectors: Figures) -> str:
    rows = []
    for name, found in measured.items():
        for key, label in _LABELS.items():
            if key in found:
                base = vectors[name].get(key) if key in {"first", "auroc"} else None
                rows.append(f"| {name} | {label} | {f'{base:.3f}' if base is not None else '–'} | {found[key]:.3f} |")
    return "\n".join(rows)


def _of_confidence() -> str:
    content = json.loads((WEIGHTS / "confidence.json").read_text("utf-8"))
    names = next(iter(content["checked_on"].values())).keys()
    rows = [
        f"| {name} | {' | '.join(f'{value:g}' for value in found.values())} |"
        for name, found in content["checked_on"].items()
    ]
    head = f"| checked on | {' | '.join(names)} |\n|{'---|' * (len(names) + 1)}"
    return f"Fitted on {content['fitted_on']} questions of other articles.\n\n" + "\n".join([head, *rows])


_TEMPLATE = """# {name}

Finds, in a passage, the sentence that answers a question and the short answer in it, or says that none does.
Written by `python -m rag.training`; every figure is of the exported file in this folder.

**Model.** all-MiniLM-L6-v2 (Apache-2.0, 6 layers, 384 wide) as encoder, one linear layer over its tokens: a score for
each sentence (at the marker before it), for "none answers" (at the first token), and for start and end of the short
answer. Word embeddings as they came. `reader.xml` and `reader.bin` are OpenVINO's format, weights int8 with a scale
for each output channel, {megabytes:.1f} MB; checksums in `reader.json`.

**Input.** `[CLS] question [SEP] headline [SEP] [unused1] sentence [unused1] sentence …`, at most 256 tokens; a longer
passage is read in windows that overlap by a sentence.

## Trained on

| set | origin and licence | answered | unanswered | retrieved | near-misses |
|---|---|---|---|---|---|
{sets}

The numbers say how often each question is seen in one pass: as it is; where its passage does not answer it; with a
similar passage that lacks its answer; with a name, number, year or opposite changed for one of the same passage.

Where a lesson says "written", every second batch was of these, in passes of their own (docs/notes/reader.md tells in
what stages they came to it):

| set | origin and licence | answered | unanswered | retrieved | near-misses |
|---|---|---|---|---|---|
{written}

{run}

## Figures

On questions and articles never trained on, each question read in its own passage. "Vectors" ranks sentences by
all-MiniLM-L6-v2 alone. All questions of each set were read; the confidence was fitted on some of them.

| set | measure | vectors | this reader |
|---|---|---|---|
{figures}

How long reading takes is told by `python -m eval.bench.reading`.

## Confidence

Candidates are put in order, and the confidence in the first computed, by two small models
(`python -m eval.bench.confidence`), over what was retrieved for a question from a whole collection.

{confidence}

## Limits

- English only, and learnt on encyclopaedia text, search questions, forum posts and reviews; of news only on what was
  written for it.
- It tells a passage about something else from one that answers; a question that changes one detail of what a passage
  says often looks answered to it. The product's check of names and numbers catches part of those.
- WikiQA and SelQA have terms of their own (research use; not stated). Who may not use weights learnt on them leaves
  both, and what was written about their articles, out of `rag/training/material.py` and trains again.
"""
