"""Other people's question sets in the contract's format."""

import json
from collections.abc import Iterable
from pathlib import Path

from eval.beir import from_beir
from eval.files import write_whole
from eval.lines import ArticleLine, Imported, QuestionLine
from eval.squad import from_squad
from index.errors import QuotedeskError


def imported(source: Path, qrels: Path | None = None) -> Imported:
    """Questions and articles of a SQuAD file, or of a BEIR folder with ``qrels`` (TREC's format or BEIR's)."""
    if source.is_dir():
        return from_beir(source, qrels or source / "qrels" / "test.tsv")
    if qrels:
        raise QuotedeskError(f"{source} is a file, and SQuAD has no judgements", fix="leave out --qrels")
    return from_squad(source)


def write_import(folder: Path, questions: Iterable[QuestionLine], articles: Iterable[ArticleLine]) -> tuple[int, int]:
    """How many questions and articles were written to the folder."""
    counts = []
    for name, lines in (("questions.jsonl", questions), ("articles.jsonl", articles)):
        written = [json.dumps(line, ensure_ascii=False) for line in lines]
        write_whole(folder / name, "".join(f"{line}\n" for line in written).encode())
        counts.append(len(written))
    return counts[0], counts[1]
