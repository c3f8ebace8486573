"""BEIR folders, and judgements as TREC or BEIR writes them, as a question set.

BEIR judges by degrees; any degree above 0 is an article that answers.
"""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.lines import ArticleLine, Imported, QuestionLine, bytes_of, json_lines
from index.errors import QuotedeskError


def from_beir(folder: Path, qrels: Path) -> Imported:
    """The questions that have an article; the articles one at a time, since there may be millions."""
    answering = read_qrels(qrels)
    texts = {str(query["_id"]): str(query["text"]) for query in json_lines(_either(folder / "queries.jsonl"))}
    unknown = sorted(answering.keys() - texts.keys())
    if unknown:
        raise QuotedeskError(
            f"{qrels} judges {unknown[0]!r}, which is no query", fix=f"give the judgements of {folder}"
        )
    questions: list[QuestionLine] = [
        {"id": name, "question": texts[name].strip(), "answerable": True, "articles": list(articles), "quotes": [],
         "answers": [], "tags": ["beir"]}
        for name, articles in answering.items()
    ]  # fmt: skip
    return questions, _beir_articles(_either(folder / "corpus.jsonl"))


def _beir_articles(path: Path) -> Iterator[ArticleLine]:
    for line in json_lines(path):
        title, text = str(line.get("title") or ""), str(line["text"])
        yield {"id": str(line["_id"]), "title": title or text[:80].strip(), "text": text}


def read_qrels(path: Path) -> dict[str, Sequence[str]]:
    """Of each question the articles of relevance above 0: ``topic 0 document relevance``, or BEIR's three columns."""
    answering: dict[str, list[str]] = {}
    for number, line in enumerate(bytes_of(path).decode("utf-8", "replace").splitlines(), start=1):
        words = next(csv.reader([line], delimiter="\t")) if "\t" in line else line.split()
        if not words or (number == 1 and words[-1] == "score"):
            continue
        try:
            topic, document, relevance = words[0], words[-2], float(words[-1])
        except (IndexError, ValueError) as error:
            fix = "a line is: topic 0 document relevance"
            raise QuotedeskError(f"{path}:{number}: {line[:60]!r} is no judgement", fix=fix) from error
        if relevance > 0:
            answering.setdefault(topic, []).append(document)
    return {topic: tuple(dict.fromkeys(documents)) for topic, documents in answering.items()}


def _either(path: Path) -> Path:
    """The file, or what it is called when it is compressed."""
    packed = path.with_name(f"{path.name}.gz")
    return packed if packed.exists() and not path.exists() else path
